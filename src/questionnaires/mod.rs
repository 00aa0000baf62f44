//! Questionnaire versions as far as cycles need them.

mod store;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::access::OpContext;
use crate::kernel::Outcome;
use crate::kernel::ids::QuestionnaireVersionId;

/// Which version it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionHead {
    /// Its id.
    pub id: QuestionnaireVersionId,
    /// When it was published; a draft has not been.
    pub published_at: Option<DateTime<Utc>>,
}

/// A version without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionnaireVersion {
    /// Which version it is.
    pub head: VersionHead,
}

/// The versions with these ids, in any order; unknown ones are missing.
pub async fn versions_named(
    context: &OpContext,
    ids: Vec<QuestionnaireVersionId>,
) -> Outcome<Vec<Arc<QuestionnaireVersion>>> {
    store::versions_by_id(context.database(), ids).await
}

/// A version of a questionnaire with this code, published or not, for tests.
pub async fn made_up_version(
    context: &OpContext,
    code: &str,
    published: bool,
) -> Outcome<QuestionnaireVersionId> {
    store::insert_version(context, code, published).await
}
