//! The figures of a score that a frontend opens one score at a time: statistics and
//! what the passport names. Stored as one document with the score.

use serde::{Deserialize, Serialize};

use super::score::published;
use super::{ExternalFigures, Sides};
use crate::engine::{DepartmentScore, ItemScore, LevelDistribution, ResponseCounts};
use crate::kernel::exact::Exact;

/// Places of figures that have a root in them.
const ROOT_PLACES: u32 = 6;

/// What a score rests on, beside its headline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Figures over single answer sheets.
    pub statistics: Statistics,
    /// How many responses were invalid, by reason.
    pub invalid_by_reason: Vec<NamedCount>,
    /// Valid responses in which a missing rating counted as neutral.
    pub imputed_responses: u64,
    /// Missing ratings that counted as neutral.
    pub imputed_ratings: u64,
    /// The questionnaire versions that were asked.
    pub questionnaires: Vec<QuestionnaireUsed>,
    /// SHA-256 over the matrix of the cycle, in hexadecimal.
    pub matrix_sha256: String,
    /// The canonical text of the policy.
    pub policy: String,
    /// Sheets that went into the hash of the inputs.
    pub sheets: u64,
    /// Each item by itself.
    pub items: Vec<ItemFigures>,
    /// The two sides of the score, where customers were asked too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sides: Option<Sides>,
    /// What customers said, where a survey plan asked them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<ExternalFigures>,
}

/// Figures over the valid answer sheets, each counting one. Texts are as published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// The plain mean of the sheets' indices.
    pub mean: Option<String>,
    /// Their sample standard deviation, six places; `None` below two sheets.
    pub standard_deviation: Option<String>,
    /// Responses received per evaluator who was asked, per cent.
    pub response_rate: Option<String>,
    /// How often each level was given, where all items stand on one scale.
    pub levels: Vec<LevelCount>,
    /// Share of the two best levels, per cent.
    pub top_two_box: Option<String>,
}

/// How often a level was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelCount {
    /// The level.
    pub level: i32,
    /// Answers.
    pub count: u64,
    /// Share of all answers, per cent.
    pub share: String,
}

/// How many there are of something named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedCount {
    /// The name.
    pub name: String,
    /// How many.
    pub count: u64,
}

/// A questionnaire version that was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionnaireUsed {
    /// The code of the questionnaire.
    pub code: String,
    /// The number of the version.
    pub number: u32,
    /// SHA-256 over the content, in hexadecimal.
    pub content_sha256: String,
}

/// How one item was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFigures {
    /// The dimension's code.
    pub dimension: String,
    /// The item's code.
    pub code: String,
    /// How often each level was given.
    pub levels: Vec<LevelCount>,
    /// Share of the two best levels, per cent.
    pub top_two_box: Option<String>,
    /// Net promoter score, −100 to 100, where the scale is 0 to 10.
    pub net_promoter_score: Option<String>,
    /// Missing ratings that counted as neutral.
    pub imputed: u64,
    /// Answers "not applicable".
    pub not_applicable: u64,
}

impl Details {
    /// The details of a computed score.
    pub fn of(score: &DepartmentScore) -> Self {
        let questionnaires = score
            .passport
            .questionnaires
            .iter()
            .map(|(reference, hash)| QuestionnaireUsed {
                code: reference.code.clone(),
                number: reference.version,
                content_sha256: hash.clone(),
            });
        let invalid = score.counts.invalid.iter();
        Self {
            statistics: statistics(
                score.mean.as_ref(),
                score.standard_deviation.as_ref(),
                &score.counts,
                score.levels.as_ref(),
            ),
            invalid_by_reason: invalid
                .map(|(reason, count)| NamedCount {
                    name: reason.code().to_owned(),
                    count: *count,
                })
                .collect(),
            imputed_responses: score.counts.imputed_responses,
            imputed_ratings: score.counts.imputed_ratings,
            questionnaires: questionnaires.collect(),
            matrix_sha256: score.passport.matrix_digest.clone(),
            policy: score.passport.policy.clone(),
            sheets: score.passport.sheets,
            items: score.items.iter().map(item).collect(),
            sides: Sides::of(score),
            external: score.external.as_ref().map(ExternalFigures::of),
        }
    }
}

/// Figures over valid answer sheets.
pub(super) fn statistics(
    mean: Option<&Exact>,
    standard_deviation: Option<&Exact>,
    counts: &ResponseCounts,
    of_levels: Option<&LevelDistribution>,
) -> Statistics {
    Statistics {
        mean: mean.map(published),
        standard_deviation: standard_deviation.map(|value| value.rounded(ROOT_PLACES)),
        response_rate: counts.response_rate().as_ref().map(published),
        levels: of_levels.map(levels).unwrap_or_default(),
        top_two_box: of_levels
            .and_then(LevelDistribution::top_two_box)
            .as_ref()
            .map(published),
    }
}

impl Details {
    /// The details without what speaks for single sheets.
    #[must_use]
    pub fn without_sheet_figures(mut self) -> Self {
        self.statistics = Statistics {
            response_rate: self.statistics.response_rate,
            ..Statistics::default()
        };
        self.invalid_by_reason.clear();
        self.imputed_responses = 0;
        self.imputed_ratings = 0;
        self.items.clear();
        self
    }

    /// The details without the items, if one of them was rated by fewer than `least`
    /// people: hidden alone, it could be had from the levels of all and of the others.
    #[must_use]
    pub fn without_items_of_fewer_than(mut self, least: u64) -> Self {
        let few = |item: &ItemFigures| {
            let rated: u64 = item.levels.iter().map(|level| level.count).sum();
            (1..least).contains(&rated)
        };
        if self.items.iter().any(few) {
            self.items.clear();
        }
        self
    }
}

pub(super) fn item(item: &ItemScore) -> ItemFigures {
    ItemFigures {
        dimension: item.dimension.clone(),
        code: item.code.clone(),
        levels: levels(&item.levels),
        top_two_box: item.levels.top_two_box().as_ref().map(published),
        net_promoter_score: item.levels.net_promoter_score().as_ref().map(published),
        imputed: item.imputed,
        not_applicable: item.not_applicable,
    }
}

fn levels(distribution: &LevelDistribution) -> Vec<LevelCount> {
    distribution
        .counts()
        .map(|(level, count)| {
            let share = distribution.share(level).unwrap_or_else(Exact::zero);
            LevelCount {
                level,
                count,
                share: published(&share),
            }
        })
        .collect()
}
