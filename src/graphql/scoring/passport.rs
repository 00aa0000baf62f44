//! What a score rests on, as the API shows it.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use crate::graphql::base::Decimal;
use crate::scoring;

/// What a score rests on: enough to compute it again and to compare.
pub(crate) struct Passport {
    pub(super) score: scoring::Score,
    pub(super) opened: Option<Arc<scoring::OpenedDetails>>,
}

/// What a score rests on: enough to compute it again and to compare.
#[Object]
impl Passport {
    /// The number of the scoring policy version.
    async fn policy_version(&self) -> i32 {
        self.score.policy_number
    }

    /// The rules of that version, canonical. Null where the score cannot be opened.
    async fn policy(&self) -> Option<&str> {
        self.details().map(|details| details.policy.as_str())
    }

    /// SHA-256 over the canonical inputs, hexadecimal: the same inputs give the same
    /// hash on every database and in any order of arrival. Null where the score cannot be
    /// opened; and for a viewer who may not read the sheets where the cycle promised more
    /// than attribution, or a stratum of customers has fewer answers than the smallest
    /// group: a few sheets can be guessed until the hash fits.
    async fn inputs_sha256(&self) -> Option<&str> {
        let proof = self.opened.as_ref().is_some_and(|opened| opened.proof);
        proof.then_some(self.score.inputs_sha256.as_str())
    }

    /// SHA-256 over the matrix of the cycle, hexadecimal.
    async fn matrix_sha256(&self) -> Option<&str> {
        self.details().map(|details| details.matrix_sha256.as_str())
    }

    /// How many answer sheets went into the hash, invalid ones too.
    async fn sheets(&self) -> Option<u64> {
        self.details().map(|details| details.sheets)
    }

    /// The questionnaire versions that were asked.
    async fn questionnaires(&self) -> Vec<QuestionnaireUsed> {
        let used = self
            .details()
            .into_iter()
            .flat_map(|details| &details.questionnaires);
        used.map(|used| QuestionnaireUsed {
            code: used.code.clone(),
            number: used.number,
            content_sha256: used.content_sha256.clone(),
        })
        .collect()
    }

    /// Responses that are counted and not scored, by reason. Null where too few people
    /// answered.
    async fn invalid_by_reason(&self) -> Option<Vec<ReasonCount>> {
        let reasons = self.of_sheets()?.invalid_by_reason.iter();
        let counted = reasons.map(|reason| ReasonCount {
            reason: reason.name.clone(),
            count: reason.count,
        });
        Some(counted.collect())
    }

    /// Valid responses in which a missing rating counted as neutral. Null where too few
    /// people answered.
    async fn imputed_responses(&self) -> Option<u64> {
        self.of_sheets().map(|details| details.imputed_responses)
    }

    /// Missing ratings that counted as neutral. Null where too few people answered.
    async fn imputed_ratings(&self) -> Option<u64> {
        self.of_sheets().map(|details| details.imputed_ratings)
    }
}

impl Passport {
    fn details(&self) -> Option<&scoring::Details> {
        self.opened.as_ref().map(|opened| &opened.details)
    }

    /// The details, where figures over single sheets are shown.
    fn of_sheets(&self) -> Option<&scoring::Details> {
        let opened = self.opened.as_ref().filter(|opened| opened.sheet_figures);
        opened.map(|opened| &opened.details)
    }
}

/// A questionnaire version that a score rests on.
#[derive(SimpleObject)]
pub(crate) struct QuestionnaireUsed {
    /// The code of the questionnaire.
    code: String,
    /// The number of the version.
    number: u32,
    /// SHA-256 over its content, hexadecimal.
    content_sha256: String,
}

/// How many responses a reason made invalid.
#[derive(SimpleObject)]
pub(crate) struct ReasonCount {
    /// The reason, such as `TOO_MANY_MISSING`.
    pub(super) reason: String,
    /// How many.
    pub(super) count: u64,
}

/// Figures over single answer sheets, each valid one counting one. What could point
/// to one person is null or empty where fewer answered than the cycle's smallest group.
pub(crate) struct ScoreStatistics(pub(super) Arc<scoring::OpenedDetails>);

