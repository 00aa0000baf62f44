//! Sheets as the API shows them.

use async_graphql::{Context, ID, Object, Result, SimpleObject, Union};

use super::KpiLoaders;
use super::enums::{KpiGradeSource, KpiSheetState};
use super::lines::{KpiEntry, KpiLine, KpiSheetRevision, KpiStep};
use super::requests::KpiRequest;
use super::schemes::KpiSchemeVersion;
use crate::graphql::base::{
    Connection, Date, Decimal, Moment, connection, page, page_cost, signed_in, wants_total,
};
use crate::graphql::cycles::Period;
use crate::graphql::org::{Department, Employee, department, employee};
use crate::kernel::ids::KpiSheetId;
use crate::kpi::{self, Subject};

/// Who is measured.
#[derive(Union)]
pub(crate) enum KpiSubject {
    /// A department.
    Department(Department),
    /// An employee.
    Employee(Employee),
}

/// A KPI sheet (考核表): one subject's copy of a scheme in one period. HR, executives and
/// auditors; managers those of their subtree; employees their own.
#[derive(Clone)]
pub(crate) struct KpiSheet(pub(crate) kpi::Sheet);

impl From<kpi::Sheet> for KpiSheet {
    fn from(sheet: kpi::Sheet) -> Self {
        Self(sheet)
    }
}

/// A KPI sheet (考核表): one subject's copy of a scheme in one period. HR, executives and
/// auditors; managers those of their subtree; employees their own.
#[Object]
impl KpiSheet {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Where it stands.
    async fn state(&self) -> KpiSheetState {
        self.0.state.into()
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Counts the results: an appeal that is granted makes the next one.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// The total with everything that was adjusted, two places; null while no line has a
    /// score, or one that blocks has none.
    async fn total(&self) -> Option<Decimal> {
        self.0.result.published().map(Decimal::published)
    }

    /// The share of the weight whose lines have a score, in per cent of two places.
    async fn weight_present(&self) -> Decimal {
        Decimal::published(self.0.result.weight_present.clone())
    }

    /// Whether a veto was approved.
    async fn vetoed(&self) -> bool {
        self.0.result.vetoed
    }

    /// Whether a line rests on a score that has a newer revision.
    async fn stale(&self) -> bool {
        self.0.result.stale
    }

    /// The grade; null without a total, and below the lowest band.
    async fn grade(&self) -> Option<KpiGrade> {
        let grade = self.0.result.grade.as_ref()?;
        Some(KpiGrade {
            code: grade.code.clone(),
            coefficient: (&grade.coefficient).into(),
            source: grade.source.into(),
        })
    }

    /// Who is measured.
    async fn subject(&self, context: &Context<'_>) -> Result<Option<KpiSubject>> {
        Ok(match self.0.subject {
            Subject::Department(id) => department(context, Some(id))
                .await?
                .map(KpiSubject::Department),
            Subject::Employee(id) => employee(context, Some(id)).await?.map(KpiSubject::Employee),
        })
    }

    /// Where the subject is; a department itself.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// The days that are measured.
    async fn period(&self) -> Period {
        self.0.period.into()
    }

    /// For how many days of the period it speaks: fewer of a person who changed department.
    async fn days(&self) -> u32 {
        self.0.days
    }

    /// By what it measures.
    async fn scheme_version(&self, context: &Context<'_>) -> Result<Option<KpiSchemeVersion>> {
        let loaders = context.data::<KpiLoaders>()?;
        let id = self.0.scheme_version_id;
        Ok(loaders.versions.one(context, id).await?.map(Into::into))
    }

    /// Its lines, in the order of the tree.
    async fn lines(&self, context: &Context<'_>) -> Result<Vec<KpiLine>> {
        let loaders = context.data::<KpiLoaders>()?;
        let found = loaders.lines.one(context, self.0.id).await?;
        Ok(found.unwrap_or_default().into_iter().map(KpiLine).collect())
    }

    /// The steps that it took, the oldest first.
    async fn history(&self, context: &Context<'_>) -> Result<Vec<KpiStep>> {
        let loaders = context.data::<KpiLoaders>()?;
        let found = loaders.steps.one(context, self.0.id).await?;
        Ok(found.unwrap_or_default().into_iter().map(KpiStep).collect())
    }

    /// Bonus and penalty points and vetoes, whatever became of them, the oldest first.
    async fn adjustments(&self, context: &Context<'_>) -> Result<Vec<KpiRequest>> {
        let loaders = context.data::<KpiLoaders>()?;
        let found = loaders.adjustments.one(context, self.0.id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(KpiRequest)
            .collect())
    }

    /// Its results, the present one first.
    async fn revisions(&self, context: &Context<'_>) -> Result<Vec<KpiSheetRevision>> {
        let loaders = context.data::<KpiLoaders>()?;
        let found = loaders.revisions.one(context, self.0.id).await?;
        let found = found.unwrap_or_default();
        Ok(found.into_iter().map(KpiSheetRevision).collect())
    }

    /// Every figure that was entered, the latest first. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn entries(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Connection<KpiEntry>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = kpi::entries_of(operation, self.0.id, page).await;
        let total = match wants_total(context) {
            true => Some(kpi::entry_count_of(operation, self.0.id).await),
            false => None,
        };
        connection(context, found, total, |it| it.id, KpiEntry)
    }

