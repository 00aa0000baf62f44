//! Lots: everybody who may be drawn has a ticket, and the lowest tickets are drawn.
//!
//! The ticket of a contact is the beginning of the SHA-256 of the plan's seed, the code
//! of the customer and the place among its contacts. So a draw depends on nothing but
//! these texts, not on the order of rows or on a database, and anybody can repeat it.

use std::collections::BinaryHeap;

use sha2::{Digest, Sha256};

use crate::kernel::ids::{ContactId, CustomerId};

/// What decides who is drawn: 128 bits, so that no two are alike.
pub type Ticket = [u8; 16];

/// The ticket of the contact at `position` of the customer. The parts stand in lines,
/// which neither seeds nor codes can contain.
pub fn ticket(seed: &str, customer_code: &str, position: i32) -> Ticket {
    let mut hash = Sha256::new();
    hash.update(seed.as_bytes());
    hash.update(b"\n");
    hash.update(customer_code.as_bytes());
    hash.update(b"\n");
    hash.update(position.to_string().as_bytes());
    hash.update(b"\n");
    let digest: [u8; 32] = hash.finalize().into();
    let mut ticket = Ticket::default();
    ticket.copy_from_slice(&digest[..16]);
    ticket
}

/// Somebody who may be drawn. Lots sort by their tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lot {
    /// Decides.
    pub ticket: Ticket,
    /// The person.
    pub contact: ContactId,
    /// The customer.
    pub customer: CustomerId,
    /// The place in the frame, from 0.
    pub frame_position: u32,
    /// Whether the answer counts.
    pub is_assessed: bool,
    /// Which of the stages of the draw the subject is in, from 1; 0 for none.
    pub stage: u16,
}

/// The lowest lots of many, without keeping the others.
#[derive(Debug)]
pub(super) struct Lowest {
    limit: usize,
    seen: u64,
    heap: BinaryHeap<Lot>,
}

impl Lowest {
    /// Keeps `limit` lots; all of them where there is no limit.
    pub(super) fn new(limit: Option<u64>) -> Self {
        let limit = limit.and_then(|limit| usize::try_from(limit).ok());
        Self {
            limit: limit.unwrap_or(usize::MAX),
            seen: 0,
            heap: BinaryHeap::new(),
        }
    }

    /// Takes one more.
    pub(super) fn push(&mut self, lot: Lot) {
        self.seen += 1;
        if self.heap.len() < self.limit {
            self.heap.push(lot);
        } else if let Some(mut highest) = self.heap.peek_mut()
            && lot < *highest
        {
            *highest = lot;
        }
    }

    /// How many there were.
    pub(super) fn seen(&self) -> u64 {
        self.seen
    }

    /// Those that were kept, the lowest first.
    pub(super) fn into_sorted(self) -> Vec<Lot> {
        self.heap.into_sorted_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_what_any_tool_computes() {
        // printf 'seed\nC001\n2\n' | sha256sum | cut -c1-32
        assert_eq!(
            hex::encode(ticket("seed", "C001", 2)),
            "94583c5adb70d5b3afb5f877cede7637"
        );
    }
}
