//! From selectors to departments, and from relative weights to each department's
//! share.

use std::collections::HashSet;

use bigdecimal::BigDecimal;

use super::{AssessorSource, MatrixRow, Roster};
use crate::kernel::exact::Exact;
use crate::kernel::ids::DepartmentId;

/// The most decimals that a typed weight can have; what has more has no end.
const MOST_PLACES: u32 = 40;
/// The decimals shown of a weight without end.
const SHOWN_PLACES: u32 = 6;

/// The departments that one assessor of a row stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Which of the row's assessors.
    pub assessor: usize,
    /// What it stands for: one department for a named one, those of the kind, by
    /// code, for a selector. Empty where nothing is left.
    pub departments: Vec<DepartmentId>,
    /// The weight of each of these departments.
    pub weight: Exact,
}

/// What each assessor of the row stands for on the roster's day.
///
/// A selector never stands for the assessed department, nor for one that the row
/// names by itself. Its weight is shared equally by those it stands for, so that
/// naming a department or adding one to the kind moves no weight between the
/// assessors. Without weights every department has the same.
pub fn resolve(row: &MatrixRow, roster: &Roster) -> Vec<Resolved> {
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
        AssessorSource::Kind(kind) => roster
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
                None => Exact::from(1),
                Some(weight) => share(weight.as_big(), departments.len()),
            };
            Resolved {
                assessor,
                departments,
                weight,
            }
        })
        .collect()
}

/// One of `count` equal shares. Nobody gets a share of none.
fn share(weight: &BigDecimal, count: usize) -> Exact {
    let whole = Exact::try_from(weight).unwrap_or_default();
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    whole.divided_by(&Exact::from(count)).unwrap_or(whole)
}

/// The weight as people read it: as many decimals as it has, or six where it has
/// no end.
pub fn weight_text(weight: &Exact) -> String {
    let places = [0, MOST_PLACES].into_iter();
    let exact = places
        .map(|places| weight.rounded(places))
        .find(|text| Exact::parse(text).as_ref() == Ok(weight));
    let text = exact.unwrap_or_else(|| weight.rounded(SHOWN_PLACES));
    match text.split_once('.') {
        Some((whole, decimals)) => match decimals.trim_end_matches('0') {
            "" => whole.to_owned(),
            decimals => format!("{whole}.{decimals}"),
        },
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_shown_with_the_decimals_that_it_has() {
        let weight = |numerator: &str, denominator: &str| {
            weight_text(&Exact::from_texts(numerator, denominator).unwrap())
        };
        assert_eq!(weight("50", "1"), "50");
        assert_eq!(weight("25", "2"), "12.5");
        assert_eq!(weight("1", "1000000000"), "0.000000001");
        assert_eq!(weight("50", "3"), "16.666667");
        assert_eq!(weight("1", "30000000"), "0");
    }
}
