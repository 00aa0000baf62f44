//! A file of an issue of finance, for the table to touch.

use std::convert::Infallible;

use futures_util::stream;
use plumbline::evidence;
use serde_json::json;

use super::stage::Stage;
use crate::support::TestApp;
use crate::support::assessment::as_user;

/// What each row sends. Whoever may attach files is told that there is none: those of others
/// cannot be attached.
pub(super) const PROBES: &[(&str, &str)] = &[
    (
        "node.EvidenceFile",
        r#"node(id: "<file>") { ... on EvidenceFile { name } }"#,
    ),
    (
        "node.EvidenceFile.unattached",
        r#"node(id: "<unattached-file>") { ... on EvidenceFile { name } }"#,
    ),
    (
        "evidenceAttach",
        r#"evidenceAttach(subjectId: "<issue>", fileIds: []) { errors { code } }"#,
    ),
];

impl Stage {
    /// Two files of the manager of finance, of which one belongs to an issue.
    pub(super) async fn evidence(&mut self, app: &TestApp) {
        for name in ["file", "unattached-file"] {
            let context = as_user(app, "fin1").await;
            let content = stream::iter([Ok::<_, Infallible>("慢".into())]);
            let file = evidence::file_upload(&context, "付款.txt", content).await;
            self.keep(name, &json!(file.unwrap().id));
        }
        let attach = "mutation($subject: ID!, $file: ID!) {
            evidenceAttach(subjectId: $subject, fileIds: [$file]) { errors { code } } }";
        let variables = json!({ "subject": self.names["issue"], "file": self.names["file"] });
        let manager = app.manager_of("FIN").await;
        let attached = manager.query(attach, variables).await;
        attached.done("evidenceAttach");
    }
}
