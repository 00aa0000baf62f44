//! A questionnaire as somebody typed it: nothing is checked yet.

use super::ItemKind;
use crate::kernel::{Decimal, Problem};

/// A number as it was typed, or why it is none.
pub type TypedDecimal = Result<Decimal, Problem>;

/// The whole content; an update replaces all of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuestionnaireForm {
    /// The name in the company's first language.
    pub name: String,
    /// The name in other languages.
    pub translations: Vec<TranslationForm>,
    /// The scale of every rating item that has no own.
    pub scale: Option<ScaleForm>,
    /// The groups of items, in the order in which they are asked.
    pub dimensions: Vec<DimensionForm>,
}

/// A text in one other language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TranslationForm {
    /// The other language, such as `en`.
    pub language: String,
    /// The text in it.
    pub text: String,
}

/// A group of items.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DimensionForm {
    /// Unique among the dimensions.
    pub code: String,
    /// The name in the company's first language.
    pub name: String,
    /// The name in other languages.
    pub translations: Vec<TranslationForm>,
    /// The share in the index; left out it is 0.
    pub weight: Option<TypedDecimal>,
    /// The items, in the order in which they are asked.
    pub items: Vec<ItemForm>,
}

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemForm {
    /// Unique in the questionnaire, the same in each version.
    pub code: String,
    /// The question in the company's first language.
    pub text: String,
    /// The question in other languages.
    pub translations: Vec<TranslationForm>,
    /// What is answered.
    pub kind: ItemKind,
    /// The share in the dimension, for ratings; left out it is 0.
    pub weight: Option<TypedDecimal>,
    /// Whether a sheet without an answer to it is refused; ratings may always be
    /// left out.
    pub required: bool,
    /// Whether "not applicable" is an answer.
    pub allow_not_applicable: bool,
    /// For ratings: this level and those below it need a comment.
    pub comment_required_at_or_below: Option<i32>,
    /// For choices: what can be chosen.
    pub options: Vec<ChoiceForm>,
    /// For ratings: a scale of its own.
    pub scale: Option<ScaleForm>,
    /// When it is asked; left out, always.
    pub show_when: Option<ConditionForm>,
}

impl ItemForm {
    /// An item that has a code, a text and a kind, and nothing else.
    pub fn new(code: impl Into<String>, text: impl Into<String>, kind: ItemKind) -> Self {
        Self {
            code: code.into(),
            text: text.into(),
            translations: Vec::new(),
            kind,
            weight: None,
            required: false,
            allow_not_applicable: false,
            comment_required_at_or_below: None,
            options: Vec::new(),
            scale: None,
            show_when: None,
        }
    }
}

/// Something that can be chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChoiceForm {
    /// Unique in its item.
    pub code: String,
    /// The text in the company's first language.
    pub text: String,
    /// The text in other languages.
    pub translations: Vec<TranslationForm>,
}

/// The levels of a rating.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScaleForm {
    /// The levels, in any order.
    pub levels: Vec<LevelForm>,
    /// What a missing rating counts as; left out it is the middle.
    pub neutral_point: Option<TypedDecimal>,
}

/// One level of a scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LevelForm {
    /// The number that is scored; the lowest is the worst.
    pub level: i32,
    /// The label in the company's first language.
    pub label: String,
    /// The label in other languages.
    pub translations: Vec<TranslationForm>,
}

/// Under which answer to an earlier item an item is asked; exactly one of the
/// three tests is given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConditionForm {
    /// The code of the earlier item.
    pub item: String,
    /// The earlier rating is this level or below.
    pub at_or_below: Option<i32>,
    /// The earlier rating is this level or above.
    pub at_or_above: Option<i32>,
    /// This option of the earlier item is chosen.
    pub choice: Option<String>,
}
