//! Four sheets, two assessors that answer and one that does not, to the digit.

use std::collections::BTreeMap;

use super::fixtures::{
    Checked, WORKED_SHEETS, exact, outcome, published, service_instrument, sheet, worked_cycle,
};
use crate::engine::{
    Composite, DepartmentScore, InvalidReason, Normalisation, Policy, ScoringError, SheetJudge,
    SideWeights, TargetMeasure,
};

fn outcomes(policy: &Policy) -> Result<Vec<String>, ScoringError> {
    let judge = SheetJudge::new(policy, &service_instrument())?;
    WORKED_SHEETS
        .iter()
        .map(|(_, levels)| Ok(outcome(&judge.judge(&sheet(levels))?)))
        .collect()
}

fn score(policy: Policy) -> Result<DepartmentScore, ScoringError> {
    let mut scores = worked_cycle(policy)?.finish();
    assert_eq!(scores.len(), 1);
    Ok(scores.remove(0))
}

#[test]
fn sheets_under_ratio_of_max() -> Checked {
    let found = outcomes(&Policy::default())?;
    assert_eq!(found, ["82.00", "80.00", "52.00", "TOO_MANY_MISSING"]);
    Ok(())
}

#[test]
fn sheets_under_min_max() -> Checked {
    let policy = Policy {
        normalisation: Normalisation::MinMax,
        ..Policy::default()
    };
    assert_eq!(
        outcomes(&policy)?,
        ["77.50", "75.00", "40.00", "TOO_MANY_MISSING"]
    );
    Ok(())
}

#[test]
fn the_department() -> Checked {
    let score = score(Policy::default())?;
    assert_eq!(score.index, Some(exact("70.125")));
    assert_eq!(published(score.index.as_ref()), "70.13");
    assert_eq!(score.rank, Some(1));
    assert_eq!(score.coverage.rounded(2), "80.00");
    assert!(!score.provisional);
    assert_eq!(published(score.satisfaction_rate.as_ref()), "66.67");
    assert_eq!(score.target_met, None);
    // (82 + 80 + 52) / 3, and √((10.67² + 8.67² + 19.33²) / 2).
    assert_eq!(published(score.mean.as_ref()), "71.33");
    assert_eq!(score.standard_deviation, Some(exact("16.772994")));
    Ok(())
}

#[test]
fn the_assessors() -> Checked {
    let score = score(Policy::default())?;
    let rows: Vec<_> = score
        .assessors
        .iter()
        .map(|row| {
            (
                row.code.as_str(),
                published(row.index.as_ref()),
                published(row.share.as_ref()),
            )
        })
        .collect();
    let expected = [
        ("HQ", "81.00", "62.50"),
        ("MARKETING", "52.00", "37.50"),
        ("PRODUCTION", "none", "none"),
    ];
    assert_eq!(
        rows,
        expected.map(|(code, index, share)| (code, index.into(), share.into()))
    );
    Ok(())
}

#[test]
fn the_counts() -> Checked {
    let counts = score(Policy::default())?.counts;
    assert_eq!(
        (counts.assigned, counts.responded(), counts.valid),
        (5, 4, 3)
    );
    assert_eq!(
        counts.invalid,
        BTreeMap::from([(InvalidReason::TooManyMissing, 1)])
    );
    assert_eq!((counts.imputed_responses, counts.imputed_ratings), (1, 1));
    assert_eq!(published(counts.response_rate().as_ref()), "80.00");
    Ok(())
}

#[test]
fn the_dimension_and_its_items() -> Checked {
    let score = score(Policy::default())?;
    let [dimension] = score.dimensions.as_slice() else {
        unreachable!("one dimension")
    };
    assert_eq!(
        (published(dimension.index.as_ref()), dimension.responses),
        ("70.13".into(), 3)
    );
    assert_eq!(dimension.coverage.rounded(2), "80.00");

    let shares = |item: usize, level| score.items[item].levels.share(level);
    assert_eq!(published(shares(0, 5).as_ref()), "33.33");
    assert_eq!(
        published(shares(1, 4).as_ref()),
        "50.00",
        "what is imputed is no answer"
    );
    assert_eq!(score.items[1].imputed, 1);

    // Given: 5 4 3, 4 5, 2 3 3.
    let levels = score.levels.unwrap_or_else(|| unreachable!("one scale"));
    assert_eq!(
        levels.counts().collect::<Vec<_>>(),
        [(2, 1), (3, 3), (4, 2), (5, 2)]
    );
    assert_eq!(published(levels.top_two_box().as_ref()), "50.00");
    assert_eq!(levels.net_promoter_score(), None);
    Ok(())
}

#[test]
fn the_target() -> Checked {
    let met = |target: &str, target_measure| {
        let policy = Policy {
            target: Some(exact(target)),
            target_measure,
            ..Policy::default()
        };
        Ok::<_, ScoringError>(score(policy)?.target_met)
    };
    assert_eq!(met("70.125", TargetMeasure::Index)?, Some(true));
    assert_eq!(
        met("70.13", TargetMeasure::Index)?,
        Some(false),
        "what is compared is exact"
    );
    assert_eq!(met("66.66", TargetMeasure::Rate)?, Some(true));
    assert_eq!(met("85", TargetMeasure::Rate)?, Some(false));
    Ok(())
}

#[test]
fn the_composite() {
    let weights = || SideWeights {
        internal: exact("60"),
        external: exact("40"),
    };
    let both = Composite::of(Some(exact("70.125")), Some(exact("83.333")), weights());
    assert_eq!(published(both.index.as_ref()), "75.41");
    assert_eq!(
        (both.weight_present.rounded(2).as_str(), both.renormalised),
        ("100.00", false)
    );

    let alone = Composite::of(Some(exact("70.125")), None, weights());
    assert_eq!(published(alone.index.as_ref()), "70.13");
    assert_eq!(
        (alone.weight_present.rounded(2).as_str(), alone.renormalised),
        ("60.00", true)
    );
}

#[test]
fn the_passport() -> Checked {
    let passport = score(Policy::default())?.passport;
    assert_eq!(passport.sheets, 4);
    // Pinned: a change of the canonical form would make every stored score an alarm.
    assert_eq!(
        passport.inputs_digest,
        "8af69baaf51dcb918767f0af17e6407b9ddda12a4280799a47d87037336fcacc"
    );
    Ok(())
}
