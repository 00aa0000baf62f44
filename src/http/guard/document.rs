//! The look at the parsed document before it is validated.

use std::collections::HashMap;

use async_graphql::parser::Positioned;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, FragmentDefinition, OperationDefinition, OperationType,
    Selection, SelectionSet,
};
use async_graphql::{Name, ServerError, Value, Variables};

use super::super::refusal::Refusal;
use super::super::settings::QueryLimits;
use super::exceeded;
use super::measure::{Measure, Ruler};
use crate::kernel::{Bilingual, Language};

/// The operation of a document that a request asks for.
#[derive(Clone, Copy, Debug)]
pub(in crate::http) struct Operation<'a>(&'a OperationDefinition);

impl Operation<'_> {
    /// Query, mutation or subscription.
    pub(in crate::http) fn kind(self) -> OperationType {
        self.0.ty
    }

    /// Finds a variable that must be given and is not. Left to the executor, it would
    /// show only where the variable is first used, as the failure of one field.
    pub(in crate::http) fn require_variables(
        self,
        variables: &Variables,
        language: Language,
    ) -> Result<(), ServerError> {
        for definition in &self.0.variable_definitions {
            let place = definition.pos;
            let definition = &definition.node;
            let given = match variables.get(&definition.name.node) {
                Some(value) => *value != Value::Null,
                None => definition.default_value.is_some(),
            };
            if !given && !definition.var_type.node.nullable {
                let (name, kind) = (&definition.name.node, &definition.var_type.node);
                let message = Bilingual::new(
                    format!("The variable ${name} of type {kind} must be given and not be null."),
                    format!("变量 ${name}（类型 {kind}）必填，且不能为 null。"),
                );
                let message = message.in_language(language);
                return Err(ServerError::new(message, Some(place)));
            }
        }
        Ok(())
    }
}

/// Refuses a document that would cost too much to validate or to execute, and
/// finds the operation that `name` asks for, in the way the executor does: `None`
/// where the executor will find none either.
pub(in crate::http) fn inspect<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
    variables: &Variables,
    introspection: bool,
    limits: &QueryLimits,
) -> Result<Option<Operation<'a>>, Refusal> {
    let mut ruler = Ruler::default();
    for (name, value) in variables.iter() {
        ruler.weigh_variable(name.as_str(), value);
    }
    for (_, operation) in document.operations.iter() {
        for definition in &operation.node.variable_definitions {
            if let Some(value) = &definition.node.default_value {
                ruler.weigh_variable(definition.node.name.node.as_str(), &value.node);
            }
        }
    }

    // Fragments that nobody spreads are validated too, so they are held to the
    // same limits.
    for name in in_order(&document.fragments)? {
        if let Some(fragment) = document.fragments.get(name) {
            let mut measure = ruler.measure(&fragment.node.selection_set.node);
            ruler.remember(name, measure);
            if fragment.node.type_condition.node.on.node.starts_with("__") {
                // Its fields are introspection's, and held to its limits.
                measure = measure.below("__schema");
            }
            check(measure, limits)?;
        }
    }

    let mut total = Measure::default();
    let mut operations = 0_usize;
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        let measure = ruler
            .measure(&operation.selection_set.node)
            .and(ruler.measure_directives(&operation.directives));
        let (english, chinese, limit) = match operation.ty {
            OperationType::Mutation => ("too many mutations", "变更字段数", limits.mutations),
            // A subscription has one, says the specification of GraphQL.
            OperationType::Subscription => ("too many subscriptions", "订阅字段数", 1),
            OperationType::Query => (
                "too many fields at the root",
                "根字段数",
                limits.root_fields,
            ),
        };
        if measure.root_fields > limit {
            return Err(exceeded(english, chinese, limit));
        }
        total = total.and(measure);
        operations += 1;
    }
    if operations > limits.operations {
        return Err(exceeded("too many operations", "操作数", limits.operations));
    }
    check(total, limits)?;
    if total.introspects && !introspection {
        return Err(Refusal::bad_request(
            "Introspection is turned off here. The schema is at /schema.graphql.",
            "此处已关闭内省。模式见 /schema.graphql。",
        ));
    }
    Ok(select(&document.operations, name).map(Operation))
}

