//! The numbers under which people speak of what is kept in a file.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A readable number that begins anew each year, such as `R2026-000012`: the letter of what
/// is numbered, the year and the place within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunningNumber<const LETTER: char> {
    /// The year, where the company is.
    pub year: i32,
    /// The place within the year, from 1.
    pub position: i32,
}

impl<const LETTER: char> fmt::Display for RunningNumber<LETTER> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{LETTER}{}-{:06}", self.year, self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_at_a_glance_and_grow() {
        let number = |position| RunningNumber::<'R'> {
            year: 2026,
            position,
        };
        assert_eq!(number(12).to_string(), "R2026-000012");
        assert_eq!(number(1_234_567).to_string(), "R2026-1234567");
        assert!(number(2) < number(10));
    }
}
