//! A small company: administration (ADM) assessed by headquarters, marketing, production.

use crate::engine::{
    AssessedDepartment, Assessor, CycleScoring, Dimension, Instrument, Item, Mark, Policy,
    Questionnaire, QuestionnaireReference, Scale, ScoringError, Sheet, SheetContent, SheetFacts,
    SheetResult,
};
use crate::kernel::exact::Exact;

pub(super) type Checked = Result<(), ScoringError>;

pub(super) fn exact(text: &str) -> Exact {
    Exact::parse(text).unwrap_or_else(|error| unreachable!("{text}: {error}"))
}

pub(super) fn published(value: Option<&Exact>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.rounded(2))
}

pub(super) fn item(code: &str, weight: i64) -> Item {
    Item {
        code: code.to_owned(),
        weight: Exact::from(weight),
        scale: Scale::new(1, 5),
        not_applicable_allowed: false,
    }
}

pub(super) fn dimension(code: &str, weight: i64, items: Vec<Item>) -> Dimension {
    Dimension {
        code: code.to_owned(),
        weight: Exact::from(weight),
        items,
    }
}

/// Timeliness 40, attitude 30, resolution 30, in one dimension.
pub(super) fn service_instrument() -> Instrument {
    let items = vec![
        item("TIMELINESS", 40),
        item("ATTITUDE", 30),
        item("RESOLUTION", 30),
    ];
    Instrument {
        dimensions: vec![dimension("SERVICE", 100, items)],
    }
}

pub(super) fn reference() -> QuestionnaireReference {
    QuestionnaireReference {
        code: "SERVICE-QUALITY".to_owned(),
        version: 1,
    }
}

pub(super) fn questionnaire(instrument: Instrument) -> Questionnaire {
    Questionnaire {
        reference: reference(),
        content_hash: "c0ffee".to_owned(),
        instrument,
    }
}

pub(super) fn assessor(code: &str, weight: &str, assigned: u64) -> Assessor {
    Assessor {
        code: code.to_owned(),
        weight: exact(weight),
        assigned,
        questionnaire: reference(),
    }
}

pub(super) fn assessed(code: &str, assessors: Vec<Assessor>) -> AssessedDepartment {
    AssessedDepartment {
        code: code.to_owned(),
        side_weights: None,
        assessors,
        plans: Vec::new(),
    }
}

pub(super) fn three_assessors() -> Vec<Assessor> {
    vec![
        assessor("HQ", "50", 2),
        assessor("MARKETING", "30", 2),
        assessor("PRODUCTION", "20", 1),
    ]
}

/// Zero stands for a missing rating.
pub(super) fn sheet(levels: &[i32]) -> Sheet {
    let mark = |level: &i32| {
        if *level == 0 {
            Mark::Missing
        } else {
            Mark::Level(*level)
        }
    };
    marked(levels.iter().map(mark).collect())
}

pub(super) fn marked(marks: Vec<Mark>) -> Sheet {
    let content = SheetContent::Text(format!("{marks:?}"));
    Sheet {
        marks,
        content,
        facts: SheetFacts::default(),
    }
}

/// `82.00`, or the reason why there is no figure.
pub(super) fn outcome(result: &SheetResult) -> String {
    match result {
        SheetResult::Valid(valid) => valid.index().rounded(2),
        SheetResult::Invalid(reason) => reason.code().to_owned(),
        SheetResult::Excluded(reason) => format!("EXCLUDED {reason}"),
    }
}

pub(super) const WORKED_SHEETS: [(&str, [i32; 3]); 4] = [
    ("HQ", [5, 4, 3]),
    ("HQ", [4, 0, 5]),
    ("MARKETING", [2, 3, 3]),
    ("MARKETING", [0, 0, 5]),
];

pub(super) fn worked_cycle(policy: Policy) -> Result<CycleScoring, ScoringError> {
    let mut cycle = CycleScoring::new(
        policy,
        vec![questionnaire(service_instrument())],
        vec![assessed("ADM", three_assessors())],
    )?;
    for (assessor, levels) in WORKED_SHEETS {
        cycle.record("ADM", assessor, &sheet(&levels))?;
    }
    Ok(cycle)
}
