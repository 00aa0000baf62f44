//! What the engine needs of questionnaires, policies and sheets, in its own words.

use bigdecimal::BigDecimal;

use super::{AnswerSheet, RatingAnswer};
use crate::cycles::{self, ScoringSettings};
use crate::engine::{
    Dimension, Instrument, Item, Mark, Normalisation, Policy, Scale, ScoringError, Sheet,
    SheetContent, SheetFacts, SheetJudge, SheetResult, TargetMeasure,
};
use crate::kernel::exact::Exact;
use crate::kernel::{Decimal, Failure, Outcome};
use crate::questionnaires::PublishedContent;

/// The policy of a cycle.
pub fn policy(settings: &ScoringSettings) -> Outcome<Policy> {
    Ok(Policy {
        normalisation: match settings.normalisation {
            cycles::Normalisation::RatioOfMax => Normalisation::RatioOfMax,
            cycles::Normalisation::MinMax => Normalisation::MinMax,
        },
        missing_allowed: settings.missing_allowed,
        satisfied_threshold: exact(&settings.satisfied_threshold)?,
        target: settings.target.as_ref().map(exact).transpose()?,
        target_measure: match settings.target_measure {
            cycles::TargetMeasure::Rate => TargetMeasure::Rate,
            cycles::TargetMeasure::Index => TargetMeasure::Index,
        },
        min_coverage: exact(&settings.min_coverage)?,
        min_group: settings.min_group,
        ..Policy::default()
    })
}

/// The rated items of a version, in the order in which answers are read.
pub fn instrument(content: &PublishedContent) -> Outcome<Instrument> {
    let mut dimensions: Vec<Dimension> = Vec::new();
    for rating in content.rating_items() {
        let item = Item {
            code: rating.item.code.as_str().to_owned(),
            weight: exact(rating.weight)?,
            scale: Scale {
                min: rating.scale.min(),
                max: rating.scale.max(),
                neutral: exact(rating.scale.neutral_point())?,
            },
            not_applicable_allowed: rating.item.allow_not_applicable,
        };
        let code = rating.dimension.code.as_str();
        match dimensions.last_mut().filter(|last| last.code == code) {
            Some(dimension) => dimension.items.push(item),
            None => dimensions.push(Dimension {
                code: code.to_owned(),
                weight: exact(&rating.dimension.weight)?,
                items: vec![item],
            }),
        }
    }
    Ok(Instrument { dimensions })
}

/// Whether a sheet is valid under the rules of a cycle, and so takes a place of a quota.
pub fn is_valid(
    content: &PublishedContent,
    settings: &ScoringSettings,
    sheet: &AnswerSheet,
) -> Outcome<bool> {
    let broken = |error: ScoringError| Failure::internal(error.to_string());
    let judge = SheetJudge::new(&policy(settings)?, &instrument(content)?).map_err(broken)?;
    let judged = Sheet {
        marks: sheet.ratings(content).iter().map(Mark::from).collect(),
        content: SheetContent::Text(String::new()),
        facts: SheetFacts::default(),
    };
    let result = judge.judge(&judged).map_err(broken)?;
    Ok(matches!(result, SheetResult::Valid(_)))
}

fn exact(decimal: &Decimal) -> Outcome<Exact> {
    let big: &BigDecimal = decimal.as_big();
    Exact::try_from(big).map_err(|wrong| Failure::internal(format!("{wrong:?}")))
}

impl From<&RatingAnswer> for Mark {
    fn from(rating: &RatingAnswer) -> Self {
        match rating {
            RatingAnswer::Level(level) => Self::Level(*level),
            RatingAnswer::Missing => Self::Missing,
            RatingAnswer::NotApplicable => Self::NotApplicable,
            RatingAnswer::Hidden => Self::Hidden,
        }
    }
}
