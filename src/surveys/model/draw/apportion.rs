//! Shares of a whole number by largest remainder (最大余数法).

use std::cmp::Reverse;

use num_traits::ToPrimitive;

use crate::kernel::exact::Exact;

/// Whole parts of `total` in proportion to `weights`: each the exact share rounded down,
/// and one more for the largest remainders, the earlier first where they tie. The parts
/// sum exactly to `total`, unless all weights are zero: then each part is zero.
pub fn apportion(total: u64, weights: &[Exact]) -> Vec<u64> {
    let sum: Exact = weights.iter().sum();
    let all = Exact::from(total);
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for weight in weights {
        let Some(share) = (&all * weight).divided_by(&sum) else {
            return vec![0; weights.len()];
        };
        let whole = (share.numerator() / share.denominator())
            .to_u64()
            .unwrap_or(0);
        remainders.push(share - Exact::from(whole));
        parts.push(whole);
    }
    let given: u64 = parts.iter().sum();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| Reverse(&remainders[*index]));
    let left = usize::try_from(total.saturating_sub(given)).unwrap_or(usize::MAX);
    for index in order.into_iter().take(left) {
        parts[index] += 1;
    }
    parts
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
    fn remainders_decide_and_the_earlier_wins_a_tie() {
        assert_eq!(apportion(60, &exact(&[1, 2, 3])), [10, 20, 30]);
        assert_eq!(apportion(10, &exact(&[1, 1, 1])), [4, 3, 3]);
        assert_eq!(apportion(10, &exact(&[0, 1, 0])), [0, 10, 0]);
        assert_eq!(apportion(5, &exact(&[0, 0])), [0, 0]);
        assert_eq!(apportion(100, &exact(&[333, 333, 334])), [33, 33, 34]);
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
        fn parts_sum_to_the_total_and_miss_their_share_by_less_than_one(
            total in 0_u64..100_000,
            weights in prop::collection::vec(0_u64..1_000, 1..12),
        ) {
            let sum: u64 = weights.iter().sum();
            prop_assume!(sum > 0);
            let parts = apportion(total, &exact(&weights));
            prop_assert_eq!(parts.iter().sum::<u64>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                let (part, share) = (part * sum, total * weight);
                prop_assert!(part.abs_diff(share) < sum);
            }
        }

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
