//! From selectors to departments, and from relative weights to each department's
//! share.

use std::collections::HashSet;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::{AssessorSource, Company, MatrixRow};
use crate::kernel::Decimal;
use crate::kernel::ids::DepartmentId;

/// An exact number of zero or more.
pub type Fraction = BigRational;

/// The departments that one assessor of a row stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Which of the row's assessors.
    pub assessor: usize,
    /// What it stands for: one department for a named one, those of the kind, by
    /// code, for a selector. Empty where nothing is left.
    pub departments: Vec<DepartmentId>,
    /// The weight of each of these departments.
    pub weight: Fraction,
}

/// What each assessor of the row stands for on the company's day.
///
/// A selector never stands for the assessed department, nor for one that the row
/// names by itself. Its weight is shared equally by those it stands for, so that
/// naming a department or adding one to the kind moves no weight between the
/// assessors. Without weights every department has the same.
pub fn resolve(row: &MatrixRow, company: &Company) -> Vec<Resolved> {
    let named: HashSet<DepartmentId> = row
        .assessors
        .iter()
        .filter_map(|assessor| match assessor.source {
            AssessorSource::Department(id) => Some(id),
            AssessorSource::Kind(_) => None,
        })
        .collect();
    let stands_for = |source| match source {
        AssessorSource::Department(id) => vec![id],
        AssessorSource::Kind(kind) => company
            .of_kind(kind)
            .map(|department| department.id)
            .filter(|id| *id != row.assessed && !named.contains(id))
            .collect(),
    };
    let assessors = row.assessors.iter().enumerate();
    assessors
        .map(|(assessor, it)| {
            let departments = stands_for(it.source);
            let weight = match &it.weight {
                None => whole(1),
                Some(weight) => exact(weight) / whole(departments.len().max(1)),
            };
            Resolved {
                assessor,
                departments,
                weight,
            }
        })
        .collect()
}

fn whole(value: usize) -> Fraction {
    Fraction::from_integer(BigInt::from(value))
}

/// The value of a typed decimal.
pub fn exact(decimal: &Decimal) -> Fraction {
    let (digits, scale) = decimal.as_big().as_bigint_and_exponent();
    let places = u32::try_from(scale.unsigned_abs()).unwrap_or_default();
    let power = BigInt::from(10).pow(places);
    if scale >= 0 {
        Fraction::new(digits, power)
    } else {
        Fraction::from_integer(digits * power)
    }
}
