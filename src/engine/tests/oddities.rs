//! Hidden items, foreign scales, empty weights, two questionnaires: what must not go wrong.

use super::fixtures::{
    Checked, assessed, assessor, dimension, exact, item, marked, outcome, published, questionnaire,
    reference, service_instrument, sheet,
};
use crate::engine::{
    Assessor, CycleScoring, Instrument, Item, Mark, Normalisation, Policy, Questionnaire,
    QuestionnaireReference, Scale, ScoringError, SheetJudge, SheetResult,
};
use crate::kernel::exact::Exact;

fn on_scale(code: &str, weight: i64, scale: Scale) -> Item {
    Item {
        scale,
        not_applicable_allowed: true,
        ..item(code, weight)
    }
}

#[test]
fn an_item_not_asked_leaves_the_denominator() -> Checked {
    // Speed: 60 × (50, 50); manner: 40 × 100.
    let speed = vec![
        on_scale("ANSWER", 50, Scale::new(1, 5)),
        on_scale("DELIVERY", 50, Scale::new(1, 5)),
    ];
    let manner = vec![on_scale("TONE", 100, Scale::new(1, 5))];
    let instrument = Instrument {
        dimensions: vec![
            dimension("SPEED", 60, speed),
            dimension("MANNER", 40, manner),
        ],
    };
    let judge = SheetJudge::new(&Policy::default(), &instrument)?;

    let partly = marked(vec![Mark::Level(5), Mark::NotApplicable, Mark::Level(3)]);
    let SheetResult::Valid(valid) = judge.judge(&partly)? else {
        unreachable!("valid")
    };
    // (30·100 + 40·60) / 70: the dimension counts with what was asked of it.
    assert_eq!(
        valid.index(),
        exact("5400").divided_by(&exact("70")).unwrap_or_default()
    );
    assert_eq!(valid.dimension_index(0), Some(exact("100")));
    assert_eq!(valid.imputed(), 0);

    let without = marked(vec![Mark::Hidden, Mark::Hidden, Mark::Level(3)]);
    let SheetResult::Valid(valid) = judge.judge(&without)? else {
        unreachable!("valid")
    };
    assert_eq!(
        (valid.index(), valid.dimension_index(0)),
        (exact("60"), None)
    );

    let nothing = marked(vec![Mark::Hidden, Mark::NotApplicable, Mark::Hidden]);
    assert_eq!(outcome(&judge.judge(&nothing)?), "NOTHING_TO_SCORE");
    Ok(())
}

#[test]
fn scales_of_different_lengths_meet_exactly() -> Checked {
    let items = vec![
        on_scale("SEVEN", 1, Scale::new(1, 7)),
        on_scale("RECOMMEND", 1, Scale::new(0, 10)),
        on_scale("FOUR", 1, Scale::new(1, 4)),
    ];
    let instrument = Instrument {
        dimensions: vec![dimension("MIXED", 100, items)],
    };
    let mixed = marked(vec![Mark::Level(5), Mark::Level(0), Mark::Missing]);
    let judged = |normalisation| {
        let policy = Policy {
            normalisation,
            ..Policy::default()
        };
        Ok::<_, ScoringError>(outcome(
            &SheetJudge::new(&policy, &instrument)?.judge(&mixed)?,
        ))
    };
    // (500/7 + 0 + 62.5) / 3 and (400/6 + 0 + 50) / 3.
    assert_eq!(judged(Normalisation::RatioOfMax)?, "44.64");
    assert_eq!(judged(Normalisation::MinMax)?, "38.89");

    let mut cycle = CycleScoring::new(
        Policy::default(),
        vec![questionnaire(instrument)],
        vec![assessed("ADM", vec![assessor("HQ", "1", 4)])],
    )?;
    for level in [10, 9, 8, 3] {
        let marks = vec![Mark::Level(5), Mark::Level(level), Mark::NotApplicable];
        cycle.record("ADM", "HQ", &marked(marks))?;
    }
    let score = cycle.finish().remove(0);
    assert_eq!(
        published(score.items[1].levels.net_promoter_score().as_ref()),
        "25.00"
    );
    assert_eq!(score.items[2].not_applicable, 4);
    assert_eq!(
        score.levels, None,
        "levels of different scales are not added up"
    );
    Ok(())
}

#[test]
fn scales_that_leave_the_hundred_are_refused() {
    let judged = |scale: Scale, normalisation| {
        let items = vec![on_scale("ODD", 100, scale)];
        let instrument = Instrument {
            dimensions: vec![dimension("D", 100, items)],
        };
        SheetJudge::new(
            &Policy {
                normalisation,
                ..Policy::default()
            },
            &instrument,
        )
        .err()
    };
    let refused = Some(ScoringError::ScaleNotNormalisable {
        item: "ODD".to_owned(),
    });
    assert_eq!(
        judged(Scale::new(-2, 2), Normalisation::RatioOfMax),
        refused
    );
    assert_eq!(judged(Scale::new(-2, 2), Normalisation::MinMax), None);
    assert_eq!(judged(Scale::new(0, 0), Normalisation::RatioOfMax), refused);
    assert_eq!(judged(Scale::new(3, 3), Normalisation::MinMax), refused);
    assert_eq!(judged(Scale::new(5, 1), Normalisation::MinMax), refused);
    let outside = Scale {
        neutral: exact("6"),
        ..Scale::new(1, 5)
    };
    assert_eq!(judged(outside, Normalisation::MinMax), refused);
}

