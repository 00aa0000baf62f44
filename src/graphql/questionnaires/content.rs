//! What a questionnaire version asks, as the API shows it. Views into the version:
//! nothing is copied but what is asked for.

use async_graphql::{Enum, Object, SimpleObject};

use crate::graphql::base::Decimal;
use crate::questionnaires as domain;
use crate::questionnaires::{LanguageTag, Question, QuestionnaireContent, Wording};

/// What the answer to an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::questionnaires::ItemKind")]
pub(crate) enum ItemKind {
    /// A level of a scale (评分).
    Rating,
    /// One option (单选).
    SingleChoice,
    /// Any number of options (多选).
    MultipleChoice,
    /// A decimal number (数字).
    Number,
    /// A text (文字).
    Text,
}

/// A text in one other language.
#[derive(SimpleObject)]
pub(crate) struct Translation<'a> {
    /// The language as BCP 47 writes it.
    language: &'a str,
    /// The text in it.
    text: &'a str,
}

/// A group of items.
pub(super) struct Dimension<'a> {
    pub(super) content: &'a QuestionnaireContent,
    pub(super) dimension: &'a domain::Dimension,
}

/// A group of items.
#[Object]
impl<'a> Dimension<'a> {
    /// Unique among the dimensions; the same in each version.
    async fn code(&self) -> &str {
        self.dimension.code.as_str()
    }

    /// What people read.
    async fn name(
        &self,
        #[graphql(desc = "In this language as far as there is a translation; else in the first.")]
        language: Option<String>,
    ) -> &str {
        worded(&self.dimension.name, language.as_deref())
    }

    /// The name in other languages.
    async fn translations(&self) -> Vec<Translation<'_>> {
        translations(&self.dimension.name)
    }

    /// The share in the index, percent.
    async fn weight(&self) -> Decimal {
        (&self.dimension.weight).into()
    }

    /// The items in the order in which they are asked.
    async fn items(&self) -> Vec<Item<'a>> {
        let items = self.dimension.items.iter();
        let content = self.content;
        items.map(|item| Item { content, item }).collect()
    }
}

/// One question.
pub(super) struct Item<'a> {
    content: &'a QuestionnaireContent,
    item: &'a domain::Item,
}

/// One question.
#[Object]
impl<'a> Item<'a> {
    /// Unique in the questionnaire; the same in each version.
    async fn code(&self) -> &str {
        self.item.code.as_str()
    }

    /// The question.
    async fn text(
        &self,
        #[graphql(desc = "In this language as far as there is a translation; else in the first.")]
        language: Option<String>,
    ) -> &str {
        worded(&self.item.text, language.as_deref())
    }

    /// The question in other languages.
    async fn translations(&self) -> Vec<Translation<'_>> {
        translations(&self.item.text)
    }

    /// What is answered.
    async fn kind(&self) -> ItemKind {
        self.item.kind().into()
    }

    /// The share of a rating in its dimension, percent; null for other kinds.
    async fn weight(&self) -> Option<Decimal> {
        self.item.weight().map(Into::into)
    }

    /// Whether a sheet without an answer to it is refused; ratings may always be left
    /// out.
    async fn required(&self) -> bool {
        self.item.required
    }

    /// Whether "not applicable" is an answer.
    async fn allow_not_applicable(&self) -> bool {
        self.item.allow_not_applicable
    }

    /// This level of a rating and those below it need a comment; null where none does.
    async fn comment_required_at_or_below(&self) -> Option<i32> {
        let rule = match self.item.question {
            Question::Rating {
                comment_required_at_or_below,
                ..
            } => comment_required_at_or_below,
            _ => None,
        };
        let scale = self.content.scale_of(self.item);
        rule.or(scale.and_then(domain::Scale::default_comment_level))
    }

    /// What can be chosen; empty where the item is no choice.
    async fn options(&self) -> Vec<Choice<'a>> {
        self.item.options().iter().map(Choice).collect()
    }

    /// The scale on which it is rated, its own or the questionnaire's; null for other
    /// kinds.
    async fn scale(&self) -> Option<Scale<'a>> {
        self.content.scale_of(self.item).map(Scale)
    }

    /// Whether the scale is its own and not the questionnaire's.
    async fn has_own_scale(&self) -> bool {
        matches!(self.item.question, Question::Rating { scale: Some(_), .. })
    }

    /// Under which answer to an earlier item it is asked; null for always.
    async fn show_when(&self) -> Option<Condition<'a>> {
        self.item.show_when.as_ref().map(Condition::of)
    }
}

