//! The company, its legal entities and its calendar as the API shows them.

use async_graphql::{Context, ID, Object, Result};

use crate::graphql::base::{Date, loaded, signed_in};
use crate::kernel::Parse;
use crate::org;

/// The company as a whole. ADMIN, HR, EXECUTIVE and AUDITOR may read it.
pub(crate) struct Company(pub(crate) org::Company);

impl From<org::Company> for Company {
    fn from(company: org::Company) -> Self {
        Self(company)
    }
}

/// The company as a whole. ADMIN, HR, EXECUTIVE and AUDITOR may read it.
#[Object]
impl Company {
    /// What it is called.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The time zone in which its days begin, such as `Asia/Shanghai`.
    async fn time_zone(&self) -> &str {
        self.0.time_zone.name()
    }

    /// Its languages as tags such as `zh`; the first is that of texts without translation.
    async fn languages(&self) -> &[String] {
        &self.0.languages
    }

    /// The month, 1 to 12, in which its fiscal year begins.
    async fn fiscal_year_start_month(&self) -> i32 {
        self.0.fiscal_year_start_month
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Its legal entities, by code.
    async fn legal_entities(&self, context: &Context<'_>) -> Result<Vec<LegalEntity>> {
        let found = loaded(context, org::legal_entities(signed_in(context)?).await)?;
        Ok(found.into_iter().map(LegalEntity).collect())
    }

    /// The days from `from` to `until`, both inclusive, that differ from the pattern of
    /// the week: public holidays, and weekend days worked to make up for them. At most
    /// three years at a time.
    async fn calendar_days(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The first day.")] from: Date,
        #[graphql(desc = "The last day.")] until: Date,
    ) -> Result<Vec<CalendarDay>> {
        let operation = signed_in(context)?;
        let found = async {
            let mut parse = Parse::arguments();
            let from = parse.field("from", from.parse());
            let until = parse.field("until", until.parse());
            let (from, until) = parse.finish(from.zip(until))?;
            org::calendar_days(operation, from, until).await
        };
        let found = loaded(context, found.await)?;
        Ok(found.into_iter().map(CalendarDay).collect())
    }
}

/// A legal entity of the company.
pub(crate) struct LegalEntity(pub(crate) org::LegalEntity);

impl From<org::LegalEntity> for LegalEntity {
    fn from(entity: org::LegalEntity) -> Self {
        Self(entity)
    }
}

/// A legal entity of the company.
#[Object]
impl LegalEntity {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people type.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.0.name
    }
}

/// A day that differs from the pattern of the week.
pub(crate) struct CalendarDay(pub(crate) org::CalendarDay);

impl From<org::CalendarDay> for CalendarDay {
    fn from(day: org::CalendarDay) -> Self {
        Self(day)
    }
}

/// A day that differs from the pattern of the week.
#[Object]
impl CalendarDay {
    /// The day.
    async fn day(&self) -> Date {
        self.0.day.into()
    }

    /// True for a weekend day that is worked (调休), false for a weekday that is free.
    async fn working(&self) -> bool {
        self.0.working
    }

    /// Why, such as 国庆节.
    async fn name(&self) -> &str {
        &self.0.name
    }
}
