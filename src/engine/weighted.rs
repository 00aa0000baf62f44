//! The weighted mean over whatever is present: `Σ u·s / Σ u`.
//!
//! Assessors, dimensions and the two sides of a score are all combined by this one rule.
//! Invariant: what is absent is never counted as zero; it lowers the coverage instead.

use crate::kernel::exact::Exact;

/// A mean, and how much of the weight stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WeightedMean {
    /// `None` where no part with weight is present.
    pub mean: Option<Exact>,
    /// The share of the weight that is present, in per cent; zero where nothing weighs.
    pub coverage: Exact,
}

impl WeightedMean {
    /// The mean over the parts that have a value; weights are relative and not negative.
    #[must_use]
    pub fn over<'a>(parts: impl IntoIterator<Item = (&'a Exact, Option<&'a Exact>)>) -> Self {
        let mut points = Vec::new();
        let mut present = Vec::new();
        let mut all = Vec::new();
        for (weight, value) in parts {
            all.push(weight);
            if let Some(value) = value {
                points.push(weight * value);
                present.push(weight);
            }
        }
        let points: Exact = points.into_iter().sum();
        let present: Exact = present.into_iter().sum();
        let all: Exact = all.into_iter().sum();
        Self {
            mean: points.divided_by(&present),
            coverage: (&present * Exact::hundred())
                .divided_by(&all)
                .unwrap_or_default(),
        }
    }
}
