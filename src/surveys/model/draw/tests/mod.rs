//! Draws from small frames.

mod chances;
mod laws;
mod methods;

use uuid::Uuid;

use super::*;
use crate::kernel::ids::{ContactId, CustomerId};
use crate::surveys::model::sampling::Ratio;

/// Somebody of a frame.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) number: u32,
    pub(super) attributes: Attributes,
    pub(super) volume: Option<Decimal>,
}

/// A person with these attributes.
pub(super) fn person(number: u32, attributes: &[(&str, &str)]) -> Person {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    Person {
        number,
        attributes: attributes.iter().map(owned).collect(),
        volume: None,
    }
}

/// So many of each of these regions, one after the other.
pub(super) fn regions(counts: &[(&str, u32)]) -> Vec<Person> {
    let names = counts
        .iter()
        .flat_map(|(name, count)| (0..*count).map(move |_| *name));
    names
        .zip(1..)
        .map(|(name, number)| person(number, &[("region", name)]))
        .collect()
}

pub(super) fn quota(key: &str, ratios: &[(&str, u32)]) -> Quota {
    let ratio = |(value, ratio): &(&str, u32)| Ratio {
        value: (*value).to_owned(),
        ratio: *ratio,
    };
    Quota {
        key: key.to_owned(),
        ratios: ratios.iter().map(ratio).collect(),
    }
}

pub(super) fn lot(seed: &str, person: &Person) -> Lot {
    let code = format!("C{:05}", person.number);
    Lot {
        ticket: ticket(seed, &code, 1),
        contact: ContactId(Uuid::from_u128(u128::from(person.number))),
        customer: CustomerId(Uuid::from_u128(u128::from(person.number))),
        frame_position: person.number,
        is_assessed: true,
        stage: 0,
    }
}

pub(super) fn draw(
    sampling: &Sampling,
    quotas: &[Quota],
    reserve: u32,
    seed: &str,
    people: &[Person],
) -> Result<Drawn, Vec<Shortfall>> {
    let mut drawing = Drawing::new(sampling, quotas, reserve);
    for person in people {
        drawing.offer(
            &person.attributes,
            person.volume.as_ref(),
            lot(seed, person),
        );
    }
    drawing.finish()
}

/// How many places each stratum got, as `value population places drawn`.
pub(super) fn strata(drawn: &Drawn) -> Vec<String> {
    let told = |it: &Stratum| format!("{} {} {} {}", it.value, it.population, it.places, it.drawn);
    drawn.strata.iter().map(told).collect()
}

/// What is short, as `constraint wanted found`.
pub(super) fn short(outcome: Result<Drawn, Vec<Shortfall>>) -> Vec<String> {
    let told = |it: Shortfall| {
        let name = match it.constraint {
            Constraint::Size => "size".to_owned(),
            Constraint::Stratum { key, value } | Constraint::Quota { key, value } => {
                format!("{key}={value}")
            }
            Constraint::Together => "together".to_owned(),
            Constraint::Days => "days".to_owned(),
            Constraint::Volume => "volume".to_owned(),
            Constraint::Frame => "frame".to_owned(),
            Constraint::Attribute { key } => key,
        };
        format!("{name} {} {}", it.wanted, it.found)
    };
    outcome.unwrap_err().into_iter().map(told).collect()
}
