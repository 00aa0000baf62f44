//! A content that is fit to be asked, arranged for reading answers.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::{Choice, Dimension, Document, Item, Question, QuestionnaireContent, Scale, Test};
use crate::kernel::text::Code;
use crate::kernel::{Decimal, Failure, Outcome};

/// The content of a published version: every rating has a scale and every
/// condition an earlier item. It never changes.
#[derive(Clone, Debug)]
pub struct PublishedContent {
    content: QuestionnaireContent,
    items: Vec<PublishedItem>,
    positions: HashMap<String, usize>,
}

/// What is needed of one item to read its answer.
#[derive(Clone, Debug)]
pub struct PublishedItem {
    /// Unique in the questionnaire, the same in each version.
    pub code: Code,
    /// Whether a sheet without an answer to it is refused; ratings may always be
    /// left out.
    pub required: bool,
    /// Whether "not applicable" is an answer.
    pub allow_not_applicable: bool,
    /// What is answered.
    pub ask: Ask,
    /// When it is asked; `None`: always.
    pub show_when: Option<PublishedCondition>,
}

/// What is answered.
#[derive(Clone, Debug)]
pub enum Ask {
    /// A level.
    Rating(RatingRule),
    /// One of these options.
    SingleChoice(Vec<Code>),
    /// Any number of these options.
    MultipleChoice(Vec<Code>),
    /// A decimal number.
    Number,
    /// A text.
    Text,
}

/// What the answer to a rating must keep to.
#[derive(Clone, Debug)]
pub struct RatingRule {
    /// The levels of the scale.
    pub levels: RangeInclusive<i32>,
    /// This level and those below it need a comment.
    pub comment_required_at_or_below: Option<i32>,
}

/// A condition whose earlier item has been found.
#[derive(Clone, Debug)]
pub struct PublishedCondition {
    /// The position of the earlier item among all items.
    pub position: usize,
    /// What its answer must be.
    pub test: Test,
}

/// One rating with everything that its score depends on.
#[derive(Clone, Copy, Debug)]
pub struct RatingItem<'a> {
    /// The dimension that it belongs to.
    pub dimension: &'a Dimension,
    /// The item.
    pub item: &'a Item,
    /// The share in the dimension, percent.
    pub weight: &'a Decimal,
    /// The scale on which it is rated.
    pub scale: &'a Scale,
}

impl PublishedContent {
    /// The content of a stored published version.
    pub fn read(json: &str) -> Outcome<Self> {
        let content = Document::read(json)?;
        Self::of(content)
            .ok_or_else(|| Failure::internal("a published version that cannot be asked"))
    }

    /// `None` where a rating has no scale or a condition no earlier item.
    pub(super) fn of(content: QuestionnaireContent) -> Option<Self> {
        let mut items = Vec::new();
        let mut positions = HashMap::new();
        for item in content.items() {
            items.push(PublishedItem::of(&content, item, &positions)?);
            positions.insert(item.code.as_str().to_owned(), items.len() - 1);
        }
        Some(Self {
            content,
            items,
            positions,
        })
    }

    /// What is asked, with all its texts.
    pub fn content(&self) -> &QuestionnaireContent {
        &self.content
    }

    /// The items in the order in which they are asked; a position is an index
    /// into them.
    pub fn items(&self) -> &[PublishedItem] {
        &self.items
    }

    /// The position of the item of this code.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.positions.get(code).copied()
    }

    /// The ratings in the order in which they are asked.
    pub fn rating_items(&self) -> impl Iterator<Item = RatingItem<'_>> {
        let content = &self.content;
        content.dimensions.iter().flat_map(move |dimension| {
            dimension.items.iter().filter_map(move |item| {
                Some(RatingItem {
                    dimension,
                    item,
                    weight: item.weight()?,
                    scale: content.scale_of(item)?,
                })
            })
        })
    }
}

impl PublishedItem {
    fn of(
        content: &QuestionnaireContent,
        item: &Item,
        earlier: &HashMap<String, usize>,
    ) -> Option<Self> {
        let ask = match &item.question {
            Question::Rating {
                comment_required_at_or_below: rule,
                ..
            } => {
                let scale = content.scale_of(item)?;
                Ask::Rating(RatingRule {
                    levels: scale.range(),
                    comment_required_at_or_below: rule.or(scale.default_comment_level()),
                })
            }
            Question::SingleChoice { options } => Ask::SingleChoice(codes(options)),
            Question::MultipleChoice { options } => Ask::MultipleChoice(codes(options)),
            Question::Number => Ask::Number,
            Question::Text => Ask::Text,
        };
        let show_when = match &item.show_when {
            None => None,
            Some(condition) => Some(PublishedCondition {
                position: *earlier.get(condition.item.as_str())?,
                test: condition.test.clone(),
            }),
        };
        Some(Self {
            code: item.code.clone(),
            required: item.required,
            allow_not_applicable: item.allow_not_applicable,
            ask,
            show_when,
        })
    }
}

fn codes(options: &[Choice]) -> Vec<Code> {
    options.iter().map(|option| option.code.clone()).collect()
}
