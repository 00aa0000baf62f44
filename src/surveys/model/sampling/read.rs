//! Checks typed sampling and quotas, and tells everything that is wrong with them at once.

use std::collections::BTreeSet;

use super::{Deviation, MOST_DRAWN, Method, Quota, Ratio, Sampling, StratumSize};
use crate::kernel::text::{Name, required};
use crate::kernel::{Decimal, Parse, Problem, Typed};
use crate::surveys::error;
use crate::surveys::model::frame::key;

/// The most values that strata or a quota name.
const MOST_VALUES: usize = 200;

/// The most quotas of a plan.
const MOST_QUOTAS: usize = 5;

/// The greatest number of a ratio.
const GREATEST_RATIO: i32 = 1_000_000;

/// Sampling as typed.
#[derive(Clone, Debug)]
pub struct TypedSampling {
    /// The way.
    pub method: Method,
    /// How many.
    pub size: Option<i32>,
    /// The attribute of strata or groups.
    pub by: Option<String>,
    /// Numbers of strata, as value and number.
    pub fixed: Option<Vec<(String, i32)>>,
    /// Standard deviations of strata, as value and deviation.
    pub deviations: Option<Vec<(String, Typed<Decimal>)>>,
    /// The percentage of each group.
    pub percent: Option<Typed<Decimal>>,
    /// The share of the volume in per cent.
    pub volume_share: Option<Typed<Decimal>>,
}

/// A quota as typed: its key, and its ratios as value and number.
#[derive(Clone, Debug)]
pub struct TypedQuota {
    /// See [`Quota::key`].
    pub key: String,
    /// See [`Quota::ratios`].
    pub ratios: Vec<(String, i32)>,
}

impl Sampling {
    /// Reads the object that `parse` stands at. What does not belong to the method is
    /// refused: it would be ignored.
    pub(in crate::surveys::model) fn read(parse: &mut Parse, typed: TypedSampling) -> Option<Self> {
        let mut given = Given { parse, typed };
        let sampling = match given.typed.method {
            Method::Census => Some(Self::Census),
            Method::Simple => given.size().map(|size| Self::Simple { size }),
            Method::StratifiedProportional => {
                let pair = (given.size(), given.by());
                pair.0
                    .zip(pair.1)
                    .map(|(size, by)| Self::Proportional { size, by })
            }
            Method::StratifiedNeyman => {
                let parts = (given.size(), given.by(), given.deviations());
                match parts {
                    (Some(size), Some(by), Some(deviations)) => Some(Self::Neyman {
                        size,
                        by,
                        deviations,
                    }),
                    _ => None,
                }
            }
            Method::StratifiedFixed => {
                let pair = (given.by(), given.fixed());
                pair.0
                    .zip(pair.1)
                    .map(|(by, sizes)| Self::Fixed { by, sizes })
            }
            Method::CumulativeVolume => {
                let share = given.typed.volume_share.take();
                let share = given.share("volumeShare", share);
                share.map(|share| Self::CumulativeVolume { share })
            }
            Method::PercentPerGroup => {
                let percent = given.typed.percent.take();
                let pair = (given.by(), given.share("percent", percent));
                pair.0
                    .zip(pair.1)
                    .map(|(by, percent)| Self::PercentPerGroup { by, percent })
            }
        };
        given.refuse_the_rest().then_some(())?;
        sampling
    }
}

/// What was typed; a method takes its parts.
struct Given<'a> {
    parse: &'a mut Parse,
    typed: TypedSampling,
}

