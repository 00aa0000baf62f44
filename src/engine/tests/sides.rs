//! Ranks, coverage, external strata and the two sides together.

use super::fixtures::{
    Checked, assessed, assessor, exact, published, questionnaire, reference, service_instrument,
    sheet, three_assessors,
};
use crate::engine::{
    AssessedDepartment, Composite, CycleScoring, ExternalEstimate, Policy, ScoringError,
    SheetJudge, SheetResult, SideWeights, Stratum, SurveyedPlan,
};

fn cycle(matrix: Vec<AssessedDepartment>) -> Result<CycleScoring, ScoringError> {
    CycleScoring::new(
        Policy::default(),
        vec![questionnaire(service_instrument())],
        matrix,
    )
}

fn plan(strata: &[(&str, u64)]) -> SurveyedPlan {
    SurveyedPlan {
        code: "CALLS".to_owned(),
        questionnaire: reference(),
        invited: 10,
        least: 0,
        strata: strata
            .iter()
            .map(|(name, population)| ((*name).to_owned(), *population))
            .collect(),
    }
}

#[test]
fn a_score_below_minimum_coverage_is_ranked_and_marked() -> Checked {
    let mut cycle = cycle(vec![
        assessed("ADM", three_assessors()),
        assessed("FIN", three_assessors()),
        assessed("IT", three_assessors()),
        assessed("LAW", three_assessors()),
    ])?;
    cycle.record("ADM", "PRODUCTION", &sheet(&[5, 5, 5]))?;
    cycle.record("FIN", "HQ", &sheet(&[4, 4, 4]))?;
    cycle.record("LAW", "HQ", &sheet(&[5, 5, 5]))?;
    let found: Vec<_> = cycle
        .finish()
        .into_iter()
        .map(|score| {
            (
                score.department,
                score.rank,
                score.provisional,
                score.coverage.rounded(0),
            )
        })
        .collect();
    let expected = [
        ("ADM", Some(1), true, "20"),
        ("FIN", Some(3), false, "50"),
        ("IT", None, true, "0"),
        ("LAW", Some(1), false, "50"),
    ];
    assert_eq!(
        found,
        expected.map(|(code, rank, marked, share)| (code.into(), rank, marked, share.into()))
    );
    Ok(())
}

#[test]
fn ranks_follow_the_composite() -> Checked {
    let weights = SideWeights {
        internal: exact("60"),
        external: exact("40"),
    };
    let both = AssessedDepartment {
        side_weights: Some(weights),
        plans: vec![plan(&[("", 5)])],
        ..assessed("ADM", vec![assessor("HQ", "1", 1)])
    };
    let unweighted = AssessedDepartment {
        plans: vec![plan(&[("", 5)])],
        ..assessed("FIN", vec![assessor("HQ", "1", 1)])
    };
    let mut cycle = cycle(vec![both, unweighted])?;
    cycle.record("ADM", "HQ", &sheet(&[3, 3, 3]))?;
    cycle.record("FIN", "HQ", &sheet(&[4, 3, 3]))?;
    for code in ["ADM", "FIN"] {
        cycle.record_of_customer(code, "CALLS", "", &sheet(&[5, 5, 5]))?;
    }
    let unknown = cycle.record_of_customer("ADM", "CALLS", "north", &sheet(&[5, 5, 5]));
    assert!(matches!(unknown, Err(ScoringError::NotInMatrix { .. })));

    let scores = cycle.finish();
    assert_eq!(
        (scores[0].index.clone(), scores[0].rank),
        (Some(exact("76")), Some(1))
    );
    assert_eq!(
        (scores[1].index.clone(), scores[1].rank),
        (Some(exact("68")), Some(2))
    );
    Ok(())
}

#[test]
fn customers_alone_are_the_whole() -> Checked {
    let sales = AssessedDepartment {
        plans: vec![plan(&[("north", 40), ("south", 60)])],
        ..assessed("SALES", Vec::new())
    };
    let mut cycle = cycle(vec![sales])?;
    cycle.record_of_customer("SALES", "CALLS", "north", &sheet(&[5, 5, 4]))?;
    cycle.record_of_customer("SALES", "CALLS", "north", &sheet(&[0, 0, 4]))?;
    let score = cycle.finish().remove(0);
    assert_eq!(published(score.index.as_ref()), "94.00");
    assert!(!score.sides.renormalised);
    assert!(score.provisional, "the frame is covered by less than half");
    assert_eq!((score.counts.assigned, score.counts.responded()), (10, 2));
    assert_eq!(score.coverage, exact("40"));
    assert_eq!(published(score.satisfaction_rate.as_ref()), "100.00");
    assert_eq!(score.dimensions[0].index, score.index);
    let external = score.external.as_ref();
    let plans = external.map(|external| external.plans.len());
    assert_eq!((plans, score.passport.sheets), (Some(1), 2));
    Ok(())
}

