//! Who answers for which assessing department of one row.
//!
//! A person has one voice per assessed department, whatever number of posts they
//! hold. So the people whom the rules reach are first given to one department
//! each, and the lots are drawn from those that remain: who is drawn elsewhere
//! changes nothing for the others.

use std::collections::HashMap;

use super::draw::Lot;
use super::{EvaluatorRule, Person, Roster};
use crate::kernel::ids::{DepartmentId, EmployeeId};

/// One assessing department of a row and its rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Desk<'a> {
    pub(super) department: DepartmentId,
    pub(super) evaluators: &'a EvaluatorRule,
}

/// The people who answer at one desk.
#[derive(Clone, Debug, Default)]
pub(super) struct Voices<'a> {
    /// Whether the rule reached anybody before anybody was left out.
    pub(super) reached: bool,
    /// How many could answer; more than answer where lots were drawn.
    pub(super) candidates: usize,
    /// Those who answer, by employee number.
    pub(super) people: Vec<&'a Person>,
}

/// The voices of each desk, in the same order.
pub(super) fn voices<'a>(
    desks: &[Desk<'_>],
    assessed: DepartmentId,
    roster: &'a Roster,
    seed: &str,
) -> Vec<Voices<'a>> {
    let reached: Vec<Vec<&Person>> = desks
        .iter()
        .map(|desk| within_reach(*desk, roster))
        .collect();
    let candidates: Vec<Vec<&Person>> = reached
        .iter()
        .map(|people| {
            let unbiased = |person: &&&Person| !roster.is_biased(person, assessed);
            people.iter().filter(unbiased).copied().collect()
        })
        .collect();
    let seats = seats(desks, &candidates, roster);
    let label = |id| roster.department(id).map_or("", |it| it.code.as_str());
    let each = desks.iter().zip(reached).zip(candidates).enumerate();
    each.map(|(place, ((desk, reached), candidates))| {
        let people: Vec<&Person> = candidates
            .into_iter()
            .filter(|person| seats.get(&person.id) == Some(&place))
            .collect();
        let lot = Lot {
            seed,
            assessed: label(assessed),
            assessing: label(desk.department),
        };
        Voices {
            reached: !reached.is_empty(),
            candidates: people.len(),
            people: match desk.evaluators {
                EvaluatorRule::Random(count) => {
                    let count = usize::try_from(*count).unwrap_or(usize::MAX);
                    lot.draw(people, count, |person| &person.number)
                }
                _ => people,
            },
        }
    })
    .collect()
}

/// Everybody whom the rule of a desk reaches, by employee number.
fn within_reach<'a>(desk: Desk<'_>, roster: &'a Roster) -> Vec<&'a Person> {
    match desk.evaluators {
        EvaluatorRule::Head => roster.head(desk.department).into_iter().collect(),
        EvaluatorRule::All | EvaluatorRule::Random(_) => roster.staff(desk.department).collect(),
        EvaluatorRule::Named(ids) => {
            let mut people: Vec<&Person> = ids
                .iter()
                .filter_map(|id| roster.person(*id))
                .filter(|person| person.present && roster.belongs_to(person, desk.department))
                .collect();
            people.sort_by(|one, other| one.number.cmp(&other.number));
            people
        }
    }
}

/// The one desk at which each candidate answers: the one nearest to the main post,
/// else the first.
fn seats(
    desks: &[Desk<'_>],
    candidates: &[Vec<&Person>],
    roster: &Roster,
) -> HashMap<EmployeeId, usize> {
    let mut seats: HashMap<EmployeeId, (u8, usize)> = HashMap::new();
    for (place, (desk, people)) in desks.iter().zip(candidates).enumerate() {
        for person in people {
            let seat = (distance(person, desk.department, roster), place);
            seats
                .entry(person.id)
                .and_modify(|best| *best = (*best).min(seat))
                .or_insert(seat);
        }
    }
    seats
        .into_iter()
        .map(|(person, (_, place))| (person, place))
        .collect()
}

/// How far a department is from a person's main post: it is there, below it, or
/// elsewhere.
fn distance(person: &Person, department: DepartmentId, roster: &Roster) -> u8 {
    match person.main_department() {
        Some(main) if main == department => 0,
        Some(main) if roster.is_within(main, department) => 1,
        _ => 2,
    }
}
