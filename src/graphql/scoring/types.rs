//! Scores as the API shows them.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};

use super::ScoringLoaders;
use super::external::{ExternalScore, ScoreSides};
use super::passport::{Passport, ScoreStatistics};
use super::sheets::{ScoreComment, comments_of};
use crate::graphql::access::{Account, account};
use crate::graphql::base::{
    Connection, Decimal, Moment, connection, loaded, page, page_cost, page_size, signed_in,
    wants_total,
};
use crate::graphql::cycles::{Cycle, cycle};
use crate::graphql::org::{Department, department};
use crate::kernel::ids::DepartmentId;
use crate::{cycles, scoring};

/// How a list of scores is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub(crate) enum ScoreOrder {
    /// The highest index first; scores without an index last.
    #[default]
    IndexDesc,
    /// The lowest index first; scores without an index before them.
    IndexAsc,
}

/// A list of scores: of a cycle, or of a department over the cycles.
pub(crate) type ScoreConnection = Connection<Score>;

/// One revision of the score of a department in a cycle. Published scores: HR,
/// executives and auditors all, managers their own subtree, employees their own
/// departments. Before publication: HR.
#[derive(Clone)]
pub(crate) struct Score(pub(crate) scoring::Score);

impl From<scoring::Score> for Score {
    fn from(score: scoring::Score) -> Self {
        Self(score)
    }
}

/// One revision of the score of a department in a cycle. Published scores: HR,
/// executives and auditors all, managers their own subtree, employees their own
/// departments. Before publication: HR.
#[Object]
impl Score {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The cycle.
    async fn cycle(&self, context: &Context<'_>) -> Result<Option<Cycle>> {
        cycle(context, self.0.cycle_id).await
    }

    /// The assessed department, as it is named today.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// 1, and one more for each correction after publication.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Why there is a revision after the first.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The satisfaction index, 0 to 100 with two places. Null without a valid response, and
    /// where it would speak for fewer people than the smallest group that a confidential
    /// or anonymous cycle shows.
    async fn index(&self) -> Option<Decimal> {
        self.0.headline.index.as_deref().map(Decimal::published)
    }

    /// Valid responses whose index reaches the threshold, per cent with two places; null as
    /// `index`.
    async fn satisfaction_rate(&self) -> Option<Decimal> {
        self.0
            .headline
            .satisfaction_rate
            .as_deref()
            .map(Decimal::published)
    }

    /// The share of assessor weight with a valid response, per cent with two places; where
    /// customers alone were asked, the share of the frame. So are `satisfactionRate`, `counts`
    /// and `byDimension`: those of other departments, or of the customers where they alone
    /// were asked; `external` has the customers' in any case.
    async fn coverage(&self) -> Decimal {
        Decimal::published(&self.0.headline.coverage)
    }

    /// Whether the coverage is below the policy's minimum; with an index it is ranked all
    /// the same.
    async fn provisional(&self) -> bool {
        self.0.headline.provisional
    }

    /// 1, 1, 3 by exact index. Null without an index that all may see, for managers until HR
    /// opens the ranking, and for employees.
    async fn rank(&self) -> Option<i32> {
        self.0.headline.rank
    }

    /// What was to be reached, 0 to 100, on the measure that the cycle's scoring says.
    async fn target(&self) -> Option<Decimal> {
        self.0
            .headline
            .target
            .as_ref()
            .map(|target| Decimal::from(&target.value))
    }

    /// Whether the target is reached; null without a target or a figure.
    async fn target_met(&self) -> Option<bool> {
        self.0
            .headline
            .target
            .as_ref()
            .and_then(|target| target.met)
    }

    /// How many were asked, answered, and count.
    async fn counts(&self) -> ScoreCounts {
        let headline = &self.0.headline;
        ScoreCounts {
            assigned: headline.assigned,
            responded: headline.responded,
            valid: headline.valid,
            invalid: headline.invalid,
        }
    }

    /// What each assessing department contributed, by code. Empty for viewers who see
    /// the score only because the ranking is opened.
    async fn by_assessor(&self, context: &Context<'_>) -> Result<Vec<AssessorScore>> {
        let found = context
            .data::<ScoringLoaders>()?
            .assessors
            .one(context, self.0.id)
            .await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(AssessorScore)
            .collect())
    }

    /// The index of each dimension, in the order of the questionnaire. Empty as
    /// `byAssessor`.
    async fn by_dimension(&self, context: &Context<'_>) -> Result<Vec<DimensionScore>> {
        let found = context
            .data::<ScoringLoaders>()?
            .dimensions
            .one(context, self.0.id)
            .await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(DimensionScore)
            .collect())
    }

    /// Figures over single answer sheets. Null for viewers who see the score only
    /// because the ranking is opened.
    async fn statistics(&self, context: &Context<'_>) -> Result<Option<ScoreStatistics>> {
        let found = context
            .data::<ScoringLoaders>()?
            .details
            .one(context, self.0.id)
            .await?;
        Ok(found.map(ScoreStatistics))
    }

    /// How what other departments said and what customers said make the index; null where
    /// customers were not asked, and as `statistics`.
    async fn sides(&self, context: &Context<'_>) -> Result<Option<ScoreSides>> {
        let found = context
            .data::<ScoringLoaders>()?
            .details
            .one(context, self.0.id)
            .await?;
        Ok(found.and_then(|opened| opened.details.sides.as_ref().map(Into::into)))
    }

    /// What customers said; null where they were not asked, and as `statistics`.
    async fn external(&self, context: &Context<'_>) -> Result<Option<ExternalScore>> {
        let found = context
            .data::<ScoringLoaders>()?
            .details
            .one(context, self.0.id)
            .await?;
        Ok(found.and_then(ExternalScore::of))
    }

    /// What the score rests on, and the hash that proves it.
    async fn passport(&self, context: &Context<'_>) -> Result<Passport> {
        let opened = context
            .data::<ScoringLoaders>()?
            .details
            .one(context, self.0.id)
            .await?;
        Ok(Passport {
            score: self.0.clone(),
            opened,
        })
    }

    /// What the head of the department says about this revision, oldest first.
    async fn explanations(&self, context: &Context<'_>) -> Result<Vec<ScoreExplanation>> {
        let found = context
            .data::<ScoringLoaders>()?
            .explanations
            .one(context, self.0.id)
            .await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(ScoreExplanation)
            .collect())
    }

    /// What was written about the department, by item. Null before publication, where fewer
    /// people answered than the cycle's smallest group, and as `statistics`. At most 100 at
    /// a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn comments(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<ScoreComment>>> {
        comments_of(context, self, first, after).await
    }

    /// All revisions of this score, oldest first.
    async fn revisions(&self, context: &Context<'_>) -> Result<Vec<Score>> {
        let operation = signed_in(context)?;
        let found = scoring::revisions_of(operation, self.0.cycle_id, self.0.department_id).await;
        Ok(loaded(context, found)?.into_iter().map(Score).collect())
    }

    /// When it was computed.
    async fn computed_at(&self) -> Moment {
        self.0.computed_at.into()
    }

    /// When it became public, or null.
    async fn published_at(&self) -> Option<Moment> {
        self.0.published_at.map(Into::into)
    }

    /// When a later revision took its place, or null for the current one.
    async fn superseded_at(&self) -> Option<Moment> {
        self.0.superseded_at.map(Into::into)
    }
}

