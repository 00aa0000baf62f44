//! How far values lie from each other.

use crate::kernel::Decimal;
use crate::kernel::exact::Exact;

/// Decimal places of a standard deviation that is computed.
const PLACES: u32 = 12;

/// Collects values for their standard deviation.
#[derive(Clone, Debug, Default)]
pub(super) struct Spread {
    count: u64,
    sum: Exact,
    squares: Exact,
}

impl Spread {
    pub(super) fn push(&mut self, value: &Decimal) {
        // A stored decimal always is an exact number.
        if let Ok(value) = Exact::try_from(value.as_big()) {
            self.count += 1;
            self.squares += &value.squared();
            self.sum += &value;
        }
    }

    /// `√((Σv² − (Σv)²/n) / (n − 1))`; 0 for fewer than two values.
    pub(super) fn standard_deviation(&self) -> Exact {
        let count = Exact::from(self.count);
        let mean_part = self.sum.squared().divided_by(&count);
        let variance = mean_part.and_then(|part| {
            let others = Exact::from(self.count.saturating_sub(1));
            (self.squares.clone() - part).divided_by(&others)
        });
        variance
            .and_then(|variance| variance.square_root(PLACES))
            .unwrap_or_default()
    }
}
