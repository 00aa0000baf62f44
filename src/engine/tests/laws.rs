//! Laws that hold for any weights, levels and orders.

use proptest::collection::vec;
use proptest::prelude::*;

use super::fixtures::{assessed, assessor, dimension, exact, item, marked, questionnaire};
use crate::engine::{
    CycleScoring, DepartmentScore, Instrument, Mark, Normalisation, Policy, ScoringError,
    SheetJudge, SheetResult, ranks,
};
use crate::kernel::exact::Exact;

const CODES: [&str; 3] = ["ADM", "FIN", "IT"];

/// Two dimensions with two items each.
fn instrument(dimensions: [i64; 2], items: [i64; 4]) -> Instrument {
    let allowing = |code: &str, weight| {
        let mut item = item(code, weight);
        item.not_applicable_allowed = true;
        item
    };
    let [a, b, c, d] = items;
    let first = vec![allowing("A", a), allowing("B", b)];
    let second = vec![allowing("C", c), allowing("D", d)];
    Instrument {
        dimensions: vec![
            dimension("ONE", dimensions[0], first),
            dimension("TWO", dimensions[1], second),
        ],
    }
}

fn any_mark() -> impl Strategy<Value = Mark> {
    prop_oneof![
        6 => (1..=5).prop_map(Mark::Level),
        1 => Just(Mark::Missing),
        1 => Just(Mark::NotApplicable),
        1 => Just(Mark::Hidden),
    ]
}

/// Who assesses whom, and how.
type Fed = (usize, usize, Vec<Mark>);

fn any_sheets() -> impl Strategy<Value = Vec<Fed>> {
    vec((0..CODES.len(), 0..CODES.len(), vec(any_mark(), 4)), 0..40)
}

fn scores(sheets: &[Fed], scale: i64) -> Result<Vec<DepartmentScore>, ScoringError> {
    let weights = [17, 0, 5].map(|weight| (weight * scale).to_string());
    let assessors = || {
        let rows = CODES.iter().zip(&weights);
        rows.map(|(code, weight)| assessor(code, weight, 20))
            .collect()
    };
    let mut cycle = CycleScoring::new(
        Policy::default(),
        vec![questionnaire(instrument(
            [60 * scale, 40 * scale],
            [30, 70, 45, 55],
        ))],
        CODES
            .iter()
            .map(|code| assessed(code, assessors()))
            .collect(),
    )?;
    for (assessed, assessor, marks) in sheets {
        cycle.record(CODES[*assessed], CODES[*assessor], &marked(marks.clone()))?;
    }
    Ok(cycle.finish())
}

