//! Codes that change each thirty seconds (RFC 6238), and those that replace them when
//! the device is lost.

use std::fmt;

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use totp_rs::{Builder, Totp};

use crate::kernel::ids::AccountId;
use crate::kernel::{Failure, Outcome, Random};

/// Shown by authenticator apps above the code.
const ISSUER: &str = "Plumbline";
/// The letters of a recovery code: none can be taken for another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// The letters of a recovery code, 5 bits each: too many to be searched for by its
/// hash.
const CODE_LENGTH: usize = 20;
/// How many recovery codes an account has.
pub(super) const RECOVERY_CODES: usize = 10;

/// What a device and the server share. SHA-1, six digits and thirty seconds, which is
/// all that many authenticator apps know.
pub(super) struct TotpSecret(Totp);

impl TotpSecret {
    /// A new one for the account called `username`.
    pub(super) fn draw(random: &Random, username: &str) -> Outcome<Self> {
        Self::of(&random.bytes::<20>(), username)
    }

    /// The one with these bytes.
    pub(super) fn of(bytes: &[u8], username: &str) -> Outcome<Self> {
        Builder::new()
            .with_secret(bytes.to_vec())
            .with_issuer(Some(ISSUER))
            .with_account_name(username)
            .build()
            .map(Self)
            .map_err(|error| Failure::internal(error.to_string()))
    }

    /// Its bytes.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.secret().as_bytes()
    }

    /// The secret as people type it.
    pub(super) fn text(&self) -> String {
        self.0.secret().to_base32()
    }

    /// The secret as a device reads it from a picture.
    pub(super) fn uri(&self) -> Outcome<String> {
        self.0
            .to_url()
            .map_err(|error| Failure::internal(error.to_string()))
    }

    /// The step of `code`, if it is the present one or a neighbour of it.
    pub(super) fn step_of(&self, code: &str, now: DateTime<Utc>) -> Option<i64> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let now = u64::try_from(now.timestamp()).ok()?;
        let step = self.0.check(&code, now)?;
        i64::try_from(step).ok()
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TotpSecret(…)")
    }
}

/// A new recovery code, in groups of five letters.
pub(super) fn draw_recovery_code(random: &Random) -> String {
    let mut code = String::new();
    for (index, byte) in random.bytes::<CODE_LENGTH>().into_iter().enumerate() {
        if index > 0 && index % 5 == 0 {
            code.push('-');
        }
        let letter = LETTERS.get(usize::from(byte % 32)).copied();
        code.push(char::from(letter.unwrap_or_default()));
    }
    code
}

/// What is kept of a recovery code. People type it as they like: case, spaces and
/// dashes do not matter.
pub(super) fn recovery_fingerprint(account: AccountId, code: &str) -> String {
    let letters = code.chars().filter(|c| c.is_ascii_alphanumeric());
    let letters: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    hex::encode(Sha256::digest(format!("{account} {letters}")))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_the_specification() {
        // RFC 6238, appendix B, the last six digits of its eight.
        let secret = TotpSecret::of(b"12345678901234567890", "fin1").unwrap();
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(
                secret.step_of(code, at(seconds)),
                Some(seconds / 30),
                "{code}"
            );
        }
        assert_eq!(secret.step_of(" 287 082 ", at(59)), Some(1));
    }

    #[test]
    fn a_code_is_good_for_its_step_and_the_neighbours() {
        let secret = TotpSecret::of(b"12345678901234567890", "fin1").unwrap();
        let good = |after: i64| secret.step_of("287082", at(59) + TimeDelta::seconds(after));
        assert_eq!(good(30), Some(1));
        assert_eq!(good(61), None);
        for wrong in ["", "28708", "2870822", "+87082", "abcdef", "２８７０８２"] {
            assert_eq!(secret.step_of(wrong, at(59)), None, "{wrong}");
        }
    }

    #[test]
    fn the_address_for_devices_names_the_account() {
        let secret = TotpSecret::of(b"12345678901234567890", "li.na@example.com").unwrap();
        assert_eq!(
            secret.uri().unwrap(),
            "otpauth://totp/Plumbline:li.na%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Plumbline"
        );
        assert_eq!(format!("{secret:?}"), "TotpSecret(…)");
    }

    #[test]
    fn a_recovery_code_may_be_typed_as_people_type() {
        let account = AccountId(Uuid::from_u128(7));
        let code = draw_recovery_code(&Random);
        assert_eq!(code.len(), CODE_LENGTH + 3);
        let typed = format!(" {} ", code.to_uppercase().replace('-', " "));
        assert_eq!(
            recovery_fingerprint(account, &code),
            recovery_fingerprint(account, &typed)
        );
        let other = AccountId(Uuid::from_u128(8));
        assert_ne!(
            recovery_fingerprint(account, &code),
            recovery_fingerprint(other, &code)
        );
    }
}