    /// When it was generated.
    async fn created_at(&self) -> Moment {
        self.0.created_at.into()
    }

    /// When the present revision was published.
    async fn published_at(&self) -> Option<Moment> {
        self.0.published_at.map(Into::into)
    }

    /// The last day on which the subject may appeal; null before publication.
    async fn notice_ends_on(&self, context: &Context<'_>) -> Result<Option<Date>> {
        let Some(published) = self.0.published_at else {
            return Ok(None);
        };
        let loaders = context.data::<KpiLoaders>()?;
        let id = self.0.scheme_version_id;
        let Some(version) = loaders.versions.one(context, id).await? else {
            return Ok(None);
        };
        let zone = signed_in(context)?.time_zone;
        let day = published.with_timezone(&zone).date_naive();
        let key = (day, version.content.appeal_working_days);
        let last = loaders.notice_ends.one(context, key).await?;
        Ok(last.map(Into::into))
    }
}

/// The grade of a sheet.
#[derive(SimpleObject)]
pub(crate) struct KpiGrade {
    /// Which.
    code: String,
    /// What the bonus is multiplied with.
    coefficient: Decimal,
    /// Where it comes from.
    source: KpiGradeSource,
}

/// The sheet with this id, from the loader of the request.
pub(super) async fn sheet(context: &Context<'_>, id: KpiSheetId) -> Result<Option<KpiSheet>> {
    let loaders = context.data::<KpiLoaders>()?;
    Ok(loaders.sheets.one(context, id).await?.map(KpiSheet))
}

/// A row of the bonus table. HR, executives and auditors.
pub(crate) struct KpiBonusRow(pub(super) kpi::Sheet);

/// A row of the bonus table. HR, executives and auditors.
#[Object]
impl KpiBonusRow {
    /// The published sheet.
    async fn sheet(&self) -> KpiSheet {
        KpiSheet(self.0.clone())
    }

    /// What is multiplied; null where none was set.
    async fn base(&self) -> Option<Decimal> {
        self.0.bonus_base.as_ref().map(Into::into)
    }

    /// With what; null without a grade.
    async fn coefficient(&self) -> Option<Decimal> {
        let grade = self.0.result.grade.as_ref()?;
        Some((&grade.coefficient).into())
    }

    /// `base · coefficient`, two places; null where one of them is.
    async fn bonus(&self) -> Option<Decimal> {
        let grade = self.0.result.grade.as_ref()?;
        let bonus = kpi::bonus(self.0.bonus_base.as_ref()?, &grade.coefficient);
        Some(Decimal::published(bonus.rounded(2)))
    }
}
