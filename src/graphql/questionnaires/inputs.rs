//! What the mutations of questionnaires take. It is handed on as typed: only the
//! service knows in which language the texts are.

use async_graphql::InputObject;

use super::content::ItemKind;
use crate::graphql::base::Decimal;
use crate::questionnaires as domain;

/// A questionnaire to be made. All texts are in the company's first language, with
/// translations beside them.
#[derive(InputObject)]
pub(crate) struct QuestionnaireCreateInput {
    /// What people type: 1 to 64 letters, digits, `.`, `_`, `-`; unique for ever.
    code: String,
    /// What people read: 1 to 200 characters.
    name: String,
    /// The name in other languages, at most 20.
    translations: Option<Vec<NameTranslationInput>>,
    /// The scale of every rating item that has no own.
    scale: Option<ScaleInput>,
    /// The groups of items in the order in which they are asked, at most 50 with 200
    /// items together.
    dimensions: Vec<DimensionInput>,
}

/// A questionnaire as it shall be: everything is replaced. All texts are in the language
/// in which the questionnaire began (`language` of its versions), with translations beside
/// them.
#[derive(InputObject)]
pub(crate) struct QuestionnaireUpdateInput {
    /// What people read: 1 to 200 characters.
    name: String,
    /// The name in other languages, at most 20.
    translations: Option<Vec<NameTranslationInput>>,
    /// The scale of every rating item that has no own.
    scale: Option<ScaleInput>,
    /// The groups of items in the order in which they are asked, at most 50 with 200
    /// items together.
    dimensions: Vec<DimensionInput>,
}

/// A group of items.
#[derive(InputObject)]
pub(crate) struct DimensionInput {
    /// Unique among the dimensions.
    code: String,
    /// What people read: 1 to 200 characters.
    name: String,
    /// The name in other languages, at most 20.
    translations: Option<Vec<NameTranslationInput>>,
    /// The share in the index, percent; 0 if left out. The dimensions total 100 when
    /// the questionnaire is published; one without rating items has 0.
    weight: Option<Decimal>,
    /// The items in the order in which they are asked.
    items: Vec<ItemInput>,
}

/// One question.
#[derive(InputObject)]
pub(crate) struct ItemInput {
    /// Unique in the questionnaire; the same question keeps its code in each version.
    code: String,
    /// The question: 1 to 1,000 characters.
    text: String,
    /// The question in other languages, at most 20.
    translations: Option<Vec<TextTranslationInput>>,
    /// What is answered.
    kind: ItemKind,
    /// The share of a rating in its dimension, percent; 0 if left out. The ratings of
    /// a dimension total 100 when the questionnaire is published.
    weight: Option<Decimal>,
    /// Whether a sheet without an answer to it is refused; ratings may always be left
    /// out. False if left out.
    required: Option<bool>,
    /// Whether "not applicable" is an answer. False if left out.
    allow_not_applicable: Option<bool>,
    /// This level of a rating and those below it need a comment. If left out, the two
    /// lowest of five levels do, and none of another scale; the number just below the
    /// lowest level means none.
    comment_required_at_or_below: Option<i32>,
    /// What can be chosen, at most 100.
    options: Option<Vec<ChoiceInput>>,
    /// A scale of its own for a rating.
    scale: Option<ScaleInput>,
    /// Under which answer to an earlier item it is asked; always if left out.
    show_when: Option<ConditionInput>,
}

/// Something that can be chosen.
#[derive(InputObject)]
pub(crate) struct ChoiceInput {
    /// Unique in its item.
    code: String,
    /// What people read: 1 to 1,000 characters.
    text: String,
    /// The text in other languages, at most 20.
    translations: Option<Vec<TextTranslationInput>>,
}

/// Consecutive whole numbers with labels.
#[derive(InputObject)]
pub(crate) struct ScaleInput {
    /// 2 to 101 levels in any order.
    levels: Vec<LevelInput>,
    /// What a missing rating counts as; the middle of the scale if left out.
    neutral_point: Option<Decimal>,
}

/// One level of a scale.
#[derive(InputObject)]
pub(crate) struct LevelInput {
    /// The number that is scored, -1000 to 1000; the lowest is the worst.
    level: i32,
    /// What people read: 1 to 200 characters.
    label: String,
    /// The label in other languages, at most 20.
    translations: Option<Vec<LabelTranslationInput>>,
}

