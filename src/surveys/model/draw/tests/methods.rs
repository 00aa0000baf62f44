//! Each way of sampling, and each way of being impossible.

use super::*;
use crate::surveys::model::sampling::{Deviation, StratumSize};

fn by() -> String {
    "region".to_owned()
}

fn values(drawn: &Drawn, key: &str) -> Vec<String> {
    let value = |it: &DrawnContact| it.quota_values.get(key).cloned().unwrap_or_default();
    drawn.contacts.iter().map(value).collect()
}

#[test]
fn a_census_takes_everybody_and_a_simple_sample_its_size() {
    let people = regions(&[("城", 12), ("乡", 8)]);
    let all = draw(&Sampling::Census, &[], 5, "s", &people).unwrap();
    assert_eq!((all.contacts.len(), all.eligible), (20, 20));
    let some = draw(&Sampling::Simple { size: 7 }, &[], 3, "s", &people).unwrap();
    assert_eq!(strata(&some), [" 20 7 10"]);
    let reserve = some.contacts.iter().map(|it| it.is_reserve);
    assert_eq!(reserve.filter(|it| *it).count(), 3);
    let lowest = {
        let mut lots: Vec<Lot> = people.iter().map(|it| lot("s", it)).collect();
        lots.sort();
        lots.truncate(10);
        lots
    };
    let drawn: Vec<Lot> = some.contacts.iter().map(|it| it.lot).collect();
    assert_eq!(drawn, lowest, "the lowest tickets, in their order");
    assert_eq!(
        short(draw(&Sampling::Simple { size: 21 }, &[], 0, "s", &people)),
        ["size 21 20"]
    );
}

#[test]
fn strata_are_proportional_fixed_or_a_percentage() {
    let people = regions(&[("城", 50), ("乡", 30), ("镇", 21)]);
    let proportional = Sampling::Proportional { size: 10, by: by() };
    let drawn = draw(&proportional, &[], 0, "s", &people).unwrap();
    assert_eq!(strata(&drawn), ["乡 30 3 3", "城 50 5 5", "镇 21 2 2"]);
    let sizes = |urban: u32, rural: u32| Sampling::Fixed {
        by: by(),
        sizes: [("城", urban), ("乡", rural)]
            .map(|(value, size)| StratumSize {
                value: value.to_owned(),
                size,
            })
            .to_vec(),
    };
    let drawn = draw(&sizes(7, 3), &[], 0, "s", &people).unwrap();
    assert_eq!(strata(&drawn), ["乡 30 3 3", "城 50 7 7", "镇 21 0 0"]);
    assert_eq!(
        short(draw(&sizes(51, 40), &[], 0, "s", &people)),
        ["region=乡 40 30", "region=城 51 50"]
    );
    let percent = Sampling::PercentPerGroup {
        by: by(),
        percent: "10".parse().unwrap(),
    };
    let drawn = draw(&percent, &[], 0, "s", &people).unwrap();
    assert_eq!(strata(&drawn), ["乡 30 3 3", "城 50 5 5", "镇 21 3 3"]);
}

#[test]
fn neyman_looks_at_the_spread_that_is_given_or_else_at_that_of_the_volume() {
    let mut people = regions(&[("城", 40), ("乡", 60)]);
    let neyman = |deviations: &[(&str, &str)]| Sampling::Neyman {
        size: 10,
        by: by(),
        deviations: deviations
            .iter()
            .map(|(value, deviation)| Deviation {
                value: (*value).to_owned(),
                deviation: deviation.parse().unwrap(),
            })
            .collect(),
    };
    let drawn = |sampling: &Sampling, people: &[Person]| {
        strata(&draw(sampling, &[], 0, "s", people).unwrap())
    };
    // 40 · 6 : 60 · 1 = 4 : 1
    let given = neyman(&[("城", "6"), ("乡", "1")]);
    assert_eq!(drawn(&given, &people), ["乡 60 2 2", "城 40 8 8"]);
    // Nothing is known: by size.
    assert_eq!(drawn(&neyman(&[]), &people), ["乡 60 6 6", "城 40 4 4"]);
    // Volumes of 0 and 2 a in the towns, of 0 and 4 a elsewhere: 40 : 120.
    for (index, person) in people.iter_mut().enumerate() {
        let far = if index < 40 { 20 } else { 40 };
        person.volume = Some(Decimal::from(if index % 2 == 0 { far } else { 0 }));
    }
    assert_eq!(drawn(&neyman(&[]), &people), ["乡 60 7 7", "城 40 3 3"]);
    // A stratum without spread fills up what the other has not.
    let narrow = neyman(&[("城", "6"), ("乡", "0")]);
    let few = regions(&[("城", 4), ("乡", 60)]);
    assert_eq!(drawn(&narrow, &few), ["乡 60 6 6", "城 4 4 4"]);
}

