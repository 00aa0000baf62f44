//! Who may ask to leave somebody out, and who may decide about it.

use chrono::{DateTime, Utc};

use crate::access::{Action, OpContext, Parties, Party, Scope};
use crate::database::Handle;
use crate::kernel::ids::{AccountId, DepartmentId};
use crate::kernel::{Failure, Outcome, Problem};
use crate::org::{self, DepartmentTree};
use crate::surveys::error;
use crate::surveys::model::{Decision, RequestState, Suspension};

/// What those do of whom it matters as whom they did it: ask, and decide.
pub(super) const PARTS: [Action; 2] = [Action::SurveyExceptionAsk, Action::SurveyExceptionDecide];

/// What the actor, who is about to decide, may see and decide about. Whoever may only ask
/// may try, and is told why it is not for them.
pub(super) struct Decider {
    /// The requests that the actor sees.
    pub(super) sees: Scope,
    decides: Scope,
    /// Who it is.
    pub(super) account: AccountId,
    party: Party,
    tree: DepartmentTree,
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
        let party = context.party().await?;
        Ok(Self {
            sees: context.scope(Action::SurveyExceptionRead).await?,
            decides,
            account: context.signed_in()?.account_id,
            own_departments: context.posts(&party).await?,
            party,
            tree: org::department_tree(context.database()).await?,
        })
    }

    /// Refuses to decide about the own request, about one of the own department, and about
    /// one that does not wait any more.
    pub(super) fn check(
        &self,
        (asker, asked_at): (AccountId, DateTime<Utc>),
        department: DepartmentId,
        state: RequestState,
        parties: &Parties,
    ) -> Result<(), Problem> {
        let chain = self.tree.chain(department);
        if parties.at(asker, asked_at, &chain).meets(&self.party) {
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
    pub(super) fn check_step(
        &self,
        suspension: &Suspension,
        parties: &Parties,
    ) -> Result<(), Problem> {
        let asked = (suspension.requested_by, suspension.requested_at);
        let department = suspension.department_id;
        self.check(asked, department, suspension.state, parties)?;
        let chain = self.tree.chain(department);
        let mut steps = suspension.decisions.iter();
        let decided = |step: &Decision| parties.at(step.decided_by, step.decided_at, &chain);
        match steps.any(|step| decided(step).meets(&self.party)) {
            true => Err(error::decided_before().at(["id"])),
            false => Ok(()),
        }
    }
}

/// As whom everybody acted who asked for or decided about these suspensions.
pub(super) async fn parties_of(
    context: &OpContext,
    handle: &impl Handle,
    suspensions: &[Suspension],
) -> Outcome<Parties> {
    let named = suspensions.iter().flat_map(|it| {
        let decided = it.decisions.iter().map(|step| step.decided_by);
        decided.chain([it.requested_by])
    });
    Parties::of(context, handle, &PARTS, named.collect()).await
}
