//! Shares of a whole number by largest remainder, also under caps.

use crate::kernel::Exact;
use crate::kernel::apportion::largest_remainder;

/// Whole parts of `total` in proportion to `weights`, by the largest remainder. The parts
/// sum exactly to `total`, unless all weights are zero: then each part is zero.
pub fn apportion(total: u64, weights: &[Exact]) -> Vec<u64> {
    largest_remainder(weights, total).unwrap_or_else(|| vec![0; weights.len()])
}

/// Like [`apportion`], but no part is greater than its cap: what is over goes to the
/// others in the same way. Less than `total` where all caps are reached.
pub fn apportion_capped(total: u64, weights: &[Exact], caps: &[u64]) -> Vec<u64> {
    let mut parts = vec![0; weights.len()];
    let mut open: Vec<usize> = (0..weights.len())
        .filter(|index| caps[*index] > 0)
        .collect();
    let mut left = total;
    while left > 0 && !open.is_empty() {
        let shares: Vec<Exact> = open.iter().map(|index| weights[*index].clone()).collect();
        let given = apportion(left, &shares);
        let over = |at: &usize| given[*at] > caps[open[*at]];
        let (full, rest): (Vec<usize>, Vec<usize>) = (0..open.len()).partition(over);
        if full.is_empty() {
            for at in rest {
                parts[open[at]] = given[at];
            }
            break;
        }
        for at in full {
            parts[open[at]] = caps[open[at]];
            left -= caps[open[at]];
        }
        open = rest.into_iter().map(|at| open[at]).collect();
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(weights: &[u64]) -> Vec<Exact> {
        weights.iter().map(|weight| Exact::from(*weight)).collect()
    }

    #[test]
    fn where_nothing_weighs_nothing_is_given() {
        assert_eq!(apportion(60, &exact(&[1, 2, 3])), [10, 20, 30]);
        assert_eq!(apportion(5, &exact(&[0, 0])), [0, 0]);
    }

    #[test]
    fn what_is_over_a_cap_goes_to_the_others() {
        assert_eq!(
            apportion_capped(10, &exact(&[8, 1, 1]), &[4, 9, 9]),
            [4, 3, 3]
        );
        assert_eq!(
            apportion_capped(10, &exact(&[8, 1, 1]), &[4, 2, 1]),
            [4, 2, 1]
        );
        assert_eq!(apportion_capped(3, &exact(&[0, 1]), &[9, 9]), [0, 3]);
    }

    proptest! {
        #[test]
        fn caps_hold_and_nothing_is_left_while_there_is_room(
            total in 0_u64..1_000,
            both in prop::collection::vec((1_u64..100, 0_u64..300), 1..10),
        ) {
            let (weights, caps): (Vec<u64>, Vec<u64>) = both.into_iter().unzip();
            let parts = apportion_capped(total, &exact(&weights), &caps);
            prop_assert!(parts.iter().zip(&caps).all(|(part, cap)| part <= cap));
            let room: u64 = caps.iter().sum();
            prop_assert_eq!(parts.iter().sum::<u64>(), total.min(room));
        }
    }
}
