//! The order of the keys in an answer. The executor puts a field where it was
//! finished; the specification of GraphQL, and whoever compares two answers, wants it
//! where it was asked for.

use std::collections::HashMap;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Field, Selection, SelectionSet,
};
use async_graphql::{Name, Request, Value};

/// The keys of an object in the order in which they were asked for, with those of the
/// objects below them.
#[derive(Debug, Default)]
pub(super) struct Order {
    places: HashMap<Name, usize>,
    below: Vec<Order>,
}

impl Order {
    /// The order that `request` asks for. An operation that cannot be told has none:
    /// it will not be executed either.
    pub(super) fn of(request: &mut Request) -> Self {
        let wanted = request.operation_name.clone();
        let Ok(document) = request.parsed_query() else {
            return Self::default();
        };
        let operation = match (&document.operations, wanted) {
            (DocumentOperations::Single(operation), _) => Some(operation),
            (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name.as_str()),
            (DocumentOperations::Multiple(operations), None) => operations.values().next(),
        };
        operation.map_or_else(Self::default, |operation| {
            Self::among(&[&operation.node.selection_set.node], document)
        })
    }

    /// Brings `answer` into this order.
    pub(super) fn restore(&self, answer: &mut Value) {
        match answer {
            Value::List(items) => items.iter_mut().for_each(|item| self.restore(item)),
            Value::Object(fields) => {
                let place = |key: &Name| self.places.get(key).copied().unwrap_or(usize::MAX);
                if !fields.keys().is_sorted_by_key(place) {
                    fields.sort_by(|left, _, right, _| place(left).cmp(&place(right)));
                }
                for (key, value) in fields.iter_mut() {
                    if let (Value::Object(_) | Value::List(_), Some(at)) =
                        (&*value, self.places.get(key))
                    {
                        self.below[*at].restore(value);
                    }
                }
            }
            _ => {}
        }
    }

    /// The order of what several selections of one object ask for together. Selections
    /// recurse with the brackets of the text and with fragments; the door has bounded
    /// both.
    fn among(sets: &[&SelectionSet], document: &ExecutableDocument) -> Self {
        let mut places = HashMap::new();
        let mut asked = Vec::new();
        for set in sets {
            collect(set, document, &mut places, &mut asked);
        }
        let below = asked
            .iter()
            .map(|sets| Self::among(sets, document))
            .collect();
        Self { places, below }
    }
}

fn collect<'a>(
    set: &'a SelectionSet,
    document: &'a ExecutableDocument,
    places: &mut HashMap<Name, usize>,
    asked: &mut Vec<Vec<&'a SelectionSet>>,
) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => {
                let field: &Field = &field.node;
                let at = *places
                    .entry(field.response_key().node.clone())
                    .or_insert_with(|| {
                        asked.push(Vec::new());
                        asked.len() - 1
                    });
                asked[at].push(&field.selection_set.node);
            }
            Selection::InlineFragment(inline) => {
                collect(&inline.node.selection_set.node, document, places, asked);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    collect(&fragment.node.selection_set.node, document, places, asked);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::{Request, Value, value};

    use super::Order;

    fn restored(query: &str, mut answer: Value) -> String {
        Order::of(&mut Request::new(query)).restore(&mut answer);
        answer.to_string()
    }

    #[test]
    fn keys_stand_where_they_were_asked_for() {
        let query = "query { b: second a { y x } ...More } \
            fragment More on Query { a { z } last ... on Query { first } }";
        let answer = value!({
            "first": 1, "last": 2, "a": [{ "z": 1, "x": 2, "y": 3 }, null], "b": null,
        });

        assert_eq!(
            restored(query, answer),
            "{b: null, a: [{y: 3, x: 2, z: 1}, null], last: 2, first: 1}",
        );
    }

    #[test]
    fn objects_that_were_not_selected_stay_as_they_are() {
        let answer = value!({ "json": { "z": 1, "a": 2 } });

        assert_eq!(restored("{ json }", answer), "{json: {z: 1, a: 2}}");
    }

    #[test]
    fn the_wanted_operation_counts() {
        let mut request = Request::new("query One { a b } query Two { b a }").operation_name("Two");
        let mut answer = value!({ "a": 1, "b": 2 });

        Order::of(&mut request).restore(&mut answer);

        assert_eq!(answer.to_string(), "{b: 2, a: 1}");
    }
}
