//! Exact figures within stored documents, as `numerator/denominator`.

use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

use crate::kernel::{Decimal, Exact};

/// A decimal for computing. Forty digits always fit.
pub(in crate::kpi) fn exact(decimal: &Decimal) -> Exact {
    Exact::try_from(decimal.as_big()).unwrap_or_default()
}

pub(super) fn serialize<S: Serializer>(
    value: &Option<Exact>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(exact) => {
            let text = format!("{}/{}", exact.numerator_text(), exact.denominator_text());
            serializer.serialize_some(&text)
        }
        None => serializer.serialize_none(),
    }
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Exact>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    let read = |text: String| {
        let (numerator, denominator) = text.split_once('/').unwrap_or((&text, "1"));
        Exact::from_texts(numerator, denominator).map_err(D::Error::custom)
    };
    text.map(read).transpose()
}
