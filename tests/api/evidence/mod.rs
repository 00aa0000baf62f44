//! Evidence files, through the door and back.

mod attaching;
mod bucket;
mod clearing;
mod reading;
mod uploading;

use serde_json::{Value, json};

use crate::support::{Answer, Client, TestApp};

/// A page of PDF, more or less.
pub(super) const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj\n%%EOF";

/// Attaches files to a record.
pub(super) async fn attach(client: &Client<'_>, subject: &str, files: &[&str]) -> Answer {
    let mutation = "mutation($subject: ID!, $files: [ID!]!) {
        evidenceAttach(subjectId: $subject, fileIds: $files) { files { id } errors { code field message } } }";
    let variables = json!({ "subject": subject, "files": files });
    client.query(mutation, variables).await
}

/// What is wrong with attaching files to a record.
pub(super) async fn refused(client: &Client<'_>, subject: &str, files: &[&str]) -> Vec<String> {
    let answer = attach(client, subject, files).await;
    match answer.code() {
        Some(code) => vec![code.to_owned()],
        None => answer.problems("evidenceAttach"),
    }
}

/// The ids of files in a list.
pub(super) fn ids(files: &Value) -> Vec<String> {
    let files = files.as_array().expect("a list of files");
    files
        .iter()
        .map(|file| file["id"].as_str().unwrap().to_owned())
        .collect()
}

/// What `client` finds under a global id.
pub(super) async fn node(client: &Client<'_>, id: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on EvidenceFile {
        name mediaType size sha256 uploadedBy { username } uploadedAt url } } }";
    let answer = client.query(query, json!({ "id": id })).await;
    answer.data()["node"].clone()
}

/// How many files are in the storage, finished or not.
pub(super) fn stored(app: &TestApp) -> usize {
    let entries = walkdir::WalkDir::new(app.files.path())
        .into_iter()
        .flatten();
    entries.filter(|entry| entry.file_type().is_file()).count()
}

/// What the database says of files: a refusal changes none of it.
pub(super) async fn kept(app: &TestApp) -> Vec<String> {
    let sql = "SELECT name || ' ' || CASE WHEN attached_at IS NULL THEN '-' ELSE '+' END
        FROM evidence_files UNION ALL SELECT 'left over' FROM evidence_leftovers ORDER BY 1";
    app.texts(sql).await
}
