//! What a questionnaire asks: dimensions, their items, and what an item's answer is.

use serde::{Deserialize, Serialize};

use super::{Condition, Document, LanguageTag, Scale, Wording};
use crate::closed_set;
use crate::kernel::text::Code;
use crate::kernel::{Decimal, Outcome};

/// Most dimensions of a questionnaire.
pub const MAX_DIMENSIONS: usize = 50;
/// Most items of a questionnaire, over all dimensions.
pub const MAX_ITEMS: usize = 200;
/// Most options of an item.
pub const MAX_CHOICES: usize = 100;

closed_set! {
    /// What the answer to an item is.
    pub enum ItemKind {
        /// A level of a scale.
        Rating = "RATING",
        /// One option.
        SingleChoice = "SINGLE_CHOICE",
        /// Any number of options.
        MultipleChoice = "MULTIPLE_CHOICE",
        /// A decimal number.
        Number = "NUMBER",
        /// A text.
        Text = "TEXT",
    }
}

/// The content of a draft or of a version. Codes are unique and conditions look
/// back; whether it is finished is asked at its publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionnaireContent {
    /// The language of all texts that are no translations.
    pub language: LanguageTag,
    /// What people call it.
    pub name: Wording,
    /// The scale of every rating item that has no own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// The groups of items, in the order in which they are asked.
    pub dimensions: Vec<Dimension>,
}

/// A group of items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// Unique among the dimensions.
    pub code: Code,
    /// What people call it.
    pub name: Wording,
    /// The share in the index, percent; 0 where no item of it is a rating.
    pub weight: Decimal,
    /// The items, in the order in which they are asked.
    pub items: Vec<Item>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Unique in the questionnaire, the same in each version.
    pub code: Code,
    /// The question.
    pub text: Wording,
    /// What is answered.
    #[serde(flatten)]
    pub question: Question,
    /// Whether a sheet without an answer to it is refused; ratings may always be
    /// left out.
    pub required: bool,
    /// Whether "not applicable" is an answer.
    pub allow_not_applicable: bool,
    /// When it is asked; `None`: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Condition>,
}

/// What is answered, and what belongs to that kind of answer alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub enum Question {
    /// A level of a scale.
    Rating {
        /// The share in the dimension, percent.
        weight: Decimal,
        /// A scale of its own instead of the questionnaire's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scale: Option<Scale>,
        /// This level and those below it need a comment, as the author said it;
        /// `None`: as [`Scale::default_comment_level`] says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment_required_at_or_below: Option<i32>,
    },
    /// One option.
    SingleChoice {
        /// What can be chosen.
        options: Vec<Choice>,
    },
    /// Any number of options.
    MultipleChoice {
        /// What can be chosen.
        options: Vec<Choice>,
    },
    /// A decimal number.
    Number,
    /// A text.
    Text,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Unique in its item.
    pub code: Code,
    /// What people read.
    pub text: Wording,
}

impl QuestionnaireContent {
    /// All items, in the order in which they are asked.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.dimensions.iter().flat_map(|it| it.items.iter())
    }

    /// The item of this code.
    pub fn item(&self, code: &Code) -> Option<&Item> {
        self.items().find(|item| &item.code == code)
    }

    /// The scale on which `item` is rated; `None` for other kinds, and where
    /// neither the item nor the questionnaire has one yet.
    pub fn scale_of<'a>(&'a self, item: &'a Item) -> Option<&'a Scale> {
        match &item.question {
            Question::Rating { scale, .. } => scale.as_ref().or(self.scale.as_ref()),
            _ => None,
        }
    }

    /// Whether every question is there in `language`.
    pub fn speaks(&self, language: &LanguageTag) -> bool {
        let mut items = self.dimensions.iter().flat_map(|it| &it.items);
        self.language.primary() == language.primary()
            || items.all(|item| item.text.is_translated_into(language))
    }

    /// The same questions with their texts in `language` as far as there are translations.
    #[must_use]
    pub fn spoken_in(&self, language: &LanguageTag) -> Self {
        let dimensions = self.dimensions.iter().map(|dimension| Dimension {
            name: dimension.name.spoken_in(language),
            items: dimension
                .items
                .iter()
                .map(|item| item.spoken_in(language))
                .collect(),
            ..dimension.clone()
        });
        Self {
            language: self.language.clone(),
            name: self.name.spoken_in(language),
            scale: self.scale.as_ref().map(|scale| scale.spoken_in(language)),
            dimensions: dimensions.collect(),
        }
    }

    /// The content as it is stored.
    pub fn document(&self) -> Outcome<Document> {
        Document::of(self)
    }
}

impl Dimension {
    /// Whether it has a rating, and so a share in the index.
    pub fn is_rated(&self) -> bool {
        self.items
            .iter()
            .any(|item| item.kind() == ItemKind::Rating)
    }
}

impl Choice {
    fn spoken_in(&self, language: &LanguageTag) -> Self {
        Self {
            code: self.code.clone(),
            text: self.text.spoken_in(language),
        }
    }
}

impl Item {
    fn spoken_in(&self, language: &LanguageTag) -> Self {
        let chosen = |options: &[Choice]| -> Vec<Choice> {
            let options = options.iter();
            options.map(|option| option.spoken_in(language)).collect()
        };
        let question = match &self.question {
            Question::Rating {
                weight,
                scale,
                comment_required_at_or_below,
            } => Question::Rating {
                weight: weight.clone(),
                scale: scale.as_ref().map(|scale| scale.spoken_in(language)),
                comment_required_at_or_below: *comment_required_at_or_below,
            },
            Question::SingleChoice { options } => Question::SingleChoice {
                options: chosen(options),
            },
            Question::MultipleChoice { options } => Question::MultipleChoice {
                options: chosen(options),
            },
            Question::Number => Question::Number,
            Question::Text => Question::Text,
        };
        Self {
            text: self.text.spoken_in(language),
            question,
            ..self.clone()
        }
    }

    /// What the answer is.
    pub fn kind(&self) -> ItemKind {
        match self.question {
            Question::Rating { .. } => ItemKind::Rating,
            Question::SingleChoice { .. } => ItemKind::SingleChoice,
            Question::MultipleChoice { .. } => ItemKind::MultipleChoice,
            Question::Number => ItemKind::Number,
            Question::Text => ItemKind::Text,
        }
    }

    /// What can be chosen; nothing where the item is no choice.
    pub fn options(&self) -> &[Choice] {
        match &self.question {
            Question::SingleChoice { options } | Question::MultipleChoice { options } => options,
            _ => &[],
        }
    }
}
