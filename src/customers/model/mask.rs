//! Contact details as those see them who do not work the list: enough to tell two apart
//! and to recognise one's own, not enough to reach anybody.

/// What stands for the hidden part.
const HIDDEN: &str = "****";

/// A phone number of which at least four signs are hidden.
pub fn masked_phone(phone: &str) -> String {
    let signs: Vec<char> = phone.chars().collect();
    let (head, tail) = match signs.len() {
        11.. => (3, 4),
        8..=10 => (2, 2),
        _ => (0, 0),
    };
    let shown = |part: &[char]| part.iter().collect::<String>();
    format!(
        "{}{HIDDEN}{}",
        shown(&signs[..head]),
        shown(&signs[signs.len() - tail..])
    )
}

/// An e-mail address of which the domain and the first sign are left.
pub fn masked_email(email: &str) -> String {
    let (local, domain) = email.split_once('@').unwrap_or((email, ""));
    let first: String = local
        .chars()
        .take(usize::from(local.chars().count() > 1))
        .collect();
    format!("{first}{HIDDEN}@{domain}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_or_address_is_recognised_and_not_reached() {
        for (phone, masked) in [
            ("13800001234", "138****1234"),
            ("+8613800001234", "+86****1234"),
            ("88001234", "88****34"),
            ("110", "****"),
            ("", "****"),
        ] {
            assert_eq!(masked_phone(phone), masked);
        }
        for (email, masked) in [
            ("li.na@example.com", "l****@example.com"),
            ("x@example.com", "****@example.com"),
            ("nonsense", "n****@"),
        ] {
            assert_eq!(masked_email(email), masked);
        }
    }

    proptest! {
        #[test]
        fn four_signs_of_a_number_are_always_hidden(phone in "[0-9+ -]{0,40}") {
            let shown = masked_phone(&phone).replace(HIDDEN, "").chars().count();
            prop_assert!(shown == 0 || shown + 4 <= phone.chars().count());
        }

        #[test]
        fn at_most_one_sign_before_the_domain_is_shown(local in "[a-z.]{1,40}") {
            let masked = masked_email(&format!("{local}@example.com"));
            let shown = masked.strip_suffix("****@example.com").unwrap();
            prop_assert!(shown.len() < local.len() && shown.len() <= 1);
        }
    }
}
