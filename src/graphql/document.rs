//! Documents with several operations, of which one request executes one.

use std::collections::HashSet;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Selection, SelectionSet,
};
use async_graphql::{Name, Request};

/// Leaves the operations out that are not executed, with the fragments that only they
/// use. The library counts the cost of every operation in a document, and stumbles over
/// the variables of those that were not asked for.
pub(super) fn keep_the_operation(mut request: Request) -> Request {
    let Some(wanted) = request.operation_name.as_deref().map(Name::new) else {
        return request;
    };
    let Ok(document) = request.parsed_query() else {
        return request;
    };
    let DocumentOperations::Multiple(operations) = &document.operations else {
        return request;
    };
    let Some(operation) = operations.get(&wanted).filter(|_| operations.len() > 1) else {
        return request;
    };
    let mut spread = HashSet::new();
    collect(&operation.node.selection_set.node, document, &mut spread);
    let mut kept = document.clone();
    if let DocumentOperations::Multiple(operations) = &mut kept.operations {
        operations.retain(|name, _| *name == wanted);
    }
    kept.fragments.retain(|name, _| spread.contains(name));
    request.set_parsed_query(kept);
    request
}

/// Collects the fragments that the selections spread, directly or through others. The
/// door has bounded how deep they lie.
fn collect(selections: &SelectionSet, document: &ExecutableDocument, spread: &mut HashSet<Name>) {
    for selection in &selections.items {
        match &selection.node {
            Selection::Field(field) => {
                collect(&field.node.selection_set.node, document, spread);
            }
            Selection::InlineFragment(inline) => {
                collect(&inline.node.selection_set.node, document, spread);
            }
            Selection::FragmentSpread(named) => {
                let name = &named.node.fragment_name.node;
                if let Some(fragment) = document.fragments.get(name)
                    && spread.insert(name.clone())
                {
                    collect(&fragment.node.selection_set.node, document, spread);
                }
            }
        }
    }
}
