//! What came back.

use async_graphql::Response;
use plumbline::kernel::Failure;
use serde_json::Value;

/// The answer to a request.
#[derive(Debug)]
pub(crate) struct Answer {
    body: Value,
}

impl Answer {
    /// The answer of the schema.
    pub(crate) fn of(response: Response) -> Self {
        Self {
            body: serde_json::to_value(response).unwrap(),
        }
    }

    /// The answer of the door to somebody whose token is not good.
    pub(crate) fn refused(failure: &Failure) -> Self {
        assert!(matches!(failure, Failure::Unauthenticated), "{failure:?}");
        Self {
            body: serde_json::json!({ "errors": [{ "extensions": { "code": "UNAUTHENTICATED" } }] }),
        }
    }

    /// The data of a request without top-level errors.
    #[track_caller]
    pub(crate) fn data(&self) -> &Value {
        assert!(self.body.get("errors").is_none(), "{:#}", self.body);
        &self.body["data"]
    }

    /// What the mutation `field` returned; it had nothing to find fault with.
    #[track_caller]
    pub(crate) fn done(&self, field: &str) -> &Value {
        let payload = &self.data()[field];
        assert_eq!(payload["errors"], serde_json::json!([]), "{:#}", self.body);
        payload
    }

    /// What the mutation `field` found wrong, as `CODE path.to.field`.
    #[track_caller]
    pub(crate) fn problems(&self, field: &str) -> Vec<String> {
        let errors = self.data()[field]["errors"]
            .as_array()
            .expect("a payload with errors");
        errors
            .iter()
            .map(|error| {
                let path = error["field"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str);
                let path = path.collect::<Vec<_>>().join(".");
                format!("{} {path}", error["code"].as_str().unwrap_or_default())
                    .trim_end()
                    .to_owned()
            })
            .collect()
    }

    /// The messages of what the mutation `field` found wrong.
    #[track_caller]
    pub(crate) fn messages(&self, field: &str) -> Vec<String> {
        let errors = self.data()[field]["errors"]
            .as_array()
            .expect("a payload with errors");
        errors
            .iter()
            .filter_map(|error| error["message"].as_str())
            .map(str::to_owned)
            .collect()
    }

    /// The code of the first top-level error, if there is one.
    pub(crate) fn code(&self) -> Option<&str> {
        self.body["errors"][0]["extensions"]["code"].as_str()
    }

    /// The whole answer.
    pub(crate) fn body(&self) -> &Value {
        &self.body
    }
}