fn valid_index(result: &SheetResult) -> Option<Exact> {
    match result {
        SheetResult::Valid(valid) => Some(valid.index()),
        SheetResult::Invalid(_) | SheetResult::Excluded(_) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_arrival_leaves_no_trace(
        (sheets, shuffled) in any_sheets()
            .prop_flat_map(|sheets| (Just(sheets.clone()), Just(sheets).prop_shuffle())),
    ) {
        prop_assert_eq!(scores(&sheets, 1), scores(&shuffled, 1));
    }

    #[test]
    fn only_the_proportions_of_weights_count(sheets in any_sheets(), scale in 2_i64..1_000) {
        let (Ok(plain), Ok(scaled)) = (scores(&sheets, 1), scores(&sheets, scale)) else {
            return Err(TestCaseError::fail("the run was refused"));
        };
        for (plain, scaled) in plain.iter().zip(&scaled) {
            prop_assert_eq!(&plain.index, &scaled.index);
            prop_assert_eq!(&plain.coverage, &scaled.coverage);
            prop_assert_eq!(&plain.standard_deviation, &scaled.standard_deviation);
            prop_assert_eq!(&plain.dimensions, &scaled.dimensions);
            prop_assert_eq!(plain.rank, scaled.rank);
        }
    }

    #[test]
    fn every_index_lies_within_the_hundred(
        dimensions in prop::array::uniform2(0_i64..100),
        items in prop::array::uniform4(0_i64..100),
        marks in vec(any_mark(), 4),
        min_max: bool,
    ) {
        let normalisation =
            if min_max { Normalisation::MinMax } else { Normalisation::RatioOfMax };
        let policy = Policy { normalisation, missing_allowed: 4, ..Policy::default() };
        let judge = SheetJudge::new(&policy, &instrument(dimensions, items));
        let result = judge.and_then(|judge| judge.judge(&marked(marks)));
        prop_assert!(result.is_ok());
        if let Some(index) = result.ok().as_ref().and_then(valid_index) {
            prop_assert!(index >= Exact::zero() && index <= Exact::hundred());
        }
    }

    #[test]
    fn the_index_is_the_formula(levels in prop::array::uniform4(1..=5_i32)) {
        let judge = SheetJudge::new(&Policy::default(), &instrument([60, 40], [30, 70, 45, 55]));
        let sheet = marked(levels.map(Mark::Level).to_vec());
        let result = judge.and_then(|judge| judge.judge(&sheet));
        let weights = [1_800, 4_200, 1_800, 2_200];
        let points: i32 = weights.iter().zip(levels).map(|(weight, level)| weight * level * 20).sum();
        let expected = Exact::from(points).divided_by(&exact("10000"));
        prop_assert_eq!(result.ok().as_ref().and_then(valid_index), expected);
    }

    #[test]
    fn splitting_an_assessor_by_its_answers_changes_nothing(
        levels in vec(1..=5_i32, 2..20),
        cut in 1_usize..19,
    ) {
        // One assessor of weight n, or two of weights k and n − k with k and n − k sheets.
        let cut = cut.min(levels.len() - 1);
        let count = levels.len().to_string();
        let (left, right) = (cut.to_string(), (levels.len() - cut).to_string());
        let index = |rows: Vec<_>, name: &dyn Fn(usize) -> &'static str| {
            let mut cycle = CycleScoring::new(
                Policy::default(),
                vec![questionnaire(instrument([60, 40], [30, 70, 45, 55]))],
                vec![assessed("ADM", rows)],
            )?;
            for (position, level) in levels.iter().enumerate() {
                cycle.record("ADM", name(position), &marked(vec![Mark::Level(*level); 4]))?;
            }
            Ok::<_, ScoringError>(cycle.finish().remove(0).index)
        };
        let whole = index(vec![assessor("HQ", &count, 1)], &|_| "HQ");
        let halves = vec![assessor("NORTH", &left, 1), assessor("SOUTH", &right, 1)];
        let split = index(halves, &|position| if position < cut { "NORTH" } else { "SOUTH" });
        prop_assert_eq!(whole, split);
    }

    #[test]
    fn a_rank_is_one_more_than_the_higher_ones(
        indices in vec(prop::option::of((0_i64..20).prop_map(Exact::from)), 0..15),
    ) {
        for (index, rank) in indices.iter().zip(ranks(&indices)) {
            let expected = index.as_ref().map(|index| {
                indices.iter().flatten().filter(|other| *other > index).count() as u64 + 1
            });
            prop_assert_eq!(rank, expected);
        }
    }
}

#[test]
fn a_policy_is_known_by_its_text() {
    let changed = [
        Policy {
            missing_allowed: 2,
            ..Policy::default()
        },
        Policy {
            normalisation: Normalisation::MinMax,
            ..Policy::default()
        },
        Policy {
            target: Some(exact("85")),
            ..Policy::default()
        },
        Policy {
            satisfied_threshold: exact("70.5"),
            ..Policy::default()
        },
    ];
    for policy in changed {
        assert_ne!(policy.digest(), Policy::default().digest());
    }
    let written = Policy {
        satisfied_threshold: exact("70.00"),
        ..Policy::default()
    };
    assert_eq!(written.digest(), Policy::default().digest());
}