fn select<'a>(
    operations: &'a DocumentOperations,
    name: Option<&str>,
) -> Option<&'a OperationDefinition> {
    let operation = match (operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) => {
            operations.values().next().filter(|_| operations.len() == 1)
        }
    };
    operation.map(|operation| &operation.node)
}

fn check(measure: Measure, limits: &QueryLimits) -> Result<(), Refusal> {
    for (count, limit, english, chinese) in [
        (
            measure.selections,
            limits.selections,
            "too many fields",
            "字段数",
        ),
        (
            measure.depth,
            limits.depth,
            "too many fields within fields",
            "字段嵌套层数",
        ),
        (
            measure.nesting,
            limits.nesting,
            "too many selections within selections",
            "选择集嵌套层数",
        ),
        (
            measure.aliases,
            limits.aliases,
            "too many aliases",
            "别名数",
        ),
        (
            measure.directives,
            limits.directives,
            "too many directives",
            "指令数",
        ),
        (
            measure.values,
            limits.values,
            "too many values in arguments",
            "参数值个数",
        ),
        (
            measure.introspection_depth,
            limits.introspection_depth,
            "too many fields within fields of __schema or __type",
            "内省字段嵌套层数",
        ),
        (
            measure.introspection_lists,
            limits.introspection_lists,
            "too many lists in __schema or __type",
            "内省列表数",
        ),
        // One level shows each type with its fields, which is all there is; a
        // second would show each type again below each field.
        (
            measure.introspection_list_nesting,
            1,
            "too many lists of fields within fields in __schema or __type",
            "内省字段列表嵌套层数",
        ),
    ] {
        if count > limit {
            return Err(exceeded(english, chinese, limit));
        }
    }
    Ok(())
}

/// The names of `fragments`, each after those that it spreads. Does not recurse:
/// a chain of fragments may be as long as the text allows.
fn in_order(
    fragments: &HashMap<Name, Positioned<FragmentDefinition>>,
) -> Result<Vec<&str>, Refusal> {
    enum State {
        Open,
        Done,
    }
    let mut states: HashMap<&str, State> = HashMap::new();
    let mut ordered = Vec::with_capacity(fragments.len());
    for first in fragments.keys() {
        let mut stack = vec![(first.as_str(), false)];
        while let Some((name, spreads_done)) = stack.pop() {
            if spreads_done {
                states.insert(name, State::Done);
                ordered.push(name);
                continue;
            }
            match states.get(name) {
                Some(State::Done) => continue,
                // Reached again before it was done: through its own spreads.
                Some(State::Open) => return Err(cycle(name)),
                None => {}
            }
            // An unknown fragment is reported by validation, with its place.
            let Some(fragment) = fragments.get(name) else {
                continue;
            };
            states.insert(name, State::Open);
            stack.push((name, true));
            let mut spreads = Vec::new();
            collect_spreads(&fragment.node.selection_set.node, &mut spreads);
            for spread in spreads {
                match states.get(spread) {
                    Some(State::Open) => return Err(cycle(spread)),
                    Some(State::Done) => {}
                    None => stack.push((spread, false)),
                }
            }
        }
    }
    Ok(ordered)
}

/// Recurses with the brackets of the text, which are bounded.
fn collect_spreads<'a>(set: &'a SelectionSet, spreads: &mut Vec<&'a str>) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => {
                collect_spreads(&field.node.selection_set.node, spreads);
            }
            Selection::InlineFragment(fragment) => {
                collect_spreads(&fragment.node.selection_set.node, spreads);
            }
            Selection::FragmentSpread(spread) => {
                spreads.push(spread.node.fragment_name.node.as_str());
            }
        }
    }
}

fn cycle(name: &str) -> Refusal {
    Refusal::bad_request(
        format!("The fragment {name} contains itself."),
        format!("片段 {name} 包含了自身。"),
    )
}
