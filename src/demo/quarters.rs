//! The quarters of the demo company: prepared, answered, scored, published.

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::answers::{ITEMS, sheet, takes_part};
use super::calendar::{Quarter, morning};
use super::improvement;
use super::people::{DEPARTMENTS, username};
use super::stage::Stage;
use crate::access::OpContext;
use crate::cycles::{
    self, AssignmentState, Cycle, NewCycle, PeriodKind, Rule, TypedAssessor, TypedCycle,
    TypedEvaluators, TypedPeriod, TypedRow, TypedScoring,
};
use crate::kernel::ids::{CycleId, DepartmentId};
use crate::kernel::page::MAX_PAGE;
use crate::kernel::text::IdempotencyKey;
use crate::kernel::{Decimal, Failure, Outcome, PageRequest};
use crate::org::{self, DepartmentKind};
use crate::questionnaires::{
    self, DimensionForm, ItemForm, ItemKind, LevelForm, NewQuestionnaire, QuestionnaireForm,
    ScaleForm, TranslationForm,
};
use crate::responses::{self, Submission};
use crate::scoring;

/// Who is assessed by whom: `*` stands for all departments of the headquarters. With
/// weights, or without where all count the same.
const MATRIX: &[(&str, &[(&str, i64)])] = &[
    ("HRC", &[("*", 70), ("MKT", 30)]),
    ("FIN", &[("*", 60), ("PRD", 20), ("MKT", 20)]),
    ("CSD", &[("*", 50), ("MKT", 30), ("PRD", 20)]),
    ("ITD", &[("CSD", 0), ("MKT", 0), ("HRC", 0)]),
    ("PLD", &[("CSD", 0), ("MKT", 0), ("HRC", 0)]),
    ("END", &[("CSD", 0), ("MKT", 0), ("HRC", 0)]),
    ("PUR", &[("CSD", 0), ("FIN", 0), ("PRD", 0), ("HRC", 0)]),
];

/// Code, weight, and name in Chinese and English of the three items.
const WORDS: [(i64, &str, &str); 3] = [
    (40, "响应及时性", "Timeliness"),
    (30, "服务态度", "Attitude"),
    (30, "问题解决", "Resolution"),
];

/// The labels of the five levels, the best first.
const LEVELS: [(i32, &str, &str); 5] = [
    (5, "很满意", "Very satisfied"),
    (4, "满意", "Satisfied"),
    (3, "基本满意", "Fairly satisfied"),
    (2, "不太满意", "Rather dissatisfied"),
    (1, "不满意", "Dissatisfied"),
];

/// Acts the quarters out; the last one is open at `now`.
pub(super) async fn run(stage: &Stage, quarters: &[Quarter; 3], now: DateTime<Utc>) -> Outcome<()> {
    let hr = stage.somebody("hr1").await?;
    let version = publish_questionnaire(&hr).await?;
    install_instrument(&hr).await?;
    improvement::begin(&hr).await?;
    let [oldest, newest, open] = quarters;
    for (position, quarter) in [oldest, newest].into_iter().enumerate() {
        // In the first days of a quarter the one before is not long over.
        let at = |day: u64, hours: i64| {
            (morning(quarter.end + Days::new(day))).min(now - TimeDelta::hours(hours))
        };
        stage.at(quarter.opens_at.min(now - TimeDelta::hours(9)));
        let cycle = open_cycle(stage, quarter, &version, at(1, 4)).await?;
        stage.at(quarter.opens_at.min(now - TimeDelta::hours(9)) + TimeDelta::hours(1));
        answer(stage, position).await?;
        stage.at(at(2, 3));
        let hr = stage.somebody("hr1").await?;
        cycles::cycle_close(&hr, cycle).await?;
        scoring::cycle_score(&hr, cycle, None).await?;
        let publication = at(3, 2);
        stage.at(publication);
        scoring::cycle_publish(&stage.somebody("hr2").await?, cycle).await?;
        improvement::published(stage, cycle).await?;
        if position == 0 {
            improvement::carried_out(stage, publication).await?;
        }
    }
    stage.at(now - TimeDelta::hours(1));
    open_cycle(stage, open, &version, now + TimeDelta::days(14)).await?;
    answer(stage, 2).await?;
    stage.at(now);
    Ok(())
}

/// Takes a ready questionnaire for customers out of the library, as a draft to look at.
async fn install_instrument(hr: &OpContext) -> Outcome<()> {
    let language = "zh";
    questionnaires::questionnaire_install(hr, "after-sale", "AFTER-SALE", language).await?;
    Ok(())
}

async fn publish_questionnaire(hr: &OpContext) -> Outcome<String> {
    let new = NewQuestionnaire {
        code: "INTERNAL".to_owned(),
        form: questionnaire(),
    };
    let questionnaire = questionnaires::questionnaire_create(hr, new).await?;
    let version = questionnaires::questionnaire_publish(hr, questionnaire.id).await?;
    Ok(version.head.id.to_string())
}

