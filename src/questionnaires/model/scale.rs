//! Scales: consecutive integer levels with labels, the lowest the worst.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::wording::{LABEL, Wording};
use super::{LanguageTag, LevelForm, ScaleForm};
use crate::kernel::{Decimal, ErrorCode, Parse, Problem};

/// Fewest levels of a scale.
const FEWEST_LEVELS: usize = 2;
/// Most levels of a scale: 0 to 100.
const MOST_LEVELS: usize = 101;
/// Levels lie between 0 and this: an index is a share of the highest level, and a
/// level below nothing would be one below 0.
const HIGHEST_LEVEL: i32 = 1000;
/// The length of the scale whose two lowest marks need a reason by default.
const GRADED_LEVELS: usize = 5;

/// Consecutive integer levels, each with a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scale {
    levels: Vec<Level>,
    neutral_point: Decimal,
}

/// One level of a scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// The number that is scored.
    pub level: i32,
    /// What people read.
    pub label: Wording,
}

impl Scale {
    /// The same scale with its labels in `language` as far as there are translations.
    pub(super) fn spoken_in(&self, language: &LanguageTag) -> Self {
        let levels = self.levels.iter().map(|level| Level {
            level: level.level,
            label: level.label.spoken_in(language),
        });
        Self {
            levels: levels.collect(),
            neutral_point: self.neutral_point.clone(),
        }
    }

    /// The levels, the worst first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// What a missing rating counts as.
    pub fn neutral_point(&self) -> &Decimal {
        &self.neutral_point
    }

    /// The worst level.
    pub fn min(&self) -> i32 {
        self.levels.first().map_or(0, |level| level.level)
    }

    /// The best level.
    pub fn max(&self) -> i32 {
        self.levels.last().map_or(0, |level| level.level)
    }

    /// All levels, by their numbers.
    pub fn range(&self) -> RangeInclusive<i32> {
        self.min()..=self.max()
    }

    /// The highest level that needs a comment where the item says nothing: the
    /// two lowest of five levels are bad marks (D and E). A scale of another
    /// length has no such custom, so there the author decides.
    pub fn default_comment_level(&self) -> Option<i32> {
        (self.levels.len() == GRADED_LEVELS).then(|| self.min() + 1)
    }

    /// What is wrong with requiring comments at `level` and below. The number just
    /// under the worst level is allowed: it means that no level needs one.
    pub(super) fn comment_rule_problem(&self, level: i32) -> Option<Problem> {
        let (never, max) = (self.min() - 1, self.max());
        (!(never..=max).contains(&level)).then(|| {
            Problem::new(
                ErrorCode::OutOfRange,
                format!(
                    "The scale has the levels {} to {max}; {never} means that no level needs a comment.",
                    self.min()
                ),
                format!("标度为 {} 至 {max} 级；填 {never} 表示任何等级都不要求说明。", self.min()),
            )
        })
    }

    /// Reads a scale from the object that `parse` stands at.
    pub(super) fn read(parse: &mut Parse, first: &LanguageTag, form: ScaleForm) -> Option<Self> {
        let typed = parse.optional("neutralPoint", form.neutral_point);
        let levels = read_levels(parse, first, form.levels)?;
        let (min, max) = (levels.first()?.level, levels.last()?.level);
        let neutral_point = match typed? {
            None => middle(min, max)?,
            Some(point) => {
                let inside = Decimal::from(i64::from(min)) <= point
                    && point <= Decimal::from(i64::from(max));
                if !inside {
                    parse.push("neutralPoint", outside(min, max));
                }
                point
            }
        };
        Some(Self {
            levels,
            neutral_point,
        })
    }
}

fn read_levels(
    parse: &mut Parse,
    first: &LanguageTag,
    forms: Vec<LevelForm>,
) -> Option<Vec<Level>> {
    let count = forms.len();
    let mut seen = BTreeSet::new();
    let levels = parse.list("levels", forms, MOST_LEVELS, |parse, form| {
        if !(0..=HIGHEST_LEVEL).contains(&form.level) {
            parse.push("level", outside(0, HIGHEST_LEVEL));
        } else if !seen.insert(form.level) {
            parse.push("level", twice(form.level));
        }
        let label = LABEL.read(parse, first, &form.label, form.translations);
        Some(Level {
            level: form.level,
            label: label?,
        })
    });
    if count < FEWEST_LEVELS {
        parse.push("levels", too_few());
    }
    if let (Some(min), Some(max)) = (seen.first(), seen.last())
        && let Some(missing) = (*min..=*max).find(|level| !seen.contains(level))
    {
        parse.push("levels", gap(missing));
    }
    let mut levels = levels?;
    levels.sort_by_key(|level| level.level);
    Some(levels)
}

/// The middle of the scale, a whole number or a half.
fn middle(min: i32, max: i32) -> Option<Decimal> {
    let tenths = (i64::from(min) + i64::from(max)) * 5;
    let sign = if tenths < 0 { "-" } else { "" };
    let size = tenths.abs();
    format!("{sign}{}.{}", size / 10, size % 10).parse().ok()
}

fn outside(min: i32, max: i32) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("This is not between {min} and {max}."),
        format!("该值不在 {min} 与 {max} 之间。"),
    )
}

fn twice(level: i32) -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        format!("The scale has level {level} twice."),
        format!("标度中等级 {level} 重复。"),
    )
}

fn gap(missing: i32) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("The levels of a scale are consecutive whole numbers; level {missing} is missing."),
        format!("标度的等级必须是连续整数；缺少等级 {missing}。"),
    )
}

fn too_few() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("A scale has {FEWEST_LEVELS} to {MOST_LEVELS} levels."),
        format!("标度须有 {FEWEST_LEVELS} 至 {MOST_LEVELS} 个等级。"),
    )
}
