//! The two sides of a score: `w_int·internal + w_ext·external`.
//!
//! Invariant: a side that does not apply is left out and the rest renormalised, which the
//! result says; a side of weight zero never becomes the index by the other's absence.

use super::weighted::WeightedMean;
use crate::kernel::exact::Exact;

/// How much each side counts for a department: its work decides. Relative, not negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideWeights {
    /// The weight of what other departments say.
    pub internal: Exact,
    /// The weight of what customers say.
    pub external: Exact,
}

impl SideWeights {
    /// Only other departments count.
    #[must_use]
    pub fn internal_only() -> Self {
        Self {
            internal: Exact::hundred(),
            external: Exact::zero(),
        }
    }

    /// Only customers count.
    #[must_use]
    pub fn external_only() -> Self {
        Self {
            internal: Exact::zero(),
            external: Exact::hundred(),
        }
    }
}

/// Both sides and what they come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composite {
    /// The composite index, 0–100; `None` where no side with weight is present.
    pub index: Option<Exact>,
    /// The internal index, where there is one.
    pub internal: Option<Exact>,
    /// The external index, where there is one.
    pub external: Option<Exact>,
    /// The weights that were applied.
    pub weights: SideWeights,
    /// The share of the weight that is present, in per cent.
    pub weight_present: Exact,
    /// Whether the index stands on a part of the weight only.
    pub renormalised: bool,
}

impl Composite {
    /// Combines the sides that there are.
    #[must_use]
    pub fn of(internal: Option<Exact>, external: Option<Exact>, weights: SideWeights) -> Self {
        let combined = WeightedMean::over([
            (&weights.internal, internal.as_ref()),
            (&weights.external, external.as_ref()),
        ]);
        let renormalised = combined.mean.is_some() && combined.coverage < Exact::hundred();
        Self {
            index: combined.mean,
            weight_present: combined.coverage,
            internal,
            external,
            weights,
            renormalised,
        }
    }
}