fn questionnaire() -> QuestionnaireForm {
    let mut dimensions: Vec<DimensionForm> = Vec::new();
    for (code, (weight, chinese, english)) in ITEMS.into_iter().zip(WORDS) {
        let item = ItemForm {
            weight: Some(Ok(Decimal::from(100))),
            translations: in_english(english),
            ..ItemForm::new(code, chinese, ItemKind::Rating)
        };
        dimensions.push(DimensionForm {
            code: code.to_owned(),
            name: chinese.to_owned(),
            translations: in_english(english),
            weight: Some(Ok(Decimal::from(weight))),
            items: vec![item],
        });
    }
    let levels = LEVELS.iter().map(|(level, chinese, english)| LevelForm {
        level: *level,
        label: (*chinese).to_owned(),
        translations: in_english(english),
    });
    QuestionnaireForm {
        name: "内部服务满意度".to_owned(),
        translations: in_english("Internal service satisfaction"),
        scale: Some(ScaleForm {
            levels: levels.collect(),
            neutral_point: None,
        }),
        dimensions,
    }
}

fn in_english(text: &str) -> Vec<TranslationForm> {
    vec![TranslationForm {
        language: "en".to_owned(),
        text: text.to_owned(),
    }]
}

/// HR prepares a cycle and opens it.
async fn open_cycle(
    stage: &Stage,
    quarter: &Quarter,
    version: &str,
    closes_at: DateTime<Utc>,
) -> Outcome<CycleId> {
    let hr = stage.somebody("hr1").await?;
    let new = NewCycle::read("input", typed(quarter, hr.now(), closes_at))?;
    let cycle = cycles::cycle_create(&hr, new).await?;
    let rows = matrix(&hr, version).await?;
    let cycle = cycles::cycle_set_matrix(&hr, cycle.id, rows, None).await?;
    let Cycle { id, .. } = cycles::cycle_open(&hr, cycle.id).await?;
    Ok(id)
}

fn typed(quarter: &Quarter, opens_at: DateTime<Utc>, closes_at: DateTime<Utc>) -> TypedCycle {
    TypedCycle {
        code: quarter.code.clone(),
        name: quarter.name.clone(),
        period: TypedPeriod {
            kind: PeriodKind::Quarter,
            start: Ok(quarter.start),
            end: Ok(quarter.end),
        },
        opens_at: Ok(opens_at),
        closes_at: Ok(closes_at),
        auto_open: None,
        confidentiality: None,
        scoring: TypedScoring {
            target: Some(Some(Ok(Decimal::from(85)))),
            ..TypedScoring::default()
        },
    }
}

async fn matrix(hr: &OpContext, version: &str) -> Outcome<Vec<TypedRow>> {
    let mut rows = Vec::new();
    for (assessed, assessors) in MATRIX {
        let mut typed = Vec::new();
        for (code, weight) in *assessors {
            let weight = (*weight > 0).then(|| Ok(Decimal::from(*weight)));
            typed.push(match *code {
                "*" => assessor(None, Some(DepartmentKind::Headquarters), weight, Rule::Head),
                code => assessor(
                    Some(department(hr, code).await?.to_string()),
                    None,
                    weight,
                    Rule::All,
                ),
            });
        }
        rows.push(TypedRow {
            assessed_department_id: department(hr, assessed).await?.to_string(),
            questionnaire_version_id: version.to_owned(),
            assessors: typed,
        });
    }
    Ok(rows)
}

fn assessor(
    department_id: Option<String>,
    department_kind: Option<DepartmentKind>,
    weight: Option<Result<Decimal, crate::kernel::Problem>>,
    rule: Rule,
) -> TypedAssessor {
    let evaluators = TypedEvaluators {
        rule,
        employee_ids: None,
        count: None,
    };
    TypedAssessor {
        department_id,
        department_kind,
        weight,
        evaluators,
    }
}

async fn department(hr: &OpContext, code: &str) -> Outcome<DepartmentId> {
    let found = org::department_by_code(hr, code).await?;
    found
        .map(|department| department.id)
        .ok_or_else(|| Failure::internal("the demo company lacks a department"))
}

/// Everybody who was asked signs in and answers, or not.
async fn answer(stage: &Stage, quarter: usize) -> Outcome<()> {
    for staffed in DEPARTMENTS {
        for position in 0..staffed.people.len() {
            let username = username(staffed.code, position);
            let evaluator = stage.somebody(&username).await?;
            answer_all(&evaluator, quarter, &username).await?;
        }
    }
    Ok(())
}

async fn answer_all(evaluator: &OpContext, quarter: usize, username: &str) -> Outcome<()> {
    let page = PageRequest {
        first: MAX_PAGE,
        after: None,
    };
    let assignments =
        cycles::own_assignments(evaluator, Some(AssignmentState::Pending), page).await?;
    for assignment in assignments.items {
        let assessed = org::departments_by_id(evaluator, vec![assignment.assessed]).await?;
        let assessed = assessed
            .first()
            .map(|department| department.code.as_str())
            .unwrap_or_default();
        if takes_part(quarter, username, assessed) {
            let submission = Submission {
                assignment_id: assignment.id,
                key: IdempotencyKey::parse("demo")?,
                answers: sheet(quarter, username, assessed),
            };
            responses::response_submit(evaluator, submission).await?;
        }
    }
    Ok(())
}
