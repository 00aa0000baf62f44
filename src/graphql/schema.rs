//! The schema as a whole.

use std::sync::Arc;

use async_graphql::{
    MergedObject, MergedSubscription, Name, PathSegment, Pos, Request, Response, Schema, Value,
};

use super::access::{
    AccessLoaders, AccessMutations, AccessQueries, ApiTokenMutations, DelegationMutations,
    ExternalMutations, ExternalQueries, SecurityMutations,
};
use super::audit::AuditQueries;
use super::base::{Batches, Part, Shown, Turns, top_level};
use super::complaints::{AllComplaintMutations, ComplaintLoaders, ComplaintQueries};
use super::customers::{
    CustomerLoaders, CustomerMutations, CustomerQueries, CustomerTableMutations, WeekMutations,
};
use super::cycles::{CycleLoaders, CycleMutations, CycleQueries, CycleSubscriptions};
use super::deadlines::{DeadlineMutations, DeadlineQueries};
use super::document::keep_the_operation;
use super::evidence::{EvidenceLoaders, EvidenceMutations};
use super::invitations::{
    InvitationLoaders, InvitationMutations, InvitationQueries, RespondentMutations,
};
use super::jobs::{JobMutations, JobQueries};
use super::kpi::{AllKpiMutations, AllKpiQueries, KpiLoaders};
use super::node::NodeQueries;
use super::order::Order;
use super::org::{OrgLoaders, OrgMutations, OrgQueries};
use super::personal::{PersonalMutations, PersonalQueries};
use super::questionnaires::{
    LibraryMutations, LibraryQueries, QuestionnaireLoaders, QuestionnaireMutations,
    QuestionnaireQueries,
};
use super::rectification::{
    AllRectificationMutations, AllRectificationQueries, RectificationLoaders,
};
use super::responses::{ResponseLoaders, ResponseMutations};
use super::scoring::{ScoringLoaders, ScoringMutations};
use super::surveys::{
    SurveyLoaders, SurveyMutations, SurveyQueries, SurveyRequestMutations, SurveyRequestQueries,
};
use super::weighting::{WeightingLoaders, WeightingMutations, WeightingQueries};
use crate::access::OpContext;
use crate::kernel::ids::{ContactId, EmployeeId};
use crate::kernel::{Language, Outcome};
use crate::{customers, org};

/// Everything that can be read.
#[derive(Default, MergedObject)]
pub struct Query(
    Part<NodeQueries>,
    Part<AccessQueries>,
    Part<ExternalQueries>,
    Part<OrgQueries>,
    Part<CustomerQueries>,
    Part<ComplaintQueries>,
    Part<QuestionnaireQueries>,
    Part<LibraryQueries>,
    Part<WeightingQueries>,
    Part<CycleQueries>,
    Part<SurveyQueries>,
    Part<SurveyRequestQueries>,
    Part<FollowUpQueries>,
    Part<InvitationQueries>,
    Part<JobQueries>,
    Part<AuditQueries>,
    Part<PersonalQueries>,
);

/// Everything that can be done.
#[derive(Default, MergedObject)]
pub struct Mutation(
    Part<AccessMutations>,
    Part<ApiTokenMutations>,
    Part<DelegationMutations>,
    Part<ExternalMutations>,
    Part<SecurityMutations>,
    Part<OrgMutations>,
    Part<CustomerMutations>,
    Part<WeekMutations>,
    Part<CustomerTableMutations>,
    Part<AllComplaintMutations>,
    Part<QuestionnaireMutations>,
    Part<LibraryMutations>,
    Part<WeightingMutations>,
    Part<CycleMutations>,
    Part<ResponseMutations>,
    Part<SurveyMutations>,
    Part<SurveyRequestMutations>,
    Part<InvitationMutations>,
    Part<RespondentMutations>,
    Part<ScoringMutations>,
    Part<FollowUpMutations>,
    Part<JobMutations>,
    Part<PersonalMutations>,
);

/// What follows from scores, to be read. The parts of one merged object are asked one within
/// the other, and the compiler follows them only so far: so they form a tree.
#[derive(Default, MergedObject)]
pub(crate) struct FollowUpQueries(
    Part<AllKpiQueries>,
    Part<AllRectificationQueries>,
    Part<DeadlineQueries>,
);

/// What follows from scores, to be done; a part of its own for the same reason.
#[derive(Default, MergedObject)]
pub(crate) struct FollowUpMutations(
    Part<AllKpiMutations>,
    Part<AllRectificationMutations>,
    Part<EvidenceMutations>,
    Part<DeadlineMutations>,
);

/// Everything that can be waited for.
#[derive(Default, MergedSubscription)]
pub struct Subscription(CycleSubscriptions);

