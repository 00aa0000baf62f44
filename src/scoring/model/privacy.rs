//! Which assessors' figures are hidden from whom.
//!
//! What a cycle promised decides: ATTRIBUTED shows each assessing department's
//! mean, however few answered for it; CONFIDENTIAL hides means of fewer than the
//! smallest group from everybody but those who may read raw sheets; ANONYMOUS hides
//! them from everybody.

use crate::cycles::Confidentiality;

/// Who reads a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Somebody who may read raw answer sheets: HR, auditors.
    SheetReader,
    /// Everybody else.
    Reader,
}

/// Which of the assessors must be hidden, given how many valid responses each has.
///
/// Where just one would be hidden, the next smallest is hidden with it: the total
/// and the others would give it away by a subtraction. Assessors without a valid
/// response have nothing to hide and protect nobody.
pub fn hidden_assessors(
    confidentiality: Confidentiality,
    audience: Audience,
    min_group: u32,
    valid: &[u32],
) -> Vec<bool> {
    let shown_whatever = match confidentiality {
        Confidentiality::Attributed => true,
        Confidentiality::Confidential => audience == Audience::SheetReader,
        Confidentiality::Anonymous => false,
    };
    if shown_whatever {
        return vec![false; valid.len()];
    }
    let mut hidden: Vec<bool> = valid
        .iter()
        .map(|count| (1..min_group).contains(count))
        .collect();
    if hidden.iter().filter(|hidden| **hidden).count() == 1 {
        let next_smallest = (0..valid.len())
            .filter(|index| !hidden[*index] && valid[*index] > 0)
            .min_by_key(|index| valid[*index]);
        if let Some(index) = next_smallest {
            hidden[index] = true;
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(confidentiality: Confidentiality, audience: Audience, valid: &[u32]) -> Vec<bool> {
        hidden_assessors(confidentiality, audience, 5, valid)
    }

    #[test]
    fn an_attributed_cycle_hides_no_mean() {
        let all_shown = vec![false; 3];
        assert_eq!(
            hidden(Confidentiality::Attributed, Audience::Reader, &[1, 2, 9]),
            all_shown
        );
    }

    #[test]
    fn a_confidential_cycle_hides_small_groups_from_those_who_may_not_read_sheets() {
        assert_eq!(
            hidden(Confidentiality::Confidential, Audience::Reader, &[1, 2, 9]),
            [true, true, false]
        );
        assert_eq!(
            hidden(
                Confidentiality::Confidential,
                Audience::SheetReader,
                &[1, 2, 9]
            ),
            [false; 3]
        );
    }

    #[test]
    fn one_hidden_group_takes_the_next_smallest_along() {
        assert_eq!(
            hidden(Confidentiality::Confidential, Audience::Reader, &[4, 7, 9]),
            [true, true, false]
        );
        assert_eq!(
            hidden(
                Confidentiality::Anonymous,
                Audience::SheetReader,
                &[9, 0, 4, 7]
            ),
            [false, false, true, true]
        );
        assert_eq!(
            hidden(Confidentiality::Anonymous, Audience::Reader, &[4]),
            [true]
        );
    }

    #[test]
    fn groups_that_are_large_enough_are_shown() {
        assert_eq!(
            hidden(Confidentiality::Anonymous, Audience::Reader, &[5, 6, 0]),
            [false; 3]
        );
    }
}
