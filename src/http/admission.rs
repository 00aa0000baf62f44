//! From the parameters of a request to an operation that may be executed: the same
//! way for a request, an event stream and a message of a socket.

use std::collections::HashMap;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::{Request, Response, ServerError, Value, Variables};

use super::caller::Caller;
use super::documents::TrustedDocuments;
use super::guard;
use super::parameters::Parameters;
use super::refusal::Refusal;
use super::settings::HttpSettings;

/// An operation within the limits. Its document is parsed.
#[derive(Clone)]
pub(super) struct Admitted {
    /// What it is; `None` where the executor will find no operation either.
    pub(super) kind: Option<OperationType>,
    query: String,
    operation_name: Option<String>,
    variables: Variables,
    extensions: HashMap<String, Value>,
    document: ExecutableDocument,
    introspection: bool,
}

/// Why there is nothing to execute.
pub(super) enum Rejected {
    /// It is refused as it is.
    Refused(Refusal),
    /// It is a well-formed request for something that is not right.
    Wrong(Box<Response>),
}

impl From<Refusal> for Rejected {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Looks at a request without executing anything.
pub(super) fn admit(
    parameters: Parameters,
    settings: &HttpSettings,
    documents: &TrustedDocuments,
    caller: &Caller,
) -> Result<Admitted, Rejected> {
    let Parameters {
        query,
        document_id,
        operation_name,
        variables,
        extensions,
    } = parameters;
    let extensions = extensions.unwrap_or_default();
    let query = documents.text(query, document_id.as_deref(), &extensions)?;

    guard::check_text(&query, &settings.query)?;
    let wrong = |error: ServerError| Rejected::Wrong(Box::new(Response::from_errors(vec![error])));
    let document = parse_query(&query).map_err(|error| wrong(ServerError::from(error)))?;
    let operation = guard::inspect(
        &document,
        operation_name.as_deref(),
        &variables,
        settings.introspection,
        &settings.query,
    )?;
    if let Some(operation) = operation {
        operation
            .require_variables(&variables, caller.language)
            .map_err(wrong)?;
    }
    let kind = operation.map(|operation| operation.kind());
    Ok(Admitted {
        kind,
        query,
        operation_name,
        variables,
        extensions,
        document,
        introspection: settings.introspection,
    })
}

impl Admitted {
    /// The request that executes it.
    pub(super) fn into_request(self) -> Request {
        let mut request = Request::new(self.query).variables(self.variables);
        request.operation_name = self.operation_name;
        request.extensions = async_graphql::Extensions(self.extensions);
        if !self.introspection {
            request = request.disable_introspection();
        }
        request.set_parsed_query(self.document);
        request
    }
}