/// The schema.
pub type ApiSchema = Schema<Query, Mutation, Subscription>;

/// What one request may cost: each field counts one, a list as often as it is asked
/// for. Ten pages of a hundred entries with ten fields each are within.
const MOST_COMPLEX: usize = 20_000;

/// The schema, with nothing of any request in it.
pub fn schema() -> ApiSchema {
    Schema::build(
        Query::default(),
        Mutation::default(),
        Subscription::default(),
    )
    .limit_complexity(MOST_COMPLEX)
    .finish()
}

/// Executes a query or a mutation: with who asks, in which language, and loaders of
/// its own.
pub async fn execute(
    schema: &ApiSchema,
    request: Request,
    context: OpContext,
    language: Language,
) -> Response {
    let (request, execution) = prepare(request, context, language);
    let response = execution.run(schema.execute(request)).await;
    execution.finish(response).await
}

/// A request with everything that its fields ask for.
pub(super) fn prepare(
    request: Request,
    context: OpContext,
    language: Language,
) -> (Request, Execution) {
    let mut request = keep_the_operation(request);
    let order = Order::of(&mut request);
    let turns = Arc::<Turns>::default();
    let batches = Batches::new(&context, &turns);
    let shown = Details::default();
    let request = request
        .data(language)
        .data(Arc::clone(&shown.employees))
        .data(Arc::clone(&shown.contacts))
        .data(AccessLoaders::new(&batches))
        .data(OrgLoaders::new(&batches))
        .data(CustomerLoaders::new(&batches))
        .data(ComplaintLoaders::new(&batches))
        .data(QuestionnaireLoaders::new(&batches))
        .data(WeightingLoaders::new(&batches))
        .data(CycleLoaders::new(&batches))
        .data(ResponseLoaders::new(&batches))
        .data(SurveyLoaders::new(&batches))
        .data(InvitationLoaders::new(&batches))
        .data(ScoringLoaders::new(&batches))
        .data(KpiLoaders::new(&batches))
        .data(RectificationLoaders::new(&batches))
        .data(EvidenceLoaders::new(&batches))
        .data(context.clone());
    let execution = Execution {
        order,
        turns,
        shown,
        context,
        language,
    };
    (request, execution)
}

/// What belongs to one execution of a request besides the request.
pub(super) struct Execution {
    order: Order,
    turns: Arc<Turns>,
    shown: Details,
    context: OpContext,
    language: Language,
}

impl Execution {
    /// Executes in turns.
    pub(super) async fn run<F: Future>(&self, execution: F) -> F::Output {
        self.turns.run(execution).await
    }

    /// The answer as the specification of GraphQL wants it, when what it shows of
    /// people's contact details is noted.
    pub(super) async fn finish(self, response: Response) -> Response {
        if let Err(failure) = self.shown.record(&self.context).await {
            // What cannot be noted is not shown.
            let error = top_level(&failure, self.language).into_server_error(Pos::default());
            return Response::from_errors(vec![error]);
        }
        let mut response = with_null_where_failed(response);
        self.order.restore(&mut response.data);
        response
    }
}

/// Whose contact details the request has shown.
#[derive(Default)]
struct Details {
    employees: Arc<Shown<EmployeeId>>,
    contacts: Arc<Shown<ContactId>>,
}

impl Details {
    /// Notes in the audit trail whose details the request has shown.
    async fn record(&self, context: &OpContext) -> Outcome<()> {
        org::note_contact_details_read(context, self.employees.take()).await?;
        customers::note_contact_details_read(context, self.contacts.take()).await
    }
}

/// The schema in the schema definition language.
pub fn sdl() -> String {
    schema().sdl()
}

/// The executor leaves the key of a failed nullable field out, and makes an object in
/// which every field failed null itself; clients need the object and the key to be there,
/// with null. What failed as a whole stays null: nothing was delivered.
fn with_null_where_failed(mut response: Response) -> Response {
    for error in &response.errors {
        let Some((PathSegment::Field(failed), parents)) = error.path.split_last() else {
            continue;
        };
        let parent = parents
            .iter()
            .try_fold(&mut response.data, |value, segment| match segment {
                PathSegment::Field(name) => match value {
                    Value::Object(fields) => fields.get_mut(name.as_str()).map(emptied),
                    _ => None,
                },
                PathSegment::Index(index) => match value {
                    Value::List(items) => items.get_mut(*index).map(emptied),
                    _ => None,
                },
            });
        if let Some(Value::Object(fields)) = parent {
            fields.entry(Name::new(failed)).or_insert(Value::Null);
        }
    }
    response
}

/// A value on the way to a failed field: where there is none, every field below failed.
fn emptied(value: &mut Value) -> &mut Value {
    if *value == Value::Null {
        *value = Value::Object(Default::default());
    }
    value
}