#[test]
fn the_largest_customers_are_taken_until_they_have_the_share() {
    let volumes = ["5", "50", "20", "", "15", "10"];
    let people: Vec<Person> = volumes
        .iter()
        .zip(1..)
        .map(|(volume, number)| Person {
            volume: volume.parse().ok(),
            ..person(number, &[])
        })
        .collect();
    let share = |share: &str| Sampling::CumulativeVolume {
        share: share.parse().unwrap(),
    };
    let numbers = |drawn: Drawn| -> Vec<u32> {
        drawn
            .contacts
            .iter()
            .map(|it| it.lot.frame_position)
            .collect()
    };
    let drawn = |sampling: &Sampling, reserve| draw(sampling, &[], reserve, "s", &people).unwrap();
    assert_eq!(numbers(drawn(&share("80"), 0)), [2, 3, 5]);
    assert_eq!(numbers(drawn(&share("70"), 1)), [2, 3, 5]);
    assert_eq!(numbers(drawn(&share("100"), 0)), [2, 3, 5, 6, 1]);
    assert_eq!(
        short(draw(&share("80"), &[], 0, "s", &regions(&[("城", 3)]))),
        ["volume 1 0"]
    );
}

#[test]
fn quotas_give_places_by_ratios_and_0_leaves_a_value_out() {
    let people = regions(&[("a", 30), ("b", 30), ("c", 30), ("d", 30), ("e", 30)]);
    let quotas = [quota("region", &[("a", 1), ("b", 2), ("c", 3), ("d", 0)])];
    let drawn = draw(&Sampling::Simple { size: 12 }, &quotas, 0, "s", &people).unwrap();
    let places: Vec<u64> = drawn.quotas.iter().map(|it| it.places).collect();
    assert_eq!(places, [2, 4, 6, 0]);
    assert_eq!(drawn.eligible, 90, "d and e are left out");
    let order = values(&drawn, "region").concat();
    assert_eq!(order.matches('a').count(), 2);
    assert_eq!(order.matches('b').count(), 4);
    assert_eq!(order.matches('c').count(), 6);
    for half in [&order[..6], &order[6..]] {
        assert_eq!(half.matches('a').count(), 1, "filled evenly: {order}");
        assert_eq!(half.matches('b').count(), 2, "filled evenly: {order}");
    }
    // Whoever has one of the twelve lowest tickets and was not drawn found no place.
    let mut lots: Vec<Lot> = people.iter().map(|it| lot("s", it)).collect();
    lots.sort();
    let lowest = &lots[..12];
    let drawn_lots: Vec<Lot> = drawn.contacts.iter().map(|it| it.lot).collect();
    let full: Vec<Lot> = drawn.quota_full.iter().map(|it| it.lot).collect();
    for lot in lowest {
        assert!(drawn_lots.contains(lot) != full.contains(lot));
    }
    assert!(full.iter().all(|lot| lowest.contains(lot)) && !full.is_empty());
}

#[test]
fn several_quotas_at_once_are_filled_where_that_is_possible() {
    // Only the diagonal has people: each value of one attribute forces the other's.
    let pairs = [("a", "x", 5), ("b", "y", 5), ("a", "y", 1)];
    let people: Vec<Person> = pairs
        .iter()
        .flat_map(|(region, brand, count)| (0..*count).map(move |_| (*region, *brand)))
        .zip(1..)
        .map(|((region, brand), number)| person(number, &[("region", region), ("brand", brand)]))
        .collect();
    let quotas = |x: u32, y: u32| {
        [
            quota("region", &[("a", 1), ("b", 1)]),
            quota("brand", &[("x", x), ("y", y)]),
        ]
    };
    let size = |size: u32| Sampling::Simple { size };
    let drawn = draw(&size(10), &quotas(1, 1), 0, "s", &people).unwrap();
    assert_eq!(drawn.contacts.len(), 10);
    let drawn = draw(&size(10), &quotas(2, 3), 0, "s", &people).unwrap();
    assert_eq!(values(&drawn, "brand").concat().matches('x').count(), 4);
    // x wants 6 and there are 5; nothing else is wrong.
    assert_eq!(
        short(draw(&size(10), &quotas(3, 2), 0, "s", &people)),
        ["brand=x 6 5"]
    );
    // Five of b and two of x leave no place for more than three of a.
    assert_eq!(
        short(draw(&size(10), &quotas(1, 4), 0, "s", &people)),
        ["brand=y 8 6"]
    );
    assert_eq!(
        short(draw(&size(8), &quotas(1, 3), 0, "s", &people)),
        ["together 8 7"]
    );
}

#[test]
fn the_reserve_is_drawn_beyond_the_places_as_far_as_there_are_people() {
    let people = regions(&[("a", 20), ("b", 3)]);
    let quotas = [quota("region", &[("a", 1), ("b", 1)])];
    let drawn = draw(&Sampling::Simple { size: 4 }, &quotas, 6, "s", &people).unwrap();
    let reserve: Vec<&str> = drawn
        .contacts
        .iter()
        .filter(|it| it.is_reserve)
        .map(|it| it.quota_values["region"].as_str())
        .collect();
    assert_eq!(reserve.len(), 6);
    assert_eq!(reserve.iter().filter(|it| **it == "b").count(), 1);
    let first: Vec<bool> = drawn.contacts.iter().map(|it| it.is_reserve).collect();
    assert!(first.is_sorted(), "the reserve comes last");
}
