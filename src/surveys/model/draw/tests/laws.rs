//! What holds for every draw.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn people() -> impl Strategy<Value = Vec<Person>> {
    let one = ("[abc]", "[xyz]", "[pq]");
    prop::collection::vec(one, 1..120).prop_map(|values| {
        let person = |((region, brand, kind), number): ((String, String, String), u32)| {
            person(
                number,
                &[("region", &region), ("brand", &brand), ("kind", &kind)],
            )
        };
        values.into_iter().zip(1..).map(person).collect()
    })
}

/// How many there are of each pair of values.
fn pairs(people: &[Person]) -> BTreeMap<(&str, &str), u64> {
    let mut pairs = BTreeMap::new();
    for person in people {
        let pair = (&*person.attributes["region"], &*person.attributes["brand"]);
        *pairs.entry(pair).or_default() += 1;
    }
    pairs
}

/// Whether a table with these margins fits into what is there: Hall's condition, which is
/// exact for two margins, looked at for every set of rows.
fn fits(
    pairs: &BTreeMap<(&str, &str), u64>,
    rows: &[(&str, u64)],
    columns: &[(&str, u64)],
) -> bool {
    (0_usize..1 << rows.len()).all(|set| {
        let chosen: Vec<&(&str, u64)> = (0..rows.len())
            .filter(|row| set & (1 << row) != 0)
            .map(|row| &rows[row])
            .collect();
        let wanted: u64 = chosen.iter().map(|(_, places)| places).sum();
        let possible = columns.iter().map(|(column, places)| {
            let there = chosen
                .iter()
                .map(|(row, _)| pairs.get(&(*row, *column)).unwrap_or(&0));
            (*places).min(there.sum())
        });
        wanted <= possible.sum::<u64>()
    })
}

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter(people in people(), size in 1_u32..40, by in any::<bool>()) {
        let quotas = [quota("brand", &[("x", 1), ("y", 2), ("z", 1)])];
        let sampling = match by {
            true => Sampling::Proportional { size, by: "region".to_owned() },
            false => Sampling::Simple { size },
        };
        let mut turned = people.clone();
        turned.reverse();
        let drawn = draw(&sampling, &quotas, 3, "s", &people);
        prop_assert_eq!(drawn, draw(&sampling, &quotas, 3, "s", &turned));
    }

    #[test]
    fn two_margins_are_filled_exactly_when_that_is_possible(
        people in people(),
        size in 1_u32..60,
        ratios in (0_u32..4, 0_u32..4, 1_u32..4),
    ) {
        let brands = [("x", ratios.0), ("y", ratios.1), ("z", ratios.2)];
        let kinds = [("a", 1), ("b", 1), ("c", 2)];
        let quotas = [quota("region", &kinds), quota("brand", &brands)];
        let places = |ratios: &[(&'static str, u32)]| -> Vec<(&'static str, u64)> {
            let weights: Vec<Exact> = ratios.iter().map(|it| Exact::from(u64::from(it.1))).collect();
            let names = ratios.iter().map(|it| it.0);
            names.zip(apportion(u64::from(size), &weights)).collect()
        };
        let outcome = draw(&Sampling::Simple { size }, &quotas, 0, "s", &people);
        let possible = fits(&pairs(&people), &places(&kinds), &places(&brands));
        prop_assert_eq!(outcome.is_ok(), possible);
        if let Ok(drawn) = outcome {
            prop_assert_eq!(drawn.contacts.len(), size as usize);
            for (key, places) in [("region", places(&kinds)), ("brand", places(&brands))] {
                for (value, places) in places {
                    let has = |it: &&DrawnContact| it.quota_values[key] == value;
                    prop_assert_eq!(drawn.contacts.iter().filter(has).count() as u64, places);
                }
            }
        }
    }

    #[test]
    fn strata_and_two_quotas_keep_all_their_margins(people in people(), size in 1_u32..30) {
        let quotas = [
            quota("brand", &[("x", 1), ("y", 1), ("z", 1)]),
            quota("kind", &[("p", 2), ("q", 1)]),
        ];
        let sampling = Sampling::Proportional { size, by: "region".to_owned() };
        let Ok(drawn) = draw(&sampling, &quotas, 0, "s", &people) else { return Ok(()) };
        prop_assert_eq!(drawn.contacts.len(), size as usize);
        for places in &drawn.quotas {
            let has = |it: &&DrawnContact| it.quota_values[&places.key] == places.value;
            prop_assert_eq!(drawn.contacts.iter().filter(has).count() as u64, places.places);
        }
        for stratum in &drawn.strata {
            prop_assert_eq!(stratum.drawn, stratum.places);
            prop_assert!(stratum.drawn <= stratum.population);
        }
    }

    #[test]
    fn nobody_is_drawn_twice_and_a_larger_seed_text_changes_the_draw(people in people()) {
        let size = u32::try_from(people.len()).unwrap().div_ceil(2);
        let sampling = Sampling::Simple { size };
        let drawn = draw(&sampling, &[], 5, "s", &people).unwrap();
        let mut contacts: Vec<ContactId> = drawn.contacts.iter().map(|it| it.lot.contact).collect();
        contacts.sort();
        contacts.dedup();
        prop_assert_eq!(contacts.len(), drawn.contacts.len());
        if people.len() > 40 {
            let other = draw(&sampling, &[], 5, "another", &people).unwrap();
            prop_assert_ne!(other.contacts, drawn.contacts);
        }
    }
}
