//! What a selection set would cost if every fragment were written out where it is
//! spread. Fragments are measured once and remembered, so the cost of measuring
//! is linear in the text.

use std::collections::HashMap;

use async_graphql::Value;
use async_graphql::parser::Positioned;
use async_graphql::parser::types::{Directive, Field, Selection, SelectionSet};
use async_graphql_value::Value as Argument;

/// So many bytes of text cost about as much as one value.
const BYTES_OF_A_VALUE: usize = 256;

/// The measures of one selection set; counts are sums, depths are maxima.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Measure {
    /// Fields, spreads and inline fragments.
    pub(super) selections: usize,
    /// Fields within fields, introspection apart.
    pub(super) depth: usize,
    /// Fields, spreads and inline fragments within one another.
    pub(super) nesting: usize,
    /// Aliases.
    pub(super) aliases: usize,
    /// Directives.
    pub(super) directives: usize,
    /// Values in arguments, a variable with all that it holds.
    pub(super) values: usize,
    /// Fields at the top.
    pub(super) root_fields: usize,
    /// Fields named like the lists of the introspection schema, wherever they are.
    lists: usize,
    /// Such fields within one another that can multiply endlessly.
    list_nesting: usize,
    /// Fields within `__schema` or `__type`.
    pub(super) introspection_depth: usize,
    /// Lists within `__schema` or `__type`.
    pub(super) introspection_lists: usize,
    /// Endlessly multiplying lists within one another, in `__schema` or `__type`.
    pub(super) introspection_list_nesting: usize,
    /// Whether `__schema` or `__type` is asked for.
    pub(super) introspects: bool,
}

impl Measure {
    /// The measure of both, standing beside each other.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            selections: self.selections.saturating_add(other.selections),
            depth: self.depth.max(other.depth),
            nesting: self.nesting.max(other.nesting),
            aliases: self.aliases.saturating_add(other.aliases),
            directives: self.directives.saturating_add(other.directives),
            values: self.values.saturating_add(other.values),
            root_fields: self.root_fields.saturating_add(other.root_fields),
            lists: self.lists.saturating_add(other.lists),
            list_nesting: self.list_nesting.max(other.list_nesting),
            introspection_depth: self.introspection_depth.max(other.introspection_depth),
            introspection_lists: self
                .introspection_lists
                .saturating_add(other.introspection_lists),
            introspection_list_nesting: self
                .introspection_list_nesting
                .max(other.introspection_list_nesting),
            introspects: self.introspects || other.introspects,
        }
    }

    /// The measure of a spread or an inline fragment around this.
    fn spread(self) -> Self {
        Self {
            selections: self.selections.saturating_add(1),
            nesting: self.nesting.saturating_add(1),
            ..self
        }
    }

    /// The measure of the field `name` around this.
    pub(super) fn below(self, name: &str) -> Self {
        let lists = self.lists.saturating_add(usize::from(is_list(name)));
        let list_nesting = self
            .list_nesting
            .saturating_add(usize::from(multiplies(name)));
        let field = Self {
            selections: self.selections.saturating_add(1),
            nesting: self.nesting.saturating_add(1),
            root_fields: 1,
            ..self
        };
        if name == "__schema" || name == "__type" {
            Self {
                depth: 1,
                lists: 0,
                list_nesting: 0,
                introspection_depth: self.depth.saturating_add(1),
                introspection_lists: lists,
                introspection_list_nesting: list_nesting,
                introspects: true,
                ..field
            }
        } else {
            Self {
                depth: self.depth.saturating_add(1),
                lists,
                list_nesting,
                ..field
            }
        }
    }
}

/// Lists of the introspection schema.
fn is_list(name: &str) -> bool {
    matches!(name, "types" | "directives" | "args" | "enumValues") || multiplies(name)
}

/// Lists whose members lead back to types, so that the answer would grow with
/// every level: `types { fields { type { fields { type …`.
fn multiplies(name: &str) -> bool {
    matches!(
        name,
        "fields" | "inputFields" | "interfaces" | "possibleTypes"
    )
}

/// Measures selection sets; remembers fragments.
#[derive(Debug, Default)]
pub(super) struct Ruler<'a> {
    fragments: HashMap<&'a str, Measure>,
    variables: HashMap<&'a str, usize>,
}

impl<'a> Ruler<'a> {
    /// Remembers what the variable `name` holds; of two values the heavier.
    pub(super) fn weigh_variable(&mut self, name: &'a str, value: &Value) {
        let weight = self.variables.entry(name).or_default();
        *weight = weigh(value).max(*weight);
    }

    /// Remembers the measure of the fragment `name`.
    pub(super) fn remember(&mut self, name: &'a str, measure: Measure) {
        self.fragments.insert(name, measure);
    }

    /// The measure of `set`. Recurses with the brackets of the text, which are
    /// bounded; a fragment that was not remembered counts as empty.
    pub(super) fn measure(&self, set: &SelectionSet) -> Measure {
        set.items
            .iter()
            .map(|selection| self.measure_selection(&selection.node))
            .fold(Measure::default(), Measure::and)
    }

    fn measure_selection(&self, selection: &Selection) -> Measure {
        let inner = match selection {
            Selection::Field(field) => self.measure_field(&field.node),
            Selection::FragmentSpread(spread) => self
                .fragments
                .get(spread.node.fragment_name.node.as_str())
                .copied()
                .unwrap_or_default()
                .spread(),
            Selection::InlineFragment(fragment) => {
                self.measure(&fragment.node.selection_set.node).spread()
            }
        };
        inner.and(self.measure_directives(selection.directives()))
    }

    fn measure_field(&self, field: &Field) -> Measure {
        let arguments = field.arguments.iter().map(|(_, value)| &value.node);
        let values = arguments.map(|value| self.weigh_argument(value));
        let own = Measure {
            aliases: usize::from(field.alias.is_some()),
            values: values.fold(0, usize::saturating_add),
            ..Measure::default()
        };
        self.measure(&field.selection_set.node)
            .below(field.name.node.as_str())
            .and(own)
    }

    /// The measure of directives alone.
    pub(super) fn measure_directives(&self, directives: &[Positioned<Directive>]) -> Measure {
        let arguments = directives.iter().flat_map(|one| &one.node.arguments);
        let values = arguments.map(|(_, value)| self.weigh_argument(&value.node));
        Measure {
            directives: directives.len(),
            values: values.fold(0, usize::saturating_add),
            ..Measure::default()
        }
    }

    fn weigh_argument(&self, argument: &Argument) -> usize {
        let within = match argument {
            Argument::Variable(name) => {
                return self.variables.get(name.as_str()).copied().unwrap_or(1);
            }
            Argument::List(values) => values
                .iter()
                .map(|value| self.weigh_argument(value))
                .fold(0, usize::saturating_add),
            Argument::Object(fields) => fields
                .values()
                .map(|value| self.weigh_argument(value))
                .fold(0, usize::saturating_add),
            Argument::String(text) => text.len() / BYTES_OF_A_VALUE,
            _ => 0,
        };
        within.saturating_add(1)
    }
}

/// How many values `value` holds, itself included; long texts count more.
fn weigh(value: &Value) -> usize {
    let within = match value {
        Value::String(text) => text.len() / BYTES_OF_A_VALUE,
        Value::List(values) => values.iter().map(weigh).fold(0, usize::saturating_add),
        Value::Object(fields) => fields.values().map(weigh).fold(0, usize::saturating_add),
        _ => 0,
    };
    within.saturating_add(1)
}
