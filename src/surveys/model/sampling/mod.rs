//! How a plan chooses from its frame, and the ratios that its answers keep.

mod read;

use serde::{Deserialize, Serialize};

pub(super) use read::number;
pub use read::{TypedQuota, TypedSampling};

use crate::closed_set;
use crate::kernel::Decimal;

/// The most contacts that a plan draws.
pub const MOST_DRAWN: i32 = 1_000_000;

closed_set! {
    /// The name of a way of sampling.
    pub enum Method {
        /// Everybody.
        Census = "CENSUS",
        /// Each the same chance.
        Simple = "SIMPLE",
        /// Each stratum by its share of the frame.
        StratifiedProportional = "STRATIFIED_PROPORTIONAL",
        /// Each stratum by its share and its spread.
        StratifiedNeyman = "STRATIFIED_NEYMAN",
        /// A number from each stratum.
        StratifiedFixed = "STRATIFIED_FIXED",
        /// The largest customers, until they have a share of the volume.
        CumulativeVolume = "CUMULATIVE_VOLUME",
        /// A percentage of each group.
        PercentPerGroup = "PERCENT_PER_GROUP",
    }
}

/// How contacts are chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "camelCase")]
pub enum Sampling {
    /// Everybody.
    Census,
    /// So many, each with the same chance.
    Simple {
        /// How many.
        size: u32,
    },
    /// So many, each stratum by its share of the frame (largest remainder).
    Proportional {
        /// How many.
        size: u32,
        /// The attribute that makes the strata.
        by: String,
    },
    /// So many, each stratum by its share of the frame times its standard deviation.
    Neyman {
        /// How many.
        size: u32,
        /// The attribute that makes the strata.
        by: String,
        /// The standard deviations that are known; of the other strata that of the
        /// customers' annual volume is taken.
        deviations: Vec<Deviation>,
    },
    /// A number from each stratum.
    Fixed {
        /// The attribute that makes the strata.
        by: String,
        /// How many from which stratum; nobody from one that is not named.
        sizes: Vec<StratumSize>,
    },
    /// One contact of each of the largest customers, until they have the share.
    CumulativeVolume {
        /// The share of the volume in per cent.
        share: Decimal,
    },
    /// A percentage of each group, rounded up.
    PercentPerGroup {
        /// The attribute that makes the groups.
        by: String,
        /// The percentage.
        percent: Decimal,
    },
}

/// How many are drawn from one stratum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StratumSize {
    /// The value of the attribute.
    pub value: String,
    /// How many.
    pub size: u32,
}

/// The standard deviation of one stratum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    /// The value of the attribute.
    pub value: String,
    /// The standard deviation.
    pub deviation: Decimal,
}

/// The ratio in which the values of one attribute shall answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// The attribute's key.
    pub key: String,
    /// The ratio of each value; nobody of a value with 0 or without a ratio.
    pub ratios: Vec<Ratio>,
}

/// The ratio of one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    /// The value of the attribute.
    pub value: String,
    /// Its part of the sum of all.
    pub ratio: u32,
}

impl Sampling {
    /// Its name.
    pub fn method(&self) -> Method {
        match self {
            Self::Census => Method::Census,
            Self::Simple { .. } => Method::Simple,
            Self::Proportional { .. } => Method::StratifiedProportional,
            Self::Neyman { .. } => Method::StratifiedNeyman,
            Self::Fixed { .. } => Method::StratifiedFixed,
            Self::CumulativeVolume { .. } => Method::CumulativeVolume,
            Self::PercentPerGroup { .. } => Method::PercentPerGroup,
        }
    }

    /// The attribute that makes strata or groups, where there are any.
    pub fn by(&self) -> Option<&str> {
        match self {
            Self::Census | Self::Simple { .. } | Self::CumulativeVolume { .. } => None,
            Self::Proportional { by, .. }
            | Self::Neyman { by, .. }
            | Self::Fixed { by, .. }
            | Self::PercentPerGroup { by, .. } => Some(by),
        }
    }

    /// How many are wanted, where that does not depend on the frame.
    pub fn size(&self) -> Option<u32> {
        match self {
            Self::Simple { size } | Self::Proportional { size, .. } | Self::Neyman { size, .. } => {
                Some(*size)
            }
            Self::Fixed { sizes, .. } => Some(sizes.iter().map(|it| it.size).sum()),
            Self::Census | Self::CumulativeVolume { .. } | Self::PercentPerGroup { .. } => None,
        }
    }

    /// Whether it looks at the volume of the customers.
    pub fn needs_volume(&self) -> bool {
        matches!(self, Self::CumulativeVolume { .. } | Self::Neyman { .. })
    }
}
