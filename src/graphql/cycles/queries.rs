//! Reading cycles.

use async_graphql::{Context, InputObject, Object, Result};

use super::Cycle;
use super::enums::{CycleState, PeriodKind};
use crate::cycles;
use crate::graphql::base::{
    Connection, Date, connection, loaded, nullable, page, page_cost, signed_in, wants_total,
};
use crate::kernel::{Failure, Parse};

/// Which cycles a list shall have: those that meet every condition given.
#[derive(Default, InputObject)]
pub(crate) struct CycleFilterInput {
    /// In one of these states.
    states: Option<Vec<CycleState>>,
    /// With a period of this kind.
    period_kind: Option<PeriodKind>,
    /// With a period that ends on this day or later.
    from: Option<Date>,
    /// With a period that starts on this day or earlier.
    until: Option<Date>,
}

impl TryFrom<CycleFilterInput> for cycles::CycleFilter {
    type Error = Failure;

    fn try_from(input: CycleFilterInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("filter");
        let from = parse.optional("from", input.from.map(|day| day.parse()));
        let until = parse.optional("until", input.until.map(|day| day.parse()));
        let (from, until) = parse.finish(from.zip(until))?;
        let states = input.states.unwrap_or_default();
        Ok(Self {
            states: states.into_iter().map(Into::into).collect(),
            period_kind: input.period_kind.map(Into::into),
            from,
            until,
        })
    }
}

#[derive(Default)]
pub(crate) struct CycleQueries;

#[Object]
impl CycleQueries {
    /// The cycle with this code, or null. HR, executives and auditors; from its opening
    /// on also managers and employees.
    async fn cycle(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What people type.")] code: String,
    ) -> Result<Option<Cycle>> {
        let found = cycles::cycle_by_code(signed_in(context)?, &code).await;
        Ok(nullable(context, found)?.map(Cycle))
    }

    /// The cycles, the latest period first, then by code. HR, executives and auditors;
    /// from their opening on also managers and employees. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn cycles(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<CycleFilterInput>,
    ) -> Result<Option<Connection<Cycle>>> {
        let operation = signed_in(context)?;
        let filter = loaded(context, filter.unwrap_or_default().try_into())?;
        let page = page(context, first, after.as_deref())?;
        let found = cycles::cycles(operation, &filter, page).await;
        let total = match wants_total(context) {
            true => Some(cycles::cycle_count(operation, &filter).await),
            false => None,
        };
        connection(context, found, total, cycles::Cycle::key, Cycle).map(Some)
    }
}