impl Given<'_> {
    fn size(&mut self) -> Option<u32> {
        let Some(size) = self.typed.size.take() else {
            self.parse.push("size", required());
            return None;
        };
        self.parse.field("size", number(size, 1, MOST_DRAWN))
    }

    fn by(&mut self) -> Option<String> {
        let Some(by) = self.typed.by.take() else {
            self.parse.push("by", required());
            return None;
        };
        self.parse.field("by", key(&by))
    }

    fn share(&mut self, field: &str, typed: Option<Typed<Decimal>>) -> Option<Decimal> {
        let share = typed.unwrap_or_else(|| Err(required())).and_then(|share| {
            let possible = share > Decimal::from(0) && share <= Decimal::from(100);
            possible
                .then_some(share)
                .ok_or_else(error::share_out_of_range)
        });
        self.parse.field(field, share)
    }

    fn fixed(&mut self) -> Option<Vec<StratumSize>> {
        let typed = self.typed.fixed.take().unwrap_or_default();
        if typed.is_empty() {
            self.parse.push("fixed", required());
            return None;
        }
        let sizes = values(self.parse, "fixed", typed, "size", |size| {
            number(size, 0, MOST_DRAWN)
        })?;
        let total: i64 = sizes.iter().map(|(_, size)| i64::from(*size)).sum();
        if !(1..=i64::from(MOST_DRAWN)).contains(&total) {
            self.parse.push("fixed", error::out_of_range(1, MOST_DRAWN));
            return None;
        }
        if self
            .typed
            .size
            .take()
            .is_some_and(|size| i64::from(size) != total)
        {
            self.parse.push("size", error::not_the_sum(total));
            return None;
        }
        let sizes = sizes
            .into_iter()
            .map(|(value, size)| StratumSize { value, size });
        Some(sizes.collect())
    }

    fn deviations(&mut self) -> Option<Vec<Deviation>> {
        let typed = self.typed.deviations.take().unwrap_or_default();
        let read = values(self.parse, "deviations", typed, "deviation", |deviation| {
            let positive = deviation?;
            if positive < Decimal::from(0) {
                return Err(error::negative());
            }
            Ok(positive)
        });
        let named = |(value, deviation)| Deviation { value, deviation };
        read.map(|read| read.into_iter().map(named).collect())
    }

    /// Whether nothing is left that the method does not take.
    fn refuse_the_rest(self) -> bool {
        let Self { parse, typed } = self;
        let rest = [
            ("size", typed.size.is_some()),
            ("by", typed.by.is_some()),
            ("fixed", typed.fixed.is_some_and(|fixed| !fixed.is_empty())),
            (
                "deviations",
                typed.deviations.is_some_and(|given| !given.is_empty()),
            ),
            ("percent", typed.percent.is_some()),
            ("volumeShare", typed.volume_share.is_some()),
        ];
        let mut nothing = true;
        for (field, _) in rest.into_iter().filter(|(_, left)| *left) {
            parse.push(field, error::not_of_the_method(typed.method));
            nothing = false;
        }
        nothing
    }
}

impl Quota {
    /// Reads the list in `field`.
    pub(in crate::surveys::model) fn read_all(
        parse: &mut Parse,
        field: &str,
        typed: Vec<TypedQuota>,
        sampling: Option<&Sampling>,
    ) -> Option<Vec<Self>> {
        if !typed.is_empty() && matches!(sampling, Some(Sampling::CumulativeVolume { .. })) {
            parse.push(field, error::quotas_against_volume());
            return None;
        }
        let mut keys = BTreeSet::new();
        parse.list(field, typed, MOST_QUOTAS, |parse, typed| {
            let key = parse.field("key", key(&typed.key))?;
            if !keys.insert(key.clone()) {
                parse.push("key", error::named_twice());
                return None;
            }
            let ratios = values(parse, "ratios", typed.ratios, "ratio", |ratio| {
                number(ratio, 0, GREATEST_RATIO)
            })?;
            if ratios.iter().all(|(_, ratio)| *ratio == 0) {
                parse.push("ratios", error::no_ratio());
                return None;
            }
            let named = |(value, ratio)| Ratio { value, ratio };
            let ratios = ratios.into_iter().map(named).collect();
            Some(Self { key, ratios })
        })
    }
}

/// Reads a list of values, each once, with something about each.
fn values<I, T>(
    parse: &mut Parse,
    field: &str,
    typed: Vec<(String, I)>,
    about: &str,
    read: impl Fn(I) -> Result<T, Problem>,
) -> Option<Vec<(String, T)>> {
    let mut seen = BTreeSet::new();
    parse.list(field, typed, MOST_VALUES, |parse, (value, typed)| {
        let value = parse.field("value", Name::parse(&value).map(Name::into_string));
        let about = parse.field(about, read(typed));
        if value
            .as_ref()
            .is_some_and(|value| !seen.insert(value.clone()))
        {
            parse.push("value", error::named_twice());
            return None;
        }
        value.zip(about)
    })
}

/// A whole number within bounds.
pub(in crate::surveys::model) fn number(value: i32, least: i32, most: i32) -> Result<u32, Problem> {
    match u32::try_from(value) {
        Ok(number) if (least..=most).contains(&value) => Ok(number),
        _ => Err(error::out_of_range(least, most)),
    }
}
