//! Who may ask to leave somebody out, and who may decide about it.

use crate::access::{Action, OpContext, Scope};
use crate::kernel::ids::{AccountId, DepartmentId};
use crate::kernel::{Failure, Outcome, Problem};
use crate::surveys::error;
use crate::surveys::model::{RequestState, Suspension};

/// What the actor, who is about to decide, may see and decide about. Whoever may only ask
/// may try, and is told why it is not for them.
pub(super) struct Decider {
    /// The requests that the actor sees.
    pub(super) sees: Scope,
    decides: Scope,
    /// Who it is.
    pub(super) account: AccountId,
    own_departments: Vec<DepartmentId>,
}

impl Decider {
    /// The actor; FORBIDDEN for those who neither ask nor decide.
    pub(super) async fn of(context: &OpContext) -> Outcome<Self> {
        let asks = context.scope(Action::SurveyExceptionAsk).await?;
        let decides = context.scope(Action::SurveyExceptionDecide).await?;
        if asks.is_empty() && decides.is_empty() {
            return Err(Failure::Forbidden);
        }
        if !decides.is_empty() {
            // Notes on whose behalf it is done.
            context.authorize(Action::SurveyExceptionDecide).await?;
        }
        context.authorize(Action::SurveyExceptionRead).await?;
        Self::with(context, decides).await
    }

    /// The actor, who only looks what there is to decide; `None` for those who decide
    /// nothing.
    pub(super) async fn looking(context: &OpContext) -> Outcome<Option<Self>> {
        let decides = context.scope(Action::SurveyExceptionDecide).await?;
        match decides.is_empty() {
            true => Ok(None),
            false => Self::with(context, decides).await.map(Some),
        }
    }

    async fn with(context: &OpContext, decides: Scope) -> Outcome<Self> {
        let signed_in = context.signed_in()?;
        let own_departments = match signed_in.employee_id {
            Some(employee) => {
                let organisation = &context.platform.organisation;
                let today = context.today();
                organisation
                    .posts_of(context.database(), employee, today)
                    .await?
            }
            None => Vec::new(),
        };
        Ok(Self {
            sees: context.scope(Action::SurveyExceptionRead).await?,
            decides,
            account: signed_in.account_id,
            own_departments,
        })
    }

    /// Refuses to decide about the own request, about one of the own department, and about
    /// one that does not wait any more.
    pub(super) fn check(
        &self,
        asker: AccountId,
        department: DepartmentId,
        state: RequestState,
    ) -> Result<(), Problem> {
        if asker == self.account {
            return Err(error::own_request().at(["id"]));
        }
        if !self.decides.covers(department) || self.own_departments.contains(&department) {
            return Err(error::own_department().at(["id"]));
        }
        match state {
            RequestState::Pending => Ok(()),
            other => Err(error::not_pending(other).at(["id"])),
        }
    }

    /// Refuses, beyond that, to take two steps of one chain.
    pub(super) fn check_step(&self, suspension: &Suspension) -> Result<(), Problem> {
        let Suspension {
            requested_by,
            department_id,
            state,
            ..
        } = suspension;
        self.check(*requested_by, *department_id, *state)?;
        let mut steps = suspension.decisions.iter();
        match steps.any(|step| step.decided_by == self.account) {
            true => Err(error::decided_before().at(["id"])),
            false => Ok(()),
        }
    }
}