#[test]
fn nothing_that_weighs_is_no_index() -> Checked {
    let weightless = Instrument {
        dimensions: vec![dimension("D", 0, vec![item("I", 100)])],
    };
    let judge = SheetJudge::new(&Policy::default(), &weightless)?;
    assert_eq!(outcome(&judge.judge(&sheet(&[5]))?), "NOTHING_TO_SCORE");

    let mut cycle = CycleScoring::new(
        Policy::default(),
        vec![questionnaire(service_instrument())],
        vec![
            assessed("ADM", vec![assessor("HQ", "0", 1)]),
            assessed("IT", Vec::new()),
        ],
    )?;
    cycle.record("ADM", "HQ", &sheet(&[5, 5, 5]))?;
    for score in cycle.finish() {
        let asked = score.department == "ADM";
        assert_eq!(
            (score.index, score.rank, score.provisional),
            (None, None, asked)
        );
        assert_eq!(score.coverage, Exact::zero());
    }
    Ok(())
}

#[test]
fn a_dimension_without_weight_still_has_its_own_index() -> Checked {
    let instrument = Instrument {
        dimensions: vec![
            dimension("COUNTS", 100, vec![item("A", 100)]),
            dimension("ASKED-ONLY", 0, vec![item("B", 100)]),
        ],
    };
    let judge = SheetJudge::new(&Policy::default(), &instrument)?;
    let SheetResult::Valid(valid) = judge.judge(&sheet(&[5, 1]))? else {
        unreachable!("valid")
    };
    assert_eq!(
        (valid.index(), valid.dimension_index(1)),
        (exact("100"), Some(exact("20")))
    );
    Ok(())
}

#[test]
fn assessors_may_be_asked_different_questionnaires() -> Checked {
    let short = QuestionnaireReference {
        code: "SHORT".to_owned(),
        version: 3,
    };
    let tone = Instrument {
        dimensions: vec![dimension("TONE", 100, vec![item("TONE", 100)])],
    };
    let questionnaires = vec![
        questionnaire(service_instrument()),
        Questionnaire {
            reference: short.clone(),
            ..questionnaire(tone)
        },
    ];
    let rows = vec![
        assessor("HQ", "50", 1),
        Assessor {
            questionnaire: short,
            ..assessor("MARKETING", "50", 1)
        },
    ];
    let mut cycle = CycleScoring::new(
        Policy::default(),
        questionnaires,
        vec![assessed("ADM", rows)],
    )?;
    cycle.record("ADM", "HQ", &sheet(&[5, 5, 5]))?;
    cycle.record("ADM", "MARKETING", &sheet(&[3]))?;
    let score = cycle.finish().remove(0);
    assert_eq!(score.index, Some(exact("80")));
    let dimensions: Vec<_> = score
        .dimensions
        .iter()
        .map(|found| (found.code.as_str(), published(found.index.as_ref())))
        .collect();
    assert_eq!(
        dimensions,
        [
            ("SERVICE", "100.00".to_owned()),
            ("TONE", "60.00".to_owned())
        ]
    );
    assert!(
        score
            .dimensions
            .iter()
            .all(|found| found.coverage == Exact::hundred())
    );
    assert_eq!(score.passport.questionnaires.len(), 2);
    Ok(())
}

#[test]
fn a_run_that_makes_no_sense_is_refused() {
    let open = |matrix| {
        CycleScoring::new(
            Policy::default(),
            vec![questionnaire(service_instrument())],
            matrix,
        )
        .err()
    };
    let twice = vec![assessor("HQ", "1", 1), assessor("HQ", "2", 1)];
    let duplicate = |code: &str| {
        Some(ScoringError::DuplicateCode {
            code: code.to_owned(),
        })
    };
    assert_eq!(open(vec![assessed("ADM", twice)]), duplicate("HQ"));
    assert_eq!(
        open(vec![assessed("IT", vec![]), assessed("IT", vec![])]),
        duplicate("IT")
    );
    assert_eq!(
        open(vec![assessed("ADM", vec![assessor("HQ", "-1", 1)])]),
        Some(ScoringError::NegativeWeight {
            code: "HQ".to_owned()
        })
    );
    let unknown = QuestionnaireReference {
        version: 2,
        ..reference()
    };
    let row = Assessor {
        questionnaire: unknown.clone(),
        ..assessor("HQ", "1", 1)
    };
    assert_eq!(
        open(vec![assessed("ADM", vec![row])]),
        Some(ScoringError::UnknownQuestionnaire(unknown))
    );
}

#[test]
fn a_sheet_outside_the_matrix_is_refused() -> Checked {
    let mut cycle = super::fixtures::worked_cycle(Policy::default())?;
    for (department, by) in [("ADM", "FINANCE"), ("IT", "HQ")] {
        let refused = cycle.record(department, by, &sheet(&[5, 5, 5]));
        assert!(matches!(refused, Err(ScoringError::NotInMatrix { .. })));
    }
    assert_eq!(cycle.finish()[0].passport.sheets, 4);
    Ok(())
}