/// Figures over single answer sheets, each valid one counting one. What could point
/// to one person is null or empty where fewer answered than the cycle's smallest group.
#[Object]
impl ScoreStatistics {
    /// The plain mean of the sheets' indices, two places; assessor weights do not count.
    async fn mean(&self) -> Option<Decimal> {
        self.0
            .details
            .statistics
            .mean
            .as_deref()
            .map(Decimal::published)
    }

    /// Their sample standard deviation, six places.
    async fn standard_deviation(&self) -> Option<Decimal> {
        self.0
            .details
            .statistics
            .standard_deviation
            .as_deref()
            .map(Decimal::published)
    }

    /// Responses received per evaluator who was asked, per cent with two places.
    async fn response_rate(&self) -> Option<Decimal> {
        self.0
            .details
            .statistics
            .response_rate
            .as_deref()
            .map(Decimal::published)
    }

    /// The share of the two best levels, per cent with two places.
    async fn top_two_box(&self) -> Option<Decimal> {
        self.0
            .details
            .statistics
            .top_two_box
            .as_deref()
            .map(Decimal::published)
    }

    /// How often each level was given, where all items stand on one scale.
    async fn levels(&self) -> Vec<LevelShare> {
        self.0
            .details
            .statistics
            .levels
            .iter()
            .map(LevelShare::of)
            .collect()
    }

    /// Each item by itself.
    async fn items(&self) -> Vec<ItemStatistics> {
        self.0.details.items.iter().map(Into::into).collect()
    }
}

/// How often a level was given.
#[derive(SimpleObject)]
pub(crate) struct LevelShare {
    /// The level.
    level: i32,
    /// Answers.
    count: u64,
    /// Share of all answers, per cent with two places.
    share: Decimal,
}

impl LevelShare {
    fn of(level: &scoring::LevelCount) -> Self {
        Self {
            level: level.level,
            count: level.count,
            share: Decimal::published(&level.share),
        }
    }
}

/// How one item was answered.
#[derive(SimpleObject)]
pub(crate) struct ItemStatistics {
    /// The code of the dimension.
    dimension: String,
    /// The code of the item.
    code: String,
    /// How often each level was given.
    levels: Vec<LevelShare>,
    /// The share of the two best levels, per cent with two places.
    top_two_box: Option<Decimal>,
    /// Net promoter score, −100 to 100, where the scale is 0 to 10.
    net_promoter_score: Option<Decimal>,
    /// Missing ratings that counted as neutral.
    imputed: u64,
    /// Answers "not applicable".
    not_applicable: u64,
}

impl From<&scoring::ItemFigures> for ItemStatistics {
    fn from(item: &scoring::ItemFigures) -> Self {
        Self {
            dimension: item.dimension.clone(),
            code: item.code.clone(),
            levels: item.levels.iter().map(LevelShare::of).collect(),
            top_two_box: item.top_two_box.as_deref().map(Decimal::published),
            net_promoter_score: item.net_promoter_score.as_deref().map(Decimal::published),
            imputed: item.imputed,
            not_applicable: item.not_applicable,
        }
    }
}

/// Figures over valid answer sheets, each counting one. Null or empty where fewer people
/// answered than may be shown as a group.
#[derive(SimpleObject)]
pub(crate) struct SheetStatistics {
    /// The plain mean of the sheets' indices, two places; strata do not count.
    mean: Option<Decimal>,
    /// Their sample standard deviation, six places.
    standard_deviation: Option<Decimal>,
    /// Answers received per invited contact, per cent with two places.
    response_rate: Option<Decimal>,
    /// The share of the two best levels, per cent with two places.
    top_two_box: Option<Decimal>,
    /// How often each level was given, where all items stand on one scale.
    levels: Vec<LevelShare>,
}

impl From<&scoring::Statistics> for SheetStatistics {
    fn from(statistics: &scoring::Statistics) -> Self {
        let figure = |text: &Option<String>| text.as_deref().map(Decimal::published);
        Self {
            mean: figure(&statistics.mean),
            standard_deviation: figure(&statistics.standard_deviation),
            response_rate: figure(&statistics.response_rate),
            top_two_box: figure(&statistics.top_two_box),
            levels: statistics.levels.iter().map(LevelShare::of).collect(),
        }
    }
}
