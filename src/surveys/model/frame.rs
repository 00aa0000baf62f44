//! Frames: which contacts a plan is about, by the attributes of their customers.

use serde::{Deserialize, Serialize};

use crate::closed_set;
use crate::customers::Attributes;
use crate::kernel::text::{Code, Name, required};
use crate::kernel::{Decimal, ErrorCode, Parse, Problem};
use crate::surveys::error;

/// The most conditions of a frame.
const MOST_CONDITIONS: usize = 20;

/// The most values of one condition.
const MOST_VALUES: usize = 200;

closed_set! {
    /// How conditions are joined.
    pub enum Join {
        /// All of them hold.
        And = "AND",
        /// At least one of them holds.
        Or = "OR",
    }
}

closed_set! {
    /// How an attribute is compared.
    pub enum Operator {
        /// It has the value.
        Eq = "EQ",
        /// It has none of the values; a missing attribute has none.
        Ne = "NE",
        /// It has one of the values.
        In = "IN",
        /// It is the value or more: by number where both are numbers, else by text.
        Gte = "GTE",
        /// It is the value or less: by number where both are numbers, else by text.
        Lte = "LTE",
    }
}

/// What one attribute must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The attribute's key.
    pub key: String,
    /// How it is compared.
    pub operator: Operator,
    /// With what; one value, unless the operator takes several.
    pub values: Vec<String>,
}

/// Which contacts a plan is about. Without conditions: all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// How the conditions are joined.
    pub join: Join,
    /// What the attributes must be.
    pub conditions: Vec<Condition>,
}

/// A condition as typed.
#[derive(Clone, Debug)]
pub struct TypedCondition {
    /// See [`Condition::key`].
    pub key: String,
    /// See [`Condition::operator`].
    pub operator: Operator,
    /// See [`Condition::values`].
    pub values: Vec<String>,
}

/// A frame as typed.
#[derive(Clone, Debug)]
pub struct TypedFrame {
    /// See [`Frame::join`]; AND where left out.
    pub join: Option<Join>,
    /// See [`Frame::conditions`].
    pub conditions: Vec<TypedCondition>,
}

impl Default for Frame {
    fn default() -> Self {
        Self {
            join: Join::And,
            conditions: Vec::new(),
        }
    }
}

impl Frame {
    /// Whether a customer with these attributes belongs to the frame.
    pub fn holds(&self, attributes: &Attributes) -> bool {
        let mut conditions = self.conditions.iter();
        match self.join {
            _ if self.conditions.is_empty() => true,
            Join::And => conditions.all(|condition| condition.holds(attributes)),
            Join::Or => conditions.any(|condition| condition.holds(attributes)),
        }
    }

    /// Reads a frame from the object that `parse` stands at.
    pub(super) fn read(parse: &mut Parse, typed: TypedFrame) -> Option<Self> {
        let conditions = parse.list(
            "conditions",
            typed.conditions,
            MOST_CONDITIONS,
            |parse, typed| {
                let key = parse.field("key", key(&typed.key));
                let values = read_values(parse, typed.operator, &typed.values);
                Some(Condition {
                    key: key?,
                    operator: typed.operator,
                    values: values?,
                })
            },
        );
        Some(Self {
            join: typed.join.unwrap_or(Join::And),
            conditions: conditions?,
        })
    }
}

impl Condition {
    fn holds(&self, attributes: &Attributes) -> bool {
        let value = attributes.get(&self.key);
        let first = self.values.first();
        match (self.operator, value, first) {
            (Operator::Eq | Operator::In, Some(value), _) => self.values.contains(value),
            (Operator::Ne, Some(value), _) => !self.values.contains(value),
            (Operator::Ne, None, _) => true,
            (Operator::Gte, Some(value), Some(bound)) => !is_below(value, bound),
            (Operator::Lte, Some(value), Some(bound)) => !is_below(bound, value),
            _ => false,
        }
    }
}

