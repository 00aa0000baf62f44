//! Laws of the opening, tried on companies made at random.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::sketch::{Sketch, department_id};
use crate::cycles::model::resolution::resolve;
use crate::cycles::model::{EvaluatorRule, Pair, Roster};
use crate::kernel::exact::Exact;

const KINDS: [&str; 3] = ["HEADQUARTERS", "BUSINESS_CENTER", "BRANCH"];
const RULES: [&str; 4] = ["HEAD", "ALL", "RANDOM 1", "RANDOM 2"];

/// Six departments of three kinds, some below others, people with one to three
/// posts, and rows whose assessors mix departments and selectors.
fn sketches() -> impl Strategy<Value = Sketch> {
    let departments = prop::collection::vec((0..3_usize, prop::option::of(0..6_usize)), 6);
    let people = prop::collection::vec(
        prop::sample::subsequence((0..6).collect::<Vec<usize>>(), 1..=3),
        6..30,
    );
    let assessor = (0..9_usize, 1..200_u32, 0..RULES.len());
    let row = (any::<bool>(), prop::collection::vec(assessor, 1..6));
    let rows = prop::collection::vec(row, 1..6);
    (departments, people, rows).prop_map(|(departments, people, rows)| {
        let mut sketch = Sketch::new();
        for (place, (kind, parent)) in departments.into_iter().enumerate() {
            sketch = sketch.department(&format!("D{place}"), KINDS[kind], &format!("head{place}"));
            if let Some(parent) = parent.filter(|parent| *parent < place) {
                sketch = sketch.below(&format!("D{place}"), &format!("D{parent}"));
            }
        }
        for (place, posts) in people.into_iter().enumerate() {
            let posts: Vec<String> = posts.into_iter().map(|it| format!("D{it}")).collect();
            let posts: Vec<&str> = posts.iter().map(String::as_str).collect();
            sketch = sketch.person(&format!("p{place:02}"), &posts);
        }
        for (assessed, (weighted, assessors)) in rows.into_iter().enumerate() {
            let mut taken = BTreeSet::new();
            let texts: Vec<String> = assessors
                .into_iter()
                .filter(|(source, _, _)| *source != assessed && taken.insert(*source))
                .map(|(source, weight, rule)| {
                    let source = match source.checked_sub(6) {
                        Some(kind) => KINDS[kind].to_owned(),
                        None => format!("D{source}"),
                    };
                    let weight = if weighted {
                        weight.to_string()
                    } else {
                        "-".to_owned()
                    };
                    format!("{source} {weight} {}", RULES[rule])
                })
                .collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            sketch = sketch.row(&format!("D{assessed}"), &texts);
        }
        sketch
    })
}

/// The pairs without the order of the rows.
fn unordered(pairs: Vec<Pair>) -> BTreeMap<(String, String), String> {
    let each = pairs.into_iter().map(|pair| {
        let key = (pair.assessed.to_string(), pair.assessing.to_string());
        (key, format!("{} {:?}", pair.weight, pair.evaluators))
    });
    each.collect()
}

proptest! {
    #[test]
    fn weights_of_a_row_sum_to_what_was_typed(sketch in sketches()) {
        let roster = Roster::new(sketch.departments.clone(), sketch.people.clone());
        for row in &sketch.rows {
            let resolved = resolve(row, &roster);
            let mut typed = Exact::zero();
            let mut shared = Exact::zero();
            let mut seen = BTreeSet::new();
            for (resolved, assessor) in resolved.iter().zip(&row.assessors) {
                if let Some(weight) = assessor.weight.as_ref().filter(|_| !resolved.departments.is_empty()) {
                    typed += &Exact::try_from(weight.as_big()).unwrap();
                }
                for department in &resolved.departments {
                    prop_assert_ne!(*department, row.assessed);
                    prop_assert!(seen.insert(*department), "a department stands for one assessor");
                    if assessor.weight.is_some() {
                        shared += &resolved.weight;
                    } else {
                        prop_assert_eq!(resolved.weight.to_string(), "1");
                    }
                }
            }
            prop_assert_eq!(typed, shared);
        }
    }

    #[test]
    fn nobody_assesses_the_own_department_and_nobody_twice(sketch in sketches()) {
        let roster = Roster::new(sketch.departments.clone(), sketch.people.clone());
        let Ok(pairs) = sketch.open() else { return Ok(()) };
        let mut seen = BTreeSet::new();
        for pair in &pairs {
            prop_assert!(!pair.evaluators.is_empty());
            for evaluator in &pair.evaluators {
                let person = roster.person(*evaluator).unwrap();
                prop_assert!(!roster.is_biased(person, pair.assessed));
                prop_assert!(roster.belongs_to(person, pair.assessing));
                prop_assert!(seen.insert((pair.assessed, person.id)));
                // The main post's department assesses with ALL: then that is where.
                let main = person.main_department().unwrap();
                let there = pairs.iter().find(|it| it.assessed == pair.assessed && it.assessing == main);
                if there.is_some_and(|it| it.rule.as_str() == "ALL") {
                    prop_assert_eq!(pair.assessing, main);
                }
            }
        }
    }

    #[test]
    fn the_order_of_rows_and_people_changes_nothing(sketch in sketches()) {
        let mut turned = sketch.clone();
        turned.rows.reverse();
        turned.people.reverse();
        turned.departments.reverse();
        match (sketch.open(), turned.open()) {
            (Ok(pairs), Ok(others)) => prop_assert_eq!(unordered(pairs), unordered(others)),
            (Err(problems), Err(others)) => prop_assert_eq!(problems.len(), others.len()),
            _ => prop_assert!(false, "one opens and the other does not"),
        }
    }

    #[test]
    fn a_lot_draws_exactly_as_many_as_the_row_says(sketch in sketches()) {
        let Ok(pairs) = sketch.open() else { return Ok(()) };
        for row in &sketch.rows {
            for assessor in &row.assessors {
                let EvaluatorRule::Random(count) = assessor.evaluators else { continue };
                let source = format!("{:?}", assessor.source);
                for place in 0..6 {
                    let id = department_id(&format!("D{place}"));
                    if !source.contains(&format!("{id:?}")) {
                        continue;
                    }
                    let pair = pairs.iter().find(|it| it.assessed == row.assessed && it.assessing == id);
                    prop_assert_eq!(pair.map(|it| it.evaluators.len()), Some(count as usize));
                }
            }
        }
    }
}
