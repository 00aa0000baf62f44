//! The operators of [`Exact`]. There is no `/`: a division may have no answer, and
//! [`Exact::divided_by`] says so.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use super::Exact;

/// The four ways of writing one operation, with and without ownership.
macro_rules! arithmetic {
    ($operation:ident, $method:ident) => {
        impl $operation<&Exact> for &Exact {
            type Output = Exact;
            fn $method(self, other: &Exact) -> Exact {
                Exact((&self.0).$method(&other.0))
            }
        }

        impl $operation<Exact> for Exact {
            type Output = Exact;
            fn $method(self, other: Exact) -> Exact {
                Exact(self.0.$method(other.0))
            }
        }

        impl $operation<&Exact> for Exact {
            type Output = Exact;
            fn $method(self, other: &Exact) -> Exact {
                Exact(self.0.$method(&other.0))
            }
        }

        impl $operation<Exact> for &Exact {
            type Output = Exact;
            fn $method(self, other: Exact) -> Exact {
                Exact((&self.0).$method(other.0))
            }
        }
    };
}

arithmetic!(Add, add);
arithmetic!(Sub, sub);
arithmetic!(Mul, mul);

impl Neg for Exact {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign<&Exact> for Exact {
    fn add_assign(&mut self, other: &Exact) {
        self.0 += &other.0;
    }
}

impl Sum for Exact {
    /// Adds neighbours first: with many different denominators the partial sums stay
    /// short for as long as possible, where adding one by one would drag the longest
    /// denominator through every step.
    fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
        let mut level: Vec<Self> = values.collect();
        while level.len() > 1 {
            level = level
                .chunks(2)
                .map(|pair| match pair {
                    [left, right] => left + right,
                    rest => rest.iter().fold(Self::zero(), |total, value| total + value),
                })
                .collect();
        }
        level.pop().unwrap_or_default()
    }
}

impl<'a> Sum<&'a Exact> for Exact {
    fn sum<I: Iterator<Item = &'a Exact>>(values: I) -> Self {
        values.cloned().sum()
    }
}
