//! An answer as somebody sent it: nothing is checked yet.

use crate::questionnaires::TypedDecimal;

/// The answer to one item. Of `level`, `choices`, `number` and `text` the one that
/// belongs to the kind of the item is given, or `not_applicable` instead. Blank
/// texts and empty lists are the same as left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerForm {
    /// The code of the item.
    pub item: String,
    /// The level of a rating.
    pub level: Option<i32>,
    /// The codes of the chosen options.
    pub choices: Option<Vec<String>>,
    /// A number.
    pub number: Option<TypedDecimal>,
    /// A text.
    pub text: Option<String>,
    /// Whether the item does not apply to the one who answers.
    pub not_applicable: Option<bool>,
    /// Why, or whatever else there is to say; on items of every kind.
    pub comment: Option<String>,
}