/// When an item is asked: exactly one of `atOrBelow`, `atOrAbove` and `choice`.
#[derive(InputObject)]
pub(crate) struct ConditionInput {
    /// The code of an earlier item.
    item: String,
    /// That item, a rating, got this level or a lower one.
    at_or_below: Option<i32>,
    /// That item, a rating, got this level or a higher one.
    at_or_above: Option<i32>,
    /// This option of that item was chosen.
    choice: Option<String>,
}

/// Declares the input of a text in another language, by the name of the text.
macro_rules! translation_inputs {
    ($($(#[$doc:meta])* $name:ident { $field:ident };)*) => {
        $(
            $(#[$doc])*
            #[derive(InputObject)]
            pub(crate) struct $name {
                /// The other language as BCP 47 writes it, such as `en`.
                language: String,
                /// The text in it.
                $field: String,
            }

            impl From<$name> for domain::TranslationForm {
                fn from(input: $name) -> Self {
                    Self { language: input.language, text: input.$field }
                }
            }
        )*
    };
}

translation_inputs! {
    /// A name in another language.
    NameTranslationInput { name };
    /// A question or option in another language.
    TextTranslationInput { text };
    /// The label of a level in another language.
    LabelTranslationInput { label };
}

impl From<QuestionnaireCreateInput> for domain::NewQuestionnaire {
    fn from(input: QuestionnaireCreateInput) -> Self {
        Self {
            code: input.code,
            form: domain::QuestionnaireForm {
                name: input.name,
                translations: forms(input.translations),
                scale: input.scale.map(Into::into),
                dimensions: forms(Some(input.dimensions)),
            },
        }
    }
}

impl From<QuestionnaireUpdateInput> for domain::QuestionnaireForm {
    fn from(input: QuestionnaireUpdateInput) -> Self {
        Self {
            name: input.name,
            translations: forms(input.translations),
            scale: input.scale.map(Into::into),
            dimensions: forms(Some(input.dimensions)),
        }
    }
}

impl From<DimensionInput> for domain::DimensionForm {
    fn from(input: DimensionInput) -> Self {
        Self {
            code: input.code,
            name: input.name,
            translations: forms(input.translations),
            weight: input.weight.map(|weight| weight.parse()),
            items: forms(Some(input.items)),
        }
    }
}

impl From<ItemInput> for domain::ItemForm {
    fn from(input: ItemInput) -> Self {
        Self {
            code: input.code,
            text: input.text,
            translations: forms(input.translations),
            kind: input.kind.into(),
            weight: input.weight.map(|weight| weight.parse()),
            required: input.required.unwrap_or_default(),
            allow_not_applicable: input.allow_not_applicable.unwrap_or_default(),
            comment_required_at_or_below: input.comment_required_at_or_below,
            options: forms(input.options),
            scale: input.scale.map(Into::into),
            show_when: input.show_when.map(Into::into),
        }
    }
}

impl From<ChoiceInput> for domain::ChoiceForm {
    fn from(input: ChoiceInput) -> Self {
        Self {
            code: input.code,
            text: input.text,
            translations: forms(input.translations),
        }
    }
}

impl From<ScaleInput> for domain::ScaleForm {
    fn from(input: ScaleInput) -> Self {
        Self {
            levels: forms(Some(input.levels)),
            neutral_point: input.neutral_point.map(|point| point.parse()),
        }
    }
}

impl From<LevelInput> for domain::LevelForm {
    fn from(input: LevelInput) -> Self {
        Self {
            level: input.level,
            label: input.label,
            translations: forms(input.translations),
        }
    }
}

impl From<ConditionInput> for domain::ConditionForm {
    fn from(input: ConditionInput) -> Self {
        Self {
            item: input.item,
            at_or_below: input.at_or_below,
            at_or_above: input.at_or_above,
            choice: input.choice,
        }
    }
}

/// A list that was left out is empty.
fn forms<I, F: From<I>>(inputs: Option<Vec<I>>) -> Vec<F> {
    let inputs = inputs.unwrap_or_default();
    inputs.into_iter().map(F::from).collect()
}
