//! The chances of being drawn, counted over many seeds. With fixed seeds the counts are
//! always the same; each must lie within five standard deviations of what is promised,
//! which by chance one count in two million misses.

use super::*;

const SEEDS: u64 = 4_000;

/// How often each person was drawn.
fn counts(sampling: &Sampling, quotas: &[Quota], people: &[Person]) -> Vec<u64> {
    let mut counts = vec![0; people.len()];
    for seed in 0..SEEDS {
        let drawn = draw(sampling, quotas, 0, &seed.to_string(), people).unwrap();
        for contact in drawn.contacts {
            counts[contact.lot.frame_position as usize - 1] += 1;
        }
    }
    counts
}

/// Whether `count` of all seeds agrees with a chance of `part / whole`:
/// `(count − n·p)² ≤ 25 · n·p·(1 − p)`, without the fractions.
fn agrees(count: u64, part: u64, whole: u64) -> bool {
    let apart = (count * whole).abs_diff(SEEDS * part);
    apart * apart <= 25 * SEEDS * part * (whole - part)
}

#[test]
fn a_simple_sample_gives_each_the_same_chance() {
    let people = regions(&[("城", 40)]);
    for count in counts(&Sampling::Simple { size: 10 }, &[], &people) {
        assert!(agrees(count, 10, 40), "{count}");
    }
}

#[test]
fn a_simple_sample_gives_each_pair_the_same_chance() {
    let people = regions(&[("城", 12)]);
    let mut pairs = [[0_u64; 12]; 12];
    for seed in 0..SEEDS {
        let drawn = draw(
            &Sampling::Simple { size: 4 },
            &[],
            0,
            &seed.to_string(),
            &people,
        )
        .unwrap();
        let drawn: Vec<usize> = drawn
            .contacts
            .iter()
            .map(|it| it.lot.frame_position as usize - 1)
            .collect();
        for left in &drawn {
            for right in &drawn {
                pairs[*left][*right] += 1;
            }
        }
    }
    for (left, row) in pairs.iter().enumerate() {
        for right in row.iter().skip(left + 1) {
            // 4 · 3 of 12 · 11 pairs.
            assert!(agrees(*right, 12, 132), "{right}");
        }
    }
}

#[test]
fn within_a_stratum_each_has_the_chance_of_the_stratum() {
    let people = regions(&[("城", 30), ("乡", 10)]);
    let sizes =
        [("城", 7), ("乡", 3)].map(
            |(value, size)| crate::surveys::model::sampling::StratumSize {
                value: value.to_owned(),
                size,
            },
        );
    let fixed = Sampling::Fixed {
        by: "region".to_owned(),
        sizes: sizes.to_vec(),
    };
    let counts = counts(&fixed, &[], &people);
    for count in &counts[..30] {
        assert!(agrees(*count, 7, 30), "{count}");
    }
    for count in &counts[30..] {
        assert!(agrees(*count, 3, 10), "{count}");
    }
}

#[test]
fn within_a_quota_each_has_the_chance_of_its_value() {
    let people = regions(&[("a", 20), ("b", 15), ("c", 5), ("d", 5)]);
    let quotas = [quota("region", &[("a", 1), ("b", 2), ("c", 1), ("d", 0)])];
    let counts = counts(&Sampling::Simple { size: 12 }, &quotas, &people);
    for (person, count) in people.iter().zip(counts) {
        let (places, there) = match &*person.attributes["region"] {
            "a" => (3, 20),
            "b" => (6, 15),
            "c" => (3, 5),
            _ => (0, 5),
        };
        assert!(agrees(count, places, there), "{person:?}: {count}");
    }
}

#[test]
fn within_strata_and_quotas_each_of_one_cell_has_the_same_chance() {
    // In proportion already: 20 and 10 of the towns, 10 and 5 elsewhere.
    let cells = [
        ("城", "x", 20),
        ("城", "y", 10),
        ("乡", "x", 10),
        ("乡", "y", 5),
    ];
    let people: Vec<Person> = cells
        .iter()
        .flat_map(|(region, brand, count)| (0..*count).map(move |_| (*region, *brand)))
        .zip(1..)
        .map(|((region, brand), number)| person(number, &[("region", region), ("brand", brand)]))
        .collect();
    let quotas = [quota("brand", &[("x", 2), ("y", 1)])];
    let sampling = Sampling::Proportional {
        size: 9,
        by: "region".to_owned(),
    };
    for count in counts(&sampling, &quotas, &people) {
        assert!(agrees(count, 9, 45), "{count}");
    }
}
