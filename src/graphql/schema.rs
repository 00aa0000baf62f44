//! The schema as a whole.

use async_graphql::{EmptySubscription, MergedObject, Request, Schema};

use super::access::{AccessLoaders, AccessMutations, AccessQueries};
use super::cycles::{CycleLoaders, CycleMutations, CycleQueries};
use super::node::NodeQueries;
use super::org::{OrgLoaders, OrgMutations, OrgQueries};
use super::questionnaires::{QuestionnaireLoaders, QuestionnaireMutations, QuestionnaireQueries};
use super::responses::{ResponseLoaders, ResponseMutations};
use crate::access::OpContext;
use crate::kernel::Language;

/// Everything that can be read.
#[derive(Default, MergedObject)]
pub struct Query(
    NodeQueries,
    AccessQueries,
    OrgQueries,
    QuestionnaireQueries,
    CycleQueries,
);

/// Everything that can be done.
#[derive(Default, MergedObject)]
pub struct Mutation(
    AccessMutations,
    OrgMutations,
    QuestionnaireMutations,
    CycleMutations,
    ResponseMutations,
);

/// The schema.
pub type ApiSchema = Schema<Query, Mutation, EmptySubscription>;

/// The schema, with nothing of any request in it.
pub fn schema() -> ApiSchema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription).finish()
}

/// The request with what its resolvers need: who asks, in which language, and
/// loaders of its own.
pub fn request_data(request: Request, context: OpContext, language: Language) -> Request {
    request
        .data(language)
        .data(AccessLoaders::new(&context))
        .data(OrgLoaders::new(&context))
        .data(QuestionnaireLoaders::new(&context))
        .data(ResponseLoaders::new(&context))
        .data(CycleLoaders::new(&context))
        .data(context)
}

/// The schema in the schema definition language.
pub fn sdl() -> String {
    schema().sdl()
}