/// How many were asked, answered, and count.
#[derive(SimpleObject)]
pub(crate) struct ScoreCounts {
    /// Evaluators who were asked.
    assigned: i32,
    /// Responses received.
    responded: i32,
    /// Responses that are scored; null as `Score.index` where too few answered.
    valid: Option<i32>,
    /// Responses that are counted and not scored; null as `valid`.
    invalid: Option<i32>,
}

/// What one assessing department contributed to a score.
pub(crate) struct AssessorScore(scoring::AssessorShare);

/// What one assessing department contributed to a score.
#[Object]
impl AssessorScore {
    /// The assessing department.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// Its weight, relative to the other assessors; six places where a selector's weight
    /// was shared and does not end.
    async fn weight(&self) -> Decimal {
        Decimal::published(cycles::weight_text(&self.0.weight))
    }

    /// The mean index of its valid responses, two places. Null without one, and where
    /// the cycle's promise hides it.
    async fn index(&self) -> Option<Decimal> {
        self.0
            .index
            .as_ref()
            .map(|index| Decimal::published(&index.published))
    }

    /// Evaluators who were asked.
    async fn assigned(&self) -> i32 {
        self.0.assigned
    }

    /// Responses that are scored; null where the cycle's promise hides the index.
    async fn valid(&self) -> Option<i32> {
        self.0.valid
    }

    /// Responses that are counted and not scored; null as `valid`.
    async fn invalid(&self) -> Option<i32> {
        self.0.invalid
    }
}

/// The index of one dimension of a score.
pub(crate) struct DimensionScore(scoring::DimensionIndex);

/// The index of one dimension of a score.
#[Object]
impl DimensionScore {
    /// The code, the same in every version of the questionnaire.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What it was called.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its share of the index, per cent.
    async fn weight(&self) -> Decimal {
        Decimal::from(&self.0.weight)
    }

    /// The index over its items, 0 to 100 with two places. Null without an answer, and where
    /// a confidential or anonymous cycle hides it: too few people answered, or some of
    /// them were not asked every item.
    async fn index(&self) -> Option<Decimal> {
        self.0
            .index
            .as_ref()
            .map(|index| Decimal::published(&index.published))
    }
}

/// What a head says about a score revision.
pub(crate) struct ScoreExplanation(scoring::Explanation);

/// What a head says about a score revision.
#[Object]
impl ScoreExplanation {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What it says.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// Who wrote it; null for those who may not see accounts.
    async fn author(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, Some(self.0.account_id)).await
    }

    /// When.
    async fn written_at(&self) -> Moment {
        self.0.written_at.into()
    }
}

/// The connection of the scores of a cycle.
pub(crate) async fn scores_of_cycle(
    context: &Context<'_>,
    cycle: &cycles::Cycle,
    order: ScoreOrder,
    first: i32,
    after: Option<String>,
) -> Result<ScoreConnection> {
    let operation = signed_in(context)?;
    let page = page(context, first, after.as_deref())?;
    let order = match order {
        ScoreOrder::IndexDesc => scoring::ScoreOrder::IndexDescending,
        ScoreOrder::IndexAsc => scoring::ScoreOrder::IndexAscending,
    };
    let found = scoring::scores_of_cycle(operation, cycle, order, page).await;
    let total = if wants_total(context) {
        Some(scoring::score_count_of_cycle(operation, cycle).await)
    } else {
        None
    };
    connection(
        context,
        found,
        total,
        |score| (score.headline.index_order, score.id),
        Score,
    )
}

/// The connection of the last scores of a department, the newest last.
pub(crate) async fn trend(
    context: &Context<'_>,
    id: DepartmentId,
    last: i32,
) -> Result<ScoreConnection> {
    let operation = signed_in(context)?;
    let found = scoring::trend_of(operation, id, page_size(context, "last", last)?).await;
    let total = if wants_total(context) {
        Some(scoring::trend_count_of(operation, id).await)
    } else {
        None
    };
    let key = |score: &scoring::Score| (score.headline.index_order, score.id);
    connection(context, found, total, key, Score).map(Connection::read_backwards)
}
