//! Dividing a whole among shares when only whole units can be given (最大余数法).

use std::cmp::Reverse;

use num_traits::ToPrimitive;

use super::Exact;

/// `units` divided in proportion to `shares` by the method of the largest remainder: each
/// share gets the whole units that it is due, and those left over go one each to the
/// largest remainders, to the earlier share where two are equal. The parts total exactly
/// `units`; `None` where the shares, none of which is negative, total nothing.
pub fn largest_remainder(shares: &[Exact], units: u64) -> Option<Vec<u64>> {
    let total: Exact = shares.iter().sum();
    let all = Exact::from(units);
    let mut parts = Vec::with_capacity(shares.len());
    let mut remainders = Vec::with_capacity(shares.len());
    for (position, share) in shares.iter().enumerate() {
        let due = (&all * share).divided_by(&total)?;
        let whole = (due.numerator() / due.denominator()).to_u64()?;
        remainders.push((due - Exact::from(whole), position));
        parts.push(whole);
    }
    // Stable: of equal remainders the earlier comes first.
    remainders.sort_by(|one, other| Reverse(&one.0).cmp(&Reverse(&other.0)));
    let given: u64 = parts.iter().sum();
    let left = usize::try_from(units.checked_sub(given)?).ok()?;
    for (_, position) in remainders.into_iter().take(left) {
        parts[position] += 1;
    }
    (!parts.is_empty()).then_some(parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn divided(shares: &[u64], units: u64) -> Option<Vec<u64>> {
        let shares: Vec<Exact> = shares.iter().map(|share| Exact::from(*share)).collect();
        largest_remainder(&shares, units)
    }

    #[test]
    fn what_is_left_over_goes_to_the_largest_remainders() {
        assert_eq!(divided(&[1, 2, 3], 100), Some(vec![17, 33, 50]));
        assert_eq!(divided(&[1, 1, 1], 100), Some(vec![34, 33, 33]));
        assert_eq!(divided(&[0, 5], 7), Some(vec![0, 7]));
        assert_eq!(divided(&[333, 333, 334], 100), Some(vec![33, 33, 34]));
        assert_eq!(divided(&[0, 0], 10), None);
        assert_eq!(divided(&[], 10), None);
        let most = u64::MAX;
        let halves = Some(vec![most / 2 + 1, most / 2]);
        assert_eq!(divided(&[most, most], most), halves);
    }

    proptest! {
        #[test]
        fn the_parts_total_the_whole_and_stray_less_than_a_unit(
            shares in prop::collection::vec(0_u64..1_000_000, 1..12),
            units in 0_u64..1_000_000,
        ) {
            let total: u64 = shares.iter().sum();
            prop_assume!(total > 0);
            let parts = divided(&shares, units).unwrap();
            prop_assert_eq!(parts.iter().sum::<u64>(), units);
            for (part, share) in parts.iter().zip(&shares) {
                let due = u128::from(*share) * u128::from(units);
                let given = u128::from(*part) * u128::from(total);
                prop_assert!(given.abs_diff(due) < u128::from(total));
            }
        }

        #[test]
        fn larger_units_of_the_shares_change_nothing(
            shares in prop::collection::vec(0_u64..1_000, 1..8),
            factor in 1_u64..1_000,
        ) {
            let scaled: Vec<u64> = shares.iter().map(|share| share * factor).collect();
            prop_assert_eq!(divided(&shares, 10_000), divided(&scaled, 10_000));
        }
    }
}
