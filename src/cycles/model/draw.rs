//! Drawing evaluators by lot.
//!
//! Each person gets a ticket: SHA-256 over the cycle's seed, the two departments'
//! codes and the employee number. The lowest tickets are drawn. So a draw depends
//! on nothing but these texts, not on the order of rows, people or databases; and
//! anybody can repeat it with a tool that computes SHA-256.

use sha2::{Digest, Sha256};

/// The lot of one pair of departments.
#[derive(Clone, Debug)]
pub struct Lot<'a> {
    /// The cycle's seed.
    pub seed: &'a str,
    /// The code of the assessed department.
    pub assessed: &'a str,
    /// The code of the assessing department.
    pub assessing: &'a str,
}

impl Lot<'_> {
    /// The ticket of one person. The parts stand in lines, which neither codes nor
    /// numbers can contain.
    pub fn ticket(&self, number: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        for part in [self.seed, self.assessed, self.assessing, number] {
            hash.update(part.as_bytes());
            hash.update(b"\n");
        }
        hash.finalize().into()
    }

    /// The `count` entries with the lowest tickets, in the order in which they
    /// were given.
    pub fn draw<T>(&self, entries: Vec<T>, count: usize, number: impl Fn(&T) -> &str) -> Vec<T> {
        let mut tickets: Vec<[u8; 32]> = entries
            .iter()
            .map(|entry| self.ticket(number(entry)))
            .collect();
        tickets.sort_unstable();
        let Some(last) = count.checked_sub(1).and_then(|last| tickets.get(last)) else {
            return if count == 0 { Vec::new() } else { entries };
        };
        let last = *last;
        entries
            .into_iter()
            .filter(|entry| self.ticket(number(entry)) <= last)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOT: Lot<'static> = Lot {
        seed: "seed",
        assessed: "FIN",
        assessing: "HR",
    };

    #[test]
    fn a_ticket_is_what_any_tool_computes() {
        // printf 'seed\nFIN\nHR\nE001\n' | sha256sum
        assert_eq!(
            hex::encode(LOT.ticket("E001")),
            "6594407e81e73cabd32adda46474463c17005c3e8bec848adb28ac350b96f384"
        );
    }

    #[test]
    fn as_many_as_wanted_are_drawn_whatever_the_order() {
        let people: Vec<String> = (0..50).map(|number| format!("E{number:03}")).collect();
        let drawn = LOT.draw(people.clone(), 7, |number| number);
        assert_eq!(drawn.len(), 7);
        let mut turned = people.clone();
        turned.reverse();
        let mut again = LOT.draw(turned, 7, |number| number);
        again.reverse();
        assert_eq!(again, drawn);
        let other = Lot {
            seed: "another",
            ..LOT
        };
        assert_ne!(other.draw(people.clone(), 7, |number| number), drawn);
        assert_eq!(LOT.draw(people.clone(), 60, |number| number).len(), 50);
        assert!(LOT.draw(people, 0, |number| number).is_empty());
    }
}
