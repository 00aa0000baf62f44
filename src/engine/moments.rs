//! Counts, sums and sums of squares of many indices, exactly and in little memory.
//!
//! Invariants: the order in which values arrive leaves no trace; memory grows with the
//! number of different denominators, not with the number of values. A response's
//! denominator is the total weight of the items it was asked, and an instrument has few of
//! those, so a million responses usually share one.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_traits::Zero;

use crate::kernel::exact::Exact;

/// `points / weight`, not reduced: reducing a million of them would cost more than
/// everything else together. The weight is always positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quotient {
    points: BigInt,
    weight: BigInt,
}

impl Quotient {
    /// `None` where nothing weighs.
    pub(super) fn new(points: BigInt, weight: BigInt) -> Option<Self> {
        (weight > BigInt::zero()).then_some(Self { points, weight })
    }

    pub(super) fn to_exact(&self) -> Exact {
        Exact::fraction(self.points.clone(), self.weight.clone()).unwrap_or_default()
    }

    /// Whether the quotient is at least `threshold`, compared without dividing.
    pub(super) fn reaches(&self, threshold: &Exact) -> bool {
        &self.points * threshold.denominator() >= threshold.numerator() * &self.weight
    }
}

/// Values of one denominator: how many, the sum of their numerators, and of the squares.
#[derive(Debug, Clone, Default)]
struct Group {
    count: u64,
    sum: BigInt,
    squares: BigInt,
}

/// The first two moments of a set of values.
#[derive(Debug, Clone, Default)]
pub(super) struct Moments {
    groups: BTreeMap<BigInt, Group>,
}

impl Moments {
    pub(super) fn add(&mut self, value: &Quotient) {
        // Looked up before it is entered, so that the usual value does not copy its key.
        if let Some(group) = self.groups.get_mut(&value.weight) {
            group.add(value);
        } else {
            self.groups
                .entry(value.weight.clone())
                .or_default()
                .add(value);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (denominator, group) in &other.groups {
            let own = self.groups.entry(denominator.clone()).or_default();
            own.count += group.count;
            own.sum += &group.sum;
            own.squares += &group.squares;
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.groups.values().map(|group| group.count).sum()
    }

    /// `Σx / n`; `None` without a value.
    pub(super) fn mean(&self) -> Option<Exact> {
        self.total().divided_by(&Exact::from(self.count()))
    }

    /// The sample variance `s² = (Σx² − (Σx)²/n) / (n − 1)`; `None` below two values.
    pub(super) fn variance(&self) -> Option<Exact> {
        let count = self.count();
        let degrees = count.checked_sub(1)?;
        let squares: Exact = self
            .groups
            .iter()
            .filter_map(|(weight, group)| Exact::fraction(group.squares.clone(), weight * weight))
            .sum();
        let centre = self.total().squared().divided_by(&Exact::from(count))?;
        (squares - centre).divided_by(&Exact::from(degrees))
    }

    fn total(&self) -> Exact {
        self.groups
            .iter()
            .filter_map(|(weight, group)| Exact::fraction(group.sum.clone(), weight.clone()))
            .sum()
    }
}

impl Group {
    fn add(&mut self, value: &Quotient) {
        self.count += 1;
        self.sum += &value.points;
        self.squares += &value.points * &value.points;
    }
}
