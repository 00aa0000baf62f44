//! Asking to leave somebody out, and deciding about it.

use async_graphql::{Context, ID, InputObject, Object, Result};

use super::enums::ExclusionGround;
use super::payloads::{
    ExclusionDecidePayload, ExclusionRequestPayload, SuspensionDecidePayload,
    SuspensionRequestPayload,
};
use crate::graphql::base::{Date, answer, signed_in};
use crate::graphql::evidence::file_ids_of;
use crate::kernel::ids::EvidenceFileId;
use crate::kernel::text::LongText;
use crate::kernel::{Failure, Outcome, Parse};
use crate::surveys;

/// A contact to be left out of one batch and stage.
#[derive(InputObject)]
pub(crate) struct ExclusionRequestInput {
    /// The batch, which is not over.
    plan_id: ID,
    /// Who.
    contact_id: ID,
    /// In which stage: the code of one of the eligibility rules, where there are any.
    stage: String,
    /// Why.
    ground: ExclusionGround,
    /// More about it, at most 4,000 characters; needed for OTHER.
    note: Option<String>,
    /// Files that show why, uploaded by whoever asks; at most 20.
    evidence_ids: Option<Vec<ID>>,
}

/// Reads a request and the files that show why.
fn new_exclusion(
    input: ExclusionRequestInput,
) -> Outcome<(surveys::NewExclusion, Vec<EvidenceFileId>)> {
    let mut parse = Parse::argument("input");
    let files = file_ids_of(&mut parse, input.evidence_ids);
    let new = surveys::NewExclusion::read(
        &input.plan_id,
        &input.contact_id,
        &input.stage,
        input.ground.into(),
        input.note.as_deref(),
    );
    match (new, parse.finish(files)) {
        (Ok(new), Ok(files)) => Ok((new, files)),
        (new, files) => {
            let problems = [new.err(), files.err()].into_iter().flatten().flatten();
            Err(Failure::Problems(problems.collect()))
        }
    }
}

/// A customer to be surveyed no more for a while.
#[derive(InputObject)]
pub(crate) struct SuspensionRequestInput {
    /// Which customer.
    customer_id: ID,
    /// Whose request it is, one of the asker's departments. By default the one that looks
    /// after the customer, else the asker's own.
    department_id: Option<ID>,
    /// The first day without surveys.
    from: Date,
    /// The last one, today or later; afterwards surveys go on by themselves.
    until: Date,
    /// Why: 1 to 4,000 characters.
    reason: String,
}

#[derive(Default)]
pub(crate) struct SurveyRequestMutations;

#[Object]
impl SurveyRequestMutations {
    /// Asks to leave a contact out of one batch and stage. Managers, for the assessed
    /// department.
    async fn exclusion_request(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Who, of what, and why.")] input: ExclusionRequestInput,
    ) -> Result<ExclusionRequestPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let (new, files) = new_exclusion(input)?;
            surveys::exclusion_request(operation, new, &files).await
        };
        answer(context, done.await)
    }

    /// Decides about a request to leave a contact out. HR, executives, and managers of
    /// departments above. SEPARATION_OF_DUTIES for the asker and for whoever belongs to the
    /// department.
    async fn exclusion_decide(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The request.")] id: ID,
        #[graphql(desc = "Whether the contact is left out.")] approve: bool,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<ExclusionDecidePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "request", "申请");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (id, reason) = parse.finish(id.zip(reason))?;
            surveys::exclusion_decide(operation, id, approve, reason).await
        };
        answer(context, done.await)
    }

    /// Asks to survey a customer no more for a while. Managers.
    async fn suspension_request(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which customer, until when, and why.")] input: SuspensionRequestInput,
    ) -> Result<SuspensionRequestPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let new = surveys::NewSuspension::read(
                &input.customer_id,
                input.department_id.as_deref().map(String::as_str),
                (input.from.parse(), input.until.parse()),
                &input.reason,
                operation.today(),
            )?;
            surveys::suspension_request(operation, new).await
        };
        answer(context, done.await)
    }

    /// Takes one step of the chain about a suspension. HR, executives, and managers of
    /// departments above. SEPARATION_OF_DUTIES for the asker, for whoever belongs to the
    /// department, and for whoever has taken a step already.
    async fn suspension_decide(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The request.")] id: ID,
        #[graphql(desc = "Whether it is approved.")] approve: bool,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<SuspensionDecidePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "request", "申请");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (id, reason) = parse.finish(id.zip(reason))?;
            surveys::suspension_decide(operation, id, approve, reason).await
        };
        answer(context, done.await)
    }
}
