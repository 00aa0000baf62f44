//! Questionnaires: what is asked, on which scales, with which weights.
//!
//! A questionnaire has at most one draft, which may be unfinished, and any
//! number of published versions, which never change. An item keeps its code over
//! all versions, so that a trend compares the same question.

mod model;

pub use model::{
    Ask, Choice, ChoiceForm, Condition, ConditionForm, Dimension, DimensionForm, Document, Item,
    ItemForm, ItemKind, LanguageTag, Level, LevelForm, MAX_CHOICES, MAX_DIMENSIONS, MAX_ITEMS,
    PublishedCondition, PublishedContent, PublishedItem, Question, QuestionnaireContent,
    QuestionnaireForm, RatingItem, RatingRule, Scale, ScaleForm, Test, Translation,
    TranslationForm, Wording,
};
