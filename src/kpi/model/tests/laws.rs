//! Laws that hold for every tree.

use proptest::prelude::*;

use super::*;
use crate::kernel::text::Code;

/// A tree whose weights are any positive numbers: shares, not percentages.
#[derive(Clone, Debug)]
enum Sketch {
    Leaf(u32, Option<u32>),
    Group(u32, Vec<Sketch>),
}

fn sketches() -> impl Strategy<Value = Vec<Sketch>> {
    let leaf = (1_u32..1_000, prop::option::weighted(0.8, 0_u32..=10_000));
    let leaf = leaf.prop_map(|(weight, score)| Sketch::Leaf(weight, score));
    let node = leaf.prop_recursive(4, 40, 5, |inner| {
        let group = (1_u32..1_000, prop::collection::vec(inner, 1..5));
        group.prop_map(|(weight, children)| Sketch::Group(weight, children))
    });
    prop::collection::vec(node, 1..6)
}

/// The tree with each sibling's weight multiplied by the factor of its group.
fn nodes(
    sketches: &[Sketch],
    factors: &mut impl Iterator<Item = u32>,
    missing: Missing,
) -> Vec<Node> {
    let factor = factors.next().unwrap_or(1);
    let sketched = sketches.iter().enumerate();
    let node = |(at, sketch): (usize, &Sketch)| {
        let (weight, part) = match sketch {
            Sketch::Leaf(weight, _) => {
                let indicator = Indicator {
                    rule: Rule::RatioToFull {
                        full: decimal("100"),
                    },
                    target: None,
                    cap: None,
                    floor: decimal("0"),
                    missing,
                };
                (weight, Part::Leaf(Box::new(indicator)))
            }
            Sketch::Group(weight, children) => {
                (weight, Part::Group(nodes(children, factors, missing)))
            }
        };
        Node {
            code: Code::parse(&format!("n{at}")).unwrap(),
            name: String::new(),
            weight: Decimal::from(i64::from(*weight) * i64::from(factor)),
            part,
        }
    };
    sketched.map(node).collect()
}

fn scores(sketches: &[Sketch], into: &mut Vec<Option<u32>>) {
    for sketch in sketches {
        match sketch {
            Sketch::Leaf(_, score) => into.push(*score),
            Sketch::Group(_, children) => scores(children, into),
        }
    }
}

fn result(sketches: &[Sketch], factors: &[u32], missing: Missing) -> SheetResult {
    let content = SchemeContent {
        root: nodes(sketches, &mut factors.iter().copied(), missing),
        ..content(vec![leaf("a", "100", indicator(IndicatorKind::Manual))])
    };
    let mut lines = first_lines(&content);
    let mut figures = Vec::new();
    scores(sketches, &mut figures);
    for (line, score) in lines.iter_mut().zip(figures) {
        line.actual = score.map(|hundredths| Decimal::of_units(hundredths.into(), 2));
    }
    let tree = ScoringTree::of(&content).unwrap();
    compute(
        &content,
        &tree,
        &mut lines,
        &Adjusted::default(),
        &SheetResult::default(),
    )
}

proptest! {
    #[test]
    fn scores_within_a_hundred_give_a_total_within_a_hundred(tree in sketches(), zero: bool) {
        let missing = if zero { Missing::Zero } else { Missing::Renormalise };
        let result = result(&tree, &[], missing);
        if let Some(total) = &result.total {
            prop_assert!(*total >= Exact::zero() && *total <= Exact::hundred());
        }
        let mut all = Vec::new();
        scores(&tree, &mut all);
        let any = all.iter().any(Option::is_some);
        prop_assert_eq!(result.total.is_some(), zero || any);
        let present = exact(&result.weight_present);
        prop_assert!(present >= Exact::zero() && present <= Exact::hundred());
        if all.iter().all(Option::is_some) {
            prop_assert_eq!(present, Exact::hundred());
        }
    }

    #[test]
    fn weights_are_shares(tree in sketches(), factors in prop::collection::vec(1_u32..1_000, 20)) {
        let plain = result(&tree, &[], Missing::Renormalise);
        let scaled = result(&tree, &factors, Missing::Renormalise);
        prop_assert_eq!(plain, scaled);
    }

    #[test]
    fn a_total_lies_between_the_lowest_and_the_highest_score(tree in sketches()) {
        let result = result(&tree, &[], Missing::Renormalise);
        let mut all = Vec::new();
        scores(&tree, &mut all);
        let scored: Vec<u32> = all.into_iter().flatten().collect();
        if let (Some(total), Some(low), Some(high)) = (result.total, scored.iter().min(), scored.iter().max()) {
            let hundred = Exact::hundred();
            prop_assert!(&total * &hundred >= Exact::from(u64::from(*low)));
            prop_assert!(total * hundred <= Exact::from(u64::from(*high)));
        }
    }
}