/// Something that can be chosen.
pub(super) struct Choice<'a>(&'a domain::Choice);

/// Something that can be chosen.
#[Object]
impl<'a> Choice<'a> {
    /// Unique in its item.
    async fn code(&self) -> &str {
        self.0.code.as_str()
    }

    /// What people read.
    async fn text(
        &self,
        #[graphql(desc = "In this language as far as there is a translation; else in the first.")]
        language: Option<String>,
    ) -> &str {
        worded(&self.0.text, language.as_deref())
    }

    /// The text in other languages.
    async fn translations(&self) -> Vec<Translation<'_>> {
        translations(&self.0.text)
    }
}

/// Consecutive whole numbers with labels, the lowest the worst.
pub(super) struct Scale<'a>(pub(super) &'a domain::Scale);

/// Consecutive whole numbers with labels, the lowest the worst.
#[Object]
impl<'a> Scale<'a> {
    /// The levels, the worst first.
    async fn levels(&self) -> Vec<ScaleLevel<'a>> {
        self.0.levels().iter().map(ScaleLevel).collect()
    }

    /// What a missing rating counts as.
    async fn neutral_point(&self) -> Decimal {
        self.0.neutral_point().into()
    }
}

/// One level of a scale.
pub(super) struct ScaleLevel<'a>(&'a domain::Level);

/// One level of a scale.
#[Object]
impl<'a> ScaleLevel<'a> {
    /// The number that is scored.
    async fn level(&self) -> i32 {
        self.0.level
    }

    /// What people read.
    async fn label(
        &self,
        #[graphql(desc = "In this language as far as there is a translation; else in the first.")]
        language: Option<String>,
    ) -> &str {
        worded(&self.0.label, language.as_deref())
    }

    /// The label in other languages.
    async fn translations(&self) -> Vec<Translation<'_>> {
        translations(&self.0.label)
    }
}

/// When an item is asked. Where the earlier item is itself hidden, left out or not
/// applicable, it is not.
#[derive(SimpleObject)]
pub(super) struct Condition<'a> {
    /// The code of the earlier item.
    item: &'a str,
    /// That item got this level or a lower one.
    at_or_below: Option<i32>,
    /// That item got this level or a higher one.
    at_or_above: Option<i32>,
    /// This option of that item was chosen.
    choice: Option<&'a str>,
}

impl<'a> Condition<'a> {
    fn of(condition: &'a domain::Condition) -> Self {
        let mut shown = Self {
            item: condition.item.as_str(),
            at_or_below: None,
            at_or_above: None,
            choice: None,
        };
        match &condition.test {
            domain::Test::AtOrBelow(level) => shown.at_or_below = Some(*level),
            domain::Test::AtOrAbove(level) => shown.at_or_above = Some(*level),
            domain::Test::Choice(code) => shown.choice = Some(code.as_str()),
        }
        shown
    }
}

/// The text in the language asked for; what is no language is not spoken here.
pub(crate) fn worded<'a>(wording: &'a Wording, language: Option<&str>) -> &'a str {
    let language = language.and_then(|text| LanguageTag::parse(text).ok());
    language.map_or(&wording.text, |language| wording.in_language(&language))
}

pub(super) fn translations(wording: &Wording) -> Vec<Translation<'_>> {
    let translations = wording.translations.iter();
    translations
        .map(|translation| Translation {
            language: translation.language.as_str(),
            text: &translation.text,
        })
        .collect()
}
