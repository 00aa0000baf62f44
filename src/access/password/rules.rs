//! What a password may be that somebody wants to have from now on.

use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

use zxcvbn::{Score, zxcvbn};

use super::hashing::MOST_BYTES;
use crate::access::error;
use crate::kernel::Problem;

/// The fewest characters of a password that stands alone.
const LEAST_ALONE: usize = 12;
/// The fewest characters of a password beside a second factor.
const LEAST_BESIDE_SECOND_FACTOR: usize = 8;
/// How much of a password is estimated.
const MOST_ESTIMATED: usize = 64;
/// A shorter name occurs in so many words that looking for it would only annoy.
const SHORTEST_NAME: usize = 3;

/// Passwords that many people have chosen, in lower case; their source is told in
/// `assets/passwords/README.md`.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../../assets/passwords/common.txt")
        .lines()
        .collect()
});

/// A password that somebody may have. It cannot be too short, too long, common, or
/// hold the user's own name. There are no rules on kinds of characters: they make
/// passwords that are hard to remember and easy to guess. Its text is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl NewPassword {
    /// Checks a password for the account called `username`, without a second factor.
    pub fn parse(text: &str, username: &str) -> Result<Self, Problem> {
        Self::checked(text, &[username], false)
    }

    /// Checks a password of somebody who goes by these names.
    pub(in crate::access) fn checked(
        text: &str,
        names: &[&str],
        second_factor: bool,
    ) -> Result<Self, Problem> {
        if text.len() > MOST_BYTES {
            return Err(error::password_too_long(MOST_BYTES));
        }
        let least = least_characters(second_factor);
        if text.chars().count() < least {
            return Err(error::password_too_short(least));
        }
        if is_common(text) || is_guessable(text, names, second_factor) {
            return Err(error::password_common());
        }
        let password = Self(text.to_owned());
        names.iter().try_for_each(|name| password.avoids(name))?;
        Ok(password)
    }

    /// Checks that `name` is not in it, in whatever case and with whatever spaces.
    pub(in crate::access) fn avoids(&self, name: &str) -> Result<(), Problem> {
        let name = plain(name);
        let searched = name.chars().count() >= SHORTEST_NAME || !name.is_ascii();
        if searched && plain(&self.0).contains(&name) {
            return Err(error::password_has_name());
        }
        Ok(())
    }

    /// The text, to be hashed.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("NewPassword(…)")
    }
}

/// Whether a password is long enough to stand alone.
pub(in crate::access) fn stands_alone(text: &str) -> bool {
    text.chars().count() >= LEAST_ALONE
}

fn least_characters(second_factor: bool) -> usize {
    if second_factor {
        LEAST_BESIDE_SECOND_FACTOR
    } else {
        LEAST_ALONE
    }
}

/// Whether many people have it. A common one twice, or between digits and signs, is
/// what a guesser tries next.
fn is_common(text: &str) -> bool {
    let lower = text.to_lowercase();
    let core = lower.trim_matches(|c: char| !c.is_alphabetic());
    let half = lower.get(..lower.len() / 2).unwrap_or_default();
    COMMON.contains(lower.as_str())
        || COMMON.contains(core)
        || (half.repeat(2) == lower && COMMON.contains(half))
}

/// Whether a guesser who knows sequences, repetitions, keyboards and dictionaries needs
/// less than 10^8 attempts, or 10^6 where a second factor has to be guessed too.
fn is_guessable(text: &str, names: &[&str], second_factor: bool) -> bool {
    let least = if second_factor {
        Score::Two
    } else {
        Score::Three
    };
    let mut known = names.to_vec();
    known.push("plumbline");
    // What comes first decides; the estimate of a very long text takes very long.
    let beginning: String = text.chars().take(MOST_ESTIMATED).collect();
    zxcvbn(&beginning, &known).score() < least
}

fn plain(text: &str) -> String {
    let letters = text.chars().filter(|c| !c.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kernel::ErrorCode;

    fn refused(text: &str, names: &[&str], second_factor: bool) -> Option<ErrorCode> {
        NewPassword::checked(text, names, second_factor)
            .err()
            .map(|problem| problem.code)
    }

    #[test]
    fn eight_characters_do_beside_a_second_factor_and_twelve_alone() {
        assert_eq!(refused("plumb bo", &[], true), None);
        assert_eq!(refused("plumb b", &[], true), Some(ErrorCode::Invalid));
        assert_eq!(refused("plumb bob h", &[], false), Some(ErrorCode::Invalid));
        assert_eq!(refused("plumb bob hi", &[], false), None);
        // Characters are counted, not bytes.
        assert_eq!(refused("铅垂线总是直的吗", &[], true), None);
        assert_eq!(
            refused("铅垂线总是直的吗", &[], false),
            Some(ErrorCode::Invalid)
        );
        assert_eq!(
            refused(&"垂".repeat(342), &[], false),
            Some(ErrorCode::TooLong)
        );
    }

    #[test]
    fn what_many_people_have_is_refused_however_it_is_dressed() {
        for common in [
            "1234567890qwerty",
            "1234567890QWERTY",
            "password1234",
            "!!Password2026!!",
            "passwordpassword",
            "123456789012",
            "111111111111",
            "aaaaaaaaaaaa",
            "abcdefghijkl",
            "              ",
            "qwertyuiopasdf",
            "letmeinletmein",
            "admin1234567",
            "woaini1314520",
            "plumbline1234",
        ] {
            assert_eq!(
                refused(common, &[], false),
                Some(ErrorCode::Invalid),
                "{common}"
            );
        }
        assert_eq!(refused("correct horse battery", &[], false), None);
    }

    #[test]
    fn the_own_names_are_refused_and_short_ones_overlooked() {
        assert_eq!(
            refused("my FIN1 password", &["fin1"], false),
            Some(ErrorCode::Invalid)
        );
        assert_eq!(
            refused("周建国的密码是这个真的很长", &["周建国"], false),
            Some(ErrorCode::Invalid)
        );
        assert_eq!(
            refused("lina-measures-twice", &["Li Na"], false),
            Some(ErrorCode::Invalid)
        );
        assert_eq!(refused("three hours late", &["hr"], false), None);
    }

    #[test]
    fn every_entry_of_the_list_can_be_met() {
        assert!(COMMON.len() > 10_000);
        for entry in COMMON.iter() {
            assert!(
                entry.chars().count() >= LEAST_BESIDE_SECOND_FACTOR,
                "{entry}"
            );
            assert_eq!(*entry, entry.to_lowercase());
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_accepted_holds_a_name_or_is_printed(
            text in "\\PC{0,40}", name in "\\PC{3,12}", second_factor: bool,
        ) {
            if let Ok(password) = NewPassword::checked(&text, &[&name], second_factor) {
                let searched = plain(&name).chars().count() >= SHORTEST_NAME;
                prop_assert!(!(searched && text.contains(name.trim())));
                prop_assert!(text.chars().count() >= least_characters(second_factor));
                prop_assert_eq!(format!("{password:?}"), "NewPassword(…)");
            }
        }
    }
}