/// Whether `left` comes before `right`: as numbers where both are. A number and a text
/// that is none cannot be compared, and texts compare by their characters, which puts
/// days written `YYYY-MM-DD` in order.
fn is_below(left: &str, right: &str) -> bool {
    match (left.parse::<Decimal>(), right.parse::<Decimal>()) {
        (Ok(left), Ok(right)) => left < right,
        (Err(_), Err(_)) => left < right,
        _ => true,
    }
}

/// The key of an attribute, checked.
pub(super) fn key(text: &str) -> Result<String, Problem> {
    Code::parse(text).map(Code::into_string)
}

fn read_values(parse: &mut Parse, operator: Operator, typed: &[String]) -> Option<Vec<String>> {
    let several = matches!(operator, Operator::In | Operator::Ne);
    if typed.is_empty() {
        parse.push("values", required());
        return None;
    }
    if !several && typed.len() > 1 {
        let problem = Problem::new(
            ErrorCode::TooMany,
            format!("{operator} compares with one value; IN and NE take several."),
            format!("{operator} 只能与一个值比较；IN 和 NE 可有多个值。"),
        );
        parse.push("values", problem);
        return None;
    }
    if typed.len() > MOST_VALUES {
        parse.push("values", error::too_many(MOST_VALUES));
        return None;
    }
    let mut values = Vec::new();
    for (index, value) in typed.iter().enumerate() {
        match Name::parse(value) {
            Ok(value) => values.push(value.into_string()),
            Err(problem) => {
                parse.push("values", problem.within(index.to_string()));
            }
        }
    }
    (values.len() == typed.len()).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(pairs: &[(&str, &str)]) -> Attributes {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        pairs.iter().map(owned).collect()
    }

    fn condition(key: &str, operator: Operator, values: &[&str]) -> Condition {
        Condition {
            key: key.to_owned(),
            operator,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    #[test]
    fn conditions_compare_texts_numbers_and_days() {
        let customer = attributes(&[
            ("region", "城"),
            ("volume", "9.50"),
            ("since", "2024-03-01"),
        ]);
        for (key, operator, values, expected) in [
            ("region", Operator::Eq, vec!["城"], true),
            ("region", Operator::Eq, vec!["乡"], false),
            ("region", Operator::Ne, vec!["乡", "镇"], true),
            ("region", Operator::Ne, vec!["城", "镇"], false),
            ("region", Operator::In, vec!["乡", "城"], true),
            ("volume", Operator::Gte, vec!["9.5"], true),
            ("volume", Operator::Gte, vec!["10"], false),
            ("volume", Operator::Lte, vec!["10"], true),
            ("since", Operator::Gte, vec!["2024-01-01"], true),
            ("since", Operator::Lte, vec!["2024-01-01"], false),
            ("region", Operator::Gte, vec!["3"], false),
            ("region", Operator::Lte, vec!["3"], false),
            ("brand", Operator::Eq, vec!["x"], false),
            ("brand", Operator::Ne, vec!["x"], true),
            ("brand", Operator::Gte, vec!["0"], false),
        ] {
            let holds = condition(key, operator, &values).holds(&customer);
            assert_eq!(holds, expected, "{key} {operator} {values:?}");
        }
    }

    #[test]
    fn a_frame_joins_its_conditions() {
        let customer = attributes(&[("region", "城"), ("brand", "b")]);
        let conditions = vec![
            condition("region", Operator::Eq, &["城"]),
            condition("brand", Operator::Eq, &["a"]),
        ];
        let frame = |join| Frame {
            join,
            conditions: conditions.clone(),
        };
        assert!(!frame(Join::And).holds(&customer));
        assert!(frame(Join::Or).holds(&customer));
        assert!(Frame::default().holds(&customer));
        let empty = Frame {
            join: Join::Or,
            conditions: Vec::new(),
        };
        assert!(empty.holds(&customer));
    }
}
