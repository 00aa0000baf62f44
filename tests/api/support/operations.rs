//! The operations that frontends send, kept in `tests/operations`.

const DOCUMENTS: &[&str] = &[
    include_str!("../../operations/library.graphql"),
    include_str!("../../operations/customers.graphql"),
    include_str!("../../operations/complaints.graphql"),
    include_str!("../../operations/main-job.graphql"),
    include_str!("../../operations/security.graphql"),
    include_str!("../../operations/external.graphql"),
    include_str!("../../operations/kpi.graphql"),
    include_str!("../../operations/rectification.graphql"),
];

/// The text of the operation called `name`.
pub(crate) fn operation(name: &str) -> String {
    operations()
        .find(|(found, _)| found == name)
        .map(|(_, text)| text)
        .unwrap_or_else(|| panic!("there is no operation {name}"))
}

/// The names of all operations.
pub(crate) fn operation_names() -> Vec<String> {
    operations().map(|(name, _)| name).collect()
}

/// Each operation begins a line with `query` or `mutation` and its name.
fn operations() -> impl Iterator<Item = (String, String)> {
    DOCUMENTS.iter().flat_map(|document| {
        let mut found: Vec<(String, String)> = Vec::new();
        for line in document.lines() {
            let named = line
                .strip_prefix("query ")
                .or_else(|| line.strip_prefix("mutation "));
            if let Some(rest) = named {
                let end = rest
                    .find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(rest.len());
                found.push((rest[..end].to_owned(), String::new()));
            }
            if let Some((_, text)) = found.last_mut() {
                text.push_str(line);
                text.push('\n');
            }
        }
        found
    })
}
