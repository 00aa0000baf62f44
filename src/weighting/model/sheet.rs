//! The weights that one expert gives in one round.

use serde::{Deserialize, Serialize};

use super::Group;
use crate::kernel::text::Code;
use crate::kernel::{Decimal, Parse, Typed};
use crate::weighting::error;

/// The decimal places of a weight.
pub(super) const PLACES: u8 = 2;

/// What somebody typed for one group.
#[derive(Clone, Debug)]
pub struct TypedGroup {
    /// The dimension, or nothing for the dimensions themselves.
    pub dimension: Option<String>,
    /// The weights of its members, in any order.
    pub weights: Vec<TypedWeight>,
}

/// What somebody typed for one member.
#[derive(Clone, Debug)]
pub struct TypedWeight {
    /// The member.
    pub code: String,
    /// Its weight.
    pub weight: Typed<Decimal>,
}

/// The weights of every member of every group, in the order of the study. Those of a group
/// are not negative, have at most two places, and total 100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sheet(Vec<Vec<Decimal>>);

impl Sheet {
    /// The weights, group by group and member by member.
    pub fn groups(&self) -> &[Vec<Decimal>] {
        &self.0
    }

    /// Reads what was typed for `groups` in the arguments that `parse` stands at: every
    /// group once, with every member once.
    pub fn read(parse: &mut Parse, groups: &[Group], typed: Vec<TypedGroup>) -> Option<Self> {
        let mut found: Vec<Option<Vec<Decimal>>> = vec![None; groups.len()];
        let mut named = vec![false; groups.len()];
        // Nobody types more groups than there are without naming one twice.
        parse.list("groups", typed, groups.len() + 1, |parse, typed| {
            let position = position_of(groups, typed.dimension.as_deref());
            let Some(position) = position else {
                parse.push("dimension", error::unknown_group());
                return None;
            };
            if std::mem::replace(&mut named[position], true) {
                parse.push("dimension", error::named_twice());
                return None;
            }
            found[position] = read_group(parse, &groups[position], typed.weights);
            Some(())
        });
        for (group, _) in groups.iter().zip(&named).filter(|(_, named)| !**named) {
            parse.push("groups", error::group_missing(group));
        }
        found.into_iter().collect::<Option<_>>().map(Self)
    }
}

fn position_of(groups: &[Group], dimension: Option<&str>) -> Option<usize> {
    let named = |group: &Group| group.dimension.as_ref().map(Code::as_str) == dimension;
    groups.iter().position(named)
}

fn read_group(parse: &mut Parse, group: &Group, typed: Vec<TypedWeight>) -> Option<Vec<Decimal>> {
    let members = &group.members;
    let mut found: Vec<Option<Decimal>> = vec![None; members.len()];
    let mut named = vec![false; members.len()];
    let read = parse.list("weights", typed, members.len() + 1, |parse, typed| {
        let is_it = |code: &Code| code.as_str() == typed.code;
        let Some(position) = members.iter().position(|it| is_it(&it.code)) else {
            parse.push("code", error::unknown_member());
            return None;
        };
        if std::mem::replace(&mut named[position], true) {
            parse.push("code", error::named_twice());
            return None;
        }
        found[position] = parse.field("weight", typed.weight.and_then(checked));
        found[position].as_ref().map(|_| ())
    });
    for (member, _) in members.iter().zip(&named).filter(|(_, named)| !**named) {
        parse.push("weights", error::member_missing(member));
    }
    let weights = read.and(found.into_iter().collect::<Option<Vec<_>>>())?;
    if let Some(problem) = error::total_is_wrong(group, &weights) {
        parse.push("weights", problem);
        return None;
    }
    Some(weights)
}

/// 0 to 100 with at most two places.
pub(super) fn checked(weight: Decimal) -> Typed<Decimal> {
    let fits = weight >= Decimal::from(0)
        && weight <= Decimal::from(100)
        && weight.units(PLACES).is_some();
    if fits {
        Ok(weight)
    } else {
        Err(error::no_percentage())
    }
}
