//! Conditions: an item that is asked only after a certain answer to an earlier one.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::{ConditionForm, ItemKind};
use crate::kernel::text::Code;
use crate::kernel::{ErrorCode, Parse, Problem};

/// The answer to an earlier item under which an item is asked. Where the earlier
/// item is itself hidden, left out or answered "not applicable", it is not asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The earlier item.
    pub item: Code,
    /// What its answer must be.
    #[serde(flatten)]
    pub test: Test,
}

/// What the answer to the earlier item must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Test {
    /// A rating of this level or below.
    AtOrBelow(i32),
    /// A rating of this level or above.
    AtOrAbove(i32),
    /// This option is chosen, alone or among others.
    Choice(Code),
}

/// What is known of an earlier item while a form is read. Parts that could not be
/// read are unknown, and nothing is said against a condition because of them.
pub(super) struct EarlierItem {
    pub(super) code: Code,
    pub(super) kind: ItemKind,
    /// The levels, of a rating.
    pub(super) levels: Option<RangeInclusive<i32>>,
    /// The codes of the options, of a choice.
    pub(super) options: Option<Vec<Code>>,
}

impl Condition {
    /// Reads a condition from the object that `parse` stands at; it may refer to
    /// `earlier` items only, so that no item waits for itself.
    pub(super) fn read(
        parse: &mut Parse,
        form: &ConditionForm,
        earlier: &[EarlierItem],
    ) -> Option<Self> {
        let choice = match &form.choice {
            Some(choice) => Some(Test::Choice(parse.field("choice", Code::parse(choice))?)),
            None => None,
        };
        let mut tests = form
            .at_or_below
            .map(Test::AtOrBelow)
            .into_iter()
            .chain(form.at_or_above.map(Test::AtOrAbove))
            .chain(choice);
        let (Some(test), None) = (tests.next(), tests.next()) else {
            parse.push_here(not_one_test());
            return None;
        };
        let item = parse.field("item", Code::parse(&form.item))?;
        let Some(found) = earlier.iter().find(|it| it.code == item) else {
            parse.push("item", not_earlier());
            return None;
        };
        if let Some(problem) = test.problem(found) {
            parse.push(test.field(), problem);
        }
        Some(Self { item, test })
    }
}

impl Test {
    /// The name of the field that holds the test.
    pub(super) fn field(&self) -> &'static str {
        match self {
            Self::AtOrBelow(_) => "atOrBelow",
            Self::AtOrAbove(_) => "atOrAbove",
            Self::Choice(_) => "choice",
        }
    }

    /// What is wrong with this test of the answer to `earlier`.
    pub(super) fn problem(&self, earlier: &EarlierItem) -> Option<Problem> {
        match self {
            Self::AtOrBelow(level) | Self::AtOrAbove(level) => match earlier.kind {
                ItemKind::Rating => earlier
                    .levels
                    .as_ref()
                    .filter(|levels| !levels.contains(level))
                    .map(level_outside),
                _ => Some(wrong_kind("a rating", "评分项")),
            },
            Self::Choice(code) => match earlier.kind {
                ItemKind::SingleChoice | ItemKind::MultipleChoice => {
                    let options = earlier.options.as_ref();
                    options
                        .filter(|options| !options.contains(code))
                        .map(|_| no_such_option())
                }
                _ => Some(wrong_kind("a choice", "选择项")),
            },
        }
    }
}

fn not_one_test() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "A condition has exactly one of \"atOrBelow\", \"atOrAbove\" and \"choice\".",
        "显示条件须且只能给出“atOrBelow”“atOrAbove”“choice”之一。",
    )
}

pub(super) fn not_earlier() -> Problem {
    Problem::new(
        ErrorCode::UnknownItem,
        "No item before this one has that code; a condition looks back only.",
        "此项之前没有该编码的测评项；条件只能引用前面的测评项。",
    )
}

fn wrong_kind(english: &str, chinese: &str) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("This test needs an item that is {english}."),
        format!("该条件只能引用{chinese}。"),
    )
}

fn level_outside(levels: &RangeInclusive<i32>) -> Problem {
    let (min, max) = (levels.start(), levels.end());
    Problem::new(
        ErrorCode::OutOfRange,
        format!("The scale of that item has the levels {min} to {max}."),
        format!("该测评项的标度为 {min} 至 {max} 级。"),
    )
}

fn no_such_option() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "That item has no option of this code.",
        "该测评项没有此编码的选项。",
    )
}
