//! Every rule that makes a response invalid, and that none applies unless switched on.

use super::fixtures::{
    Checked, assessed, dimension, item, marked, outcome, questionnaire, service_instrument, sheet,
    three_assessors, worked_cycle,
};
use crate::engine::{
    AttentionItem, CycleScoring, Instrument, InvalidityRules, Mark, Policy, ScoringError, Sheet,
    SheetFacts, SheetJudge,
};

fn under(invalidity: InvalidityRules, sheet: &Sheet) -> Result<String, ScoringError> {
    let policy = Policy {
        invalidity,
        ..Policy::default()
    };
    Ok(outcome(
        &SheetJudge::new(&policy, &service_instrument())?.judge(sheet)?,
    ))
}

fn suspicious() -> Sheet {
    let facts = SheetFacts {
        seconds_taken: Some(4),
        outside_window: true,
        repeats_contact_of_day: true,
        exclusion: None,
    };
    Sheet {
        facts,
        ..sheet(&[5, 5, 5])
    }
}

#[test]
fn no_rule_applies_unless_switched_on() -> Checked {
    assert_eq!(under(InvalidityRules::default(), &suspicious())?, "100.00");
    Ok(())
}

#[test]
fn each_rule_names_its_reason() -> Checked {
    let off = InvalidityRules::default;
    let rules = [
        (
            InvalidityRules {
                outside_window: true,
                ..off()
            },
            "OUTSIDE_WINDOW",
        ),
        (
            InvalidityRules {
                duplicate_contact_per_day: true,
                ..off()
            },
            "DUPLICATE_CONTACT",
        ),
        (
            InvalidityRules {
                minimum_seconds: Some(5),
                ..off()
            },
            "TOO_FAST",
        ),
        (
            InvalidityRules {
                minimum_seconds: Some(4),
                ..off()
            },
            "100.00",
        ),
        (
            InvalidityRules {
                identical_ratings_at_least: Some(3),
                ..off()
            },
            "IDENTICAL_RATINGS",
        ),
        (
            InvalidityRules {
                identical_ratings_at_least: Some(4),
                ..off()
            },
            "100.00",
        ),
    ];
    for (invalidity, expected) in rules {
        assert_eq!(under(invalidity, &suspicious())?, expected);
    }
    Ok(())
}

#[test]
fn the_first_reason_counts() -> Checked {
    let all = InvalidityRules {
        minimum_seconds: Some(60),
        identical_ratings_at_least: Some(1),
        outside_window: true,
        duplicate_contact_per_day: true,
        attention_items: Vec::new(),
    };
    assert_eq!(under(all, &suspicious())?, "OUTSIDE_WINDOW");
    Ok(())
}

#[test]
fn an_unknown_time_is_not_too_fast() -> Checked {
    let rules = InvalidityRules {
        minimum_seconds: Some(60),
        ..InvalidityRules::default()
    };
    assert_eq!(under(rules, &sheet(&[5, 4, 3]))?, "82.00");
    Ok(())
}

#[test]
fn an_attention_item_is_no_opinion() -> Checked {
    let items = vec![
        item("TIMELINESS", 60),
        item("CHOOSE-TWO", 0),
        item("ATTITUDE", 40),
    ];
    let instrument = Instrument {
        dimensions: vec![dimension("SERVICE", 100, items)],
    };
    let attention = AttentionItem {
        code: "CHOOSE-TWO".to_owned(),
        expected_level: 2,
    };
    let elsewhere = AttentionItem {
        code: "ELSEWHERE".to_owned(),
        expected_level: 1,
    };
    let policy = Policy {
        missing_allowed: 0,
        invalidity: InvalidityRules {
            attention_items: vec![attention, elsewhere],
            identical_ratings_at_least: Some(3),
            ..InvalidityRules::default()
        },
        ..Policy::default()
    };
    let judge = SheetJudge::new(&policy, &instrument)?;
    assert_eq!(outcome(&judge.judge(&sheet(&[5, 2, 5]))?), "100.00");
    assert_eq!(
        outcome(&judge.judge(&sheet(&[5, 5, 5]))?),
        "FAILED_ATTENTION"
    );
    assert_eq!(
        outcome(&judge.judge(&sheet(&[5, 0, 5]))?),
        "FAILED_ATTENTION"
    );

    let hidden = marked(vec![Mark::Level(5), Mark::Hidden, Mark::Level(5)]);
    assert_eq!(outcome(&judge.judge(&hidden)?), "100.00");

    let mut cycle = CycleScoring::new(
        policy,
        vec![questionnaire(instrument)],
        vec![assessed("ADM", three_assessors())],
    )?;
    cycle.record("ADM", "HQ", &sheet(&[5, 2, 5]))?;
    let scores = cycle.finish();
    let codes: Vec<_> = scores[0]
        .items
        .iter()
        .map(|item| item.code.as_str())
        .collect();
    assert_eq!(codes, ["TIMELINESS", "ATTITUDE"]);
    Ok(())
}

#[test]
fn damaged_sheets_are_never_a_figure() -> Checked {
    let rules = InvalidityRules::default;
    assert_eq!(under(rules(), &sheet(&[5, 6, 3]))?, "LEVEL_OUTSIDE_SCALE");
    assert_eq!(under(rules(), &sheet(&[5, -1, 3]))?, "LEVEL_OUTSIDE_SCALE");
    let not_offered = marked(vec![Mark::Level(5), Mark::NotApplicable, Mark::Level(5)]);
    assert_eq!(under(rules(), &not_offered)?, "NOT_APPLICABLE_NOT_ALLOWED");
    let short = under(rules(), &sheet(&[5, 5]));
    assert_eq!(
        short,
        Err(ScoringError::MarksMisaligned {
            expected: 3,
            found: 2
        })
    );
    Ok(())
}

#[test]
fn exclusions_are_counted_apart() -> Checked {
    let mut cycle = worked_cycle(Policy::default())?;
    let facts = SheetFacts {
        exclusion: Some("DISPUTE".to_owned()),
        ..SheetFacts::default()
    };
    let excluded = Sheet {
        facts,
        ..sheet(&[1, 1, 1])
    };
    assert_eq!(
        outcome(&cycle.record("ADM", "HQ", &excluded)?),
        "EXCLUDED DISPUTE"
    );

    let with = cycle.finish().remove(0);
    let without = worked_cycle(Policy::default())?.finish().remove(0);
    assert_eq!(with.index, without.index);
    assert_eq!(with.counts.responded(), without.counts.responded());
    assert_eq!(with.counts.excluded_in_all(), 1);
    assert_eq!(with.passport.sheets, 5);
    assert_ne!(with.passport.inputs_digest, without.passport.inputs_digest);
    Ok(())
}
