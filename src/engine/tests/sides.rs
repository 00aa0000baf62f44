//! Ranks, coverage, external strata and the two sides together.

use super::fixtures::{
    Checked, assessed, assessor, exact, published, questionnaire, service_instrument, sheet,
    three_assessors,
};
use crate::engine::{
    AssessedDepartment, Composite, CycleScoring, ExternalEstimate, ExternalSide, Policy,
    ScoringError, SheetJudge, SheetResult, SideWeights, Stratum,
};

fn cycle(matrix: Vec<AssessedDepartment>) -> Result<CycleScoring, ScoringError> {
    CycleScoring::new(
        Policy::default(),
        vec![questionnaire(service_instrument())],
        matrix,
    )
}

fn customers(index: &str, coverage: &str) -> ExternalSide {
    ExternalSide {
        index: Some(exact(index)),
        coverage: exact(coverage),
        inputs_digest: "beef".to_owned(),
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
        ..assessed("ADM", vec![assessor("HQ", "1", 1)])
    };
    let mut cycle = cycle(vec![both, assessed("FIN", vec![assessor("HQ", "1", 1)])])?;
    cycle.record("ADM", "HQ", &sheet(&[3, 3, 3]))?;
    cycle.record("FIN", "HQ", &sheet(&[4, 3, 3]))?;
    cycle.set_external("ADM", customers("100", "100"))?;
    let refused = cycle.set_external("FIN", customers("100", "100"));
    assert_eq!(
        refused,
        Err(ScoringError::SideWeightsMissing {
            assessed: "FIN".to_owned()
        })
    );

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
    let mut cycle = cycle(vec![assessed("SALES", Vec::new())])?;
    cycle.set_external("SALES", customers("83.333", "40"))?;
    let score = cycle.finish().remove(0);
    assert_eq!(published(score.index.as_ref()), "83.33");
    assert!(!score.sides.renormalised);
    assert!(score.provisional, "the frame is covered by less than half");
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