#[test]
fn who_was_excluded_is_told_and_not_scored() -> Checked {
    let sales = AssessedDepartment {
        plans: vec![plan(&[("", 10)])],
        ..assessed("SALES", Vec::new())
    };
    let mut cycle = cycle(vec![sales])?;
    let mut excluded = sheet(&[1, 1, 1]);
    excluded.facts.exclusion = Some("QUOTA_FULL".to_owned());
    cycle.record_of_customer("SALES", "CALLS", "", &excluded)?;
    cycle.record_of_customer("SALES", "CALLS", "", &sheet(&[4, 4, 4]))?;
    let score = cycle.finish().remove(0);
    assert_eq!(published(score.index.as_ref()), "80.00");
    assert_eq!(score.counts.excluded.get("QUOTA_FULL"), Some(&1));
    Ok(())
}

#[test]
fn what_fewer_than_promised_said_is_counted_and_told_to_nobody() -> Checked {
    let promised = SurveyedPlan {
        least: 3,
        ..plan(&[("", 10)])
    };
    let sales = AssessedDepartment {
        plans: vec![promised],
        ..assessed("SALES", Vec::new())
    };
    let mut cycle = cycle(vec![sales])?;
    for _ in 0..2 {
        cycle.record_of_customer("SALES", "CALLS", "", &sheet(&[5, 5, 5]))?;
    }
    let score = cycle.finish().remove(0);
    assert_eq!((score.index, score.satisfaction_rate), (None, None));
    assert_eq!((score.counts.valid, score.items.len()), (2, 0));
    let external = score.external.as_ref();
    assert!(external.is_some_and(|external| external.plans[0].withheld));
    Ok(())
}

#[test]
fn the_order_of_customers_leaves_no_trace() -> Checked {
    let hash = |order: [usize; 3]| -> Result<String, ScoringError> {
        let sales = AssessedDepartment {
            plans: vec![plan(&[("north", 4), ("south", 6)])],
            ..assessed("SALES", Vec::new())
        };
        let mut cycle = cycle(vec![sales])?;
        let sheets = [
            ("north", [5, 4, 3]),
            ("south", [1, 2, 3]),
            ("north", [2, 2, 2]),
        ];
        for index in order {
            let (stratum, levels) = sheets[index];
            cycle.record_of_customer("SALES", "CALLS", stratum, &sheet(&levels))?;
        }
        Ok(cycle.finish().remove(0).passport.inputs_digest)
    };
    assert_eq!(hash([0, 1, 2])?, hash([2, 1, 0])?);
    Ok(())
}

#[test]
fn a_side_without_weight_does_not_step_in() {
    let alone = Composite::of(Some(exact("90")), None, SideWeights::external_only());
    assert_eq!((alone.index, alone.renormalised), (None, false));
}

fn stratum(code: &str, population: u64, levels: &[i32]) -> Result<Stratum, ScoringError> {
    let judge = SheetJudge::new(&Policy::default(), &service_instrument())?;
    let mut stratum = Stratum::new(code.to_owned(), population);
    for level in levels {
        if let SheetResult::Valid(valid) = judge.judge(&sheet(&[*level; 3]))? {
            stratum.add(&valid);
        }
    }
    Ok(stratum)
}

#[test]
fn strata_are_weighted_by_their_frames() -> Checked {
    let estimate = ExternalEstimate::of(&[
        stratum("LARGE", 60, &[5, 4, 3])?,
        stratum("SMALL", 20, &[2, 3])?,
        stratum("SILENT", 20, &[])?,
    ]);
    // (60·80 + 20·50) / 80.
    assert_eq!(estimate.index, Some(exact("72.5")));
    assert_eq!(estimate.coverage, exact("80"));
    // 0.75²·(57/60)·400/3 + 0.25²·(18/20)·200/2.
    assert_eq!(estimate.variance, Some(exact("76.875")));
    Ok(())
}

#[test]
fn a_single_answer_tells_no_spread_unless_nobody_else_was_there() -> Checked {
    let sampled = ExternalEstimate::of(&[stratum("ONE", 9, &[5])?]);
    assert_eq!(
        (sampled.index, sampled.variance),
        (Some(exact("100")), None)
    );
    let census = ExternalEstimate::of(&[stratum("ONE", 1, &[5])?]);
    assert_eq!(census.variance, Some(exact("0")));
    let nobody = ExternalEstimate::of(&[stratum("NONE", 0, &[])?]);
    assert_eq!(
        (nobody.index, nobody.variance, nobody.coverage),
        (None, None, exact("0"))
    );
    Ok(())
}
