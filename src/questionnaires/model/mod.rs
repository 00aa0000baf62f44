//! The pure rules of questionnaires: plain values in, plain values out.
//!
//! A [`QuestionnaireForm`] is what somebody typed; read without a problem it is
//! [`QuestionnaireContent`], which may still be unfinished; checked for
//! publication it is [`PublishedContent`], against which answers are read.

mod condition;
mod content;
mod document;
mod form;
mod language;
mod publish;
mod published;
mod questionnaire;
mod read;
mod scale;
mod wording;

#[cfg(test)]
mod tests;

pub use condition::{Condition, Test};
pub use content::{
    Choice, Dimension, Item, ItemKind, MAX_CHOICES, MAX_DIMENSIONS, MAX_ITEMS, Question,
    QuestionnaireContent,
};
pub use document::Document;
pub use form::{
    ChoiceForm, ConditionForm, DimensionForm, ItemForm, LevelForm, QuestionnaireForm, ScaleForm,
    TranslationForm, TypedDecimal,
};
pub use language::LanguageTag;
pub use published::{
    Ask, PublishedCondition, PublishedContent, PublishedItem, RatingItem, RatingRule,
};
pub use questionnaire::{
    NewQuestionnaire, Questionnaire, QuestionnaireVersion, VersionContent, VersionHead,
};
pub use scale::{Level, Scale};
pub use wording::{Translation, Wording};
