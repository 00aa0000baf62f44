//! What a typed matrix may and may not say.

use uuid::Uuid;

use super::*;
use crate::kernel::ErrorCode;
use crate::org::DepartmentKind;

const FINANCE: u128 = 1;
const PEOPLE: u128 = 2;
const SERVICE: u128 = 3;

fn department_id(number: u128) -> DepartmentId {
    DepartmentId(Uuid::from_u128(number))
}

fn employee_id(number: u128) -> EmployeeId {
    EmployeeId(Uuid::from_u128(number))
}

fn version_id(number: u128) -> QuestionnaireVersionId {
    QuestionnaireVersionId(Uuid::from_u128(number))
}

fn known() -> Known {
    Known {
        departments: [FINANCE, PEOPLE, SERVICE].map(department_id).into(),
        employees: [1, 2].map(employee_id).into(),
        versions: [(version_id(1), true), (version_id(2), false)].into(),
    }
}

fn rule(rule: Rule) -> TypedEvaluators {
    TypedEvaluators {
        rule,
        employee_ids: None,
        count: None,
    }
}

fn by(department: u128) -> TypedAssessor {
    TypedAssessor {
        department_id: Some(department_id(department).to_string()),
        department_kind: None,
        weight: None,
        evaluators: rule(Rule::Head),
    }
}

fn by_kind(kind: DepartmentKind) -> TypedAssessor {
    TypedAssessor {
        department_id: None,
        department_kind: Some(kind),
        ..by(PEOPLE)
    }
}

fn weighing(weight: &str, assessor: TypedAssessor) -> TypedAssessor {
    TypedAssessor {
        weight: Some(Ok(weight.parse().unwrap())),
        ..assessor
    }
}

fn typed(assessed: u128, assessors: Vec<TypedAssessor>) -> TypedRow {
    TypedRow {
        assessed_department_id: department_id(assessed).to_string(),
        questionnaire_version_id: version_id(1).to_string(),
        assessors,
    }
}

fn told(rows: Vec<TypedRow>) -> Vec<(ErrorCode, String)> {
    Matrix::read(rows, &known())
        .unwrap_err()
        .into_iter()
        .map(|problem| (problem.code, problem.field.join(".")))
        .collect()
}

fn problem(code: ErrorCode, field: &str) -> (ErrorCode, String) {
    (code, field.to_owned())
}

#[test]
fn a_good_matrix_is_read_in_its_order() {
    let rows = vec![
        typed(
            FINANCE,
            vec![
                weighing("50", by_kind(DepartmentKind::Headquarters)),
                weighing("12.50", by(SERVICE)),
            ],
        ),
        typed(PEOPLE, vec![by(FINANCE)]),
    ];
    let matrix = Matrix::read(rows, &known()).unwrap();
    assert_eq!(matrix.rows.len(), 2);
    assert_eq!(matrix.rows[0].assessed, department_id(FINANCE));
    assert_eq!(
        matrix.rows[0].assessors[1].weight,
        Some("12.5".parse().unwrap())
    );
    assert_eq!(
        matrix.rows[1].assessors[0].source,
        AssessorSource::Department(department_id(FINANCE))
    );
}

#[test]
fn no_rows_empty_the_matrix() {
    assert_eq!(Matrix::read(Vec::new(), &known()), Ok(Matrix::default()));
}

#[test]
fn assessing_oneself_is_refused_even_where_the_version_is_unknown() {
    let mut row = typed(FINANCE, vec![by(PEOPLE), by(FINANCE)]);
    row.questionnaire_version_id = "nonsense".to_owned();
    assert_eq!(
        told(vec![row]),
        [
            problem(ErrorCode::NotFound, "rows.0.questionnaireVersionId"),
            problem(ErrorCode::SelfAssessment, "rows.0.assessors.1.departmentId"),
        ]
    );
}

#[test]
fn what_is_named_twice_is_told() {
    let mut named = by(PEOPLE);
    named.evaluators = TypedEvaluators {
        rule: Rule::Named,
        employee_ids: Some([1, 2, 1].map(|id| employee_id(id).to_string()).into()),
        count: None,
    };
    let rows = vec![
        typed(FINANCE, vec![named, by(PEOPLE)]),
        typed(
            FINANCE,
            vec![
                by_kind(DepartmentKind::Branch),
                by_kind(DepartmentKind::Branch),
            ],
        ),
    ];
    assert_eq!(
        told(rows),
        [
            problem(
                ErrorCode::Duplicate,
                "rows.0.assessors.0.evaluators.employeeIds.2"
            ),
            problem(ErrorCode::Duplicate, "rows.0.assessors.1.departmentId"),
            problem(ErrorCode::Duplicate, "rows.1.assessedDepartmentId"),
            problem(ErrorCode::Duplicate, "rows.1.assessors.1.departmentKind"),
        ]
    );
}

#[test]
fn what_does_not_exist_is_told_with_its_place() {
    let mut assessor = by(99);
    assessor.evaluators = TypedEvaluators {
        rule: Rule::Named,
        employee_ids: Some(vec![employee_id(1).to_string(), "emp_".to_owned()]),
        count: None,
    };
    let mut row = typed(98, vec![assessor]);
    row.questionnaire_version_id = version_id(2).to_string();
    assert_eq!(
        told(vec![row]),
        [
            problem(ErrorCode::NotFound, "rows.0.assessedDepartmentId"),
            problem(ErrorCode::InvalidState, "rows.0.questionnaireVersionId"),
            problem(ErrorCode::NotFound, "rows.0.assessors.0.departmentId"),
            problem(
                ErrorCode::NotFound,
                "rows.0.assessors.0.evaluators.employeeIds.1"
            ),
        ]
    );
}

#[test]
fn weights_are_all_given_or_all_left_out_and_greater_than_zero() {
    let rows = vec![
        typed(FINANCE, vec![weighing("0", by(PEOPLE)), by(SERVICE)]),
        typed(
            PEOPLE,
            vec![
                weighing("-1", by(FINANCE)),
                weighing("1000000.1", by(SERVICE)),
            ],
        ),
    ];
    assert_eq!(
        told(rows),
        [
            problem(ErrorCode::OutOfRange, "rows.0.assessors.0.weight"),
            problem(ErrorCode::Required, "rows.0.assessors.1.weight"),
            problem(ErrorCode::OutOfRange, "rows.1.assessors.0.weight"),
            problem(ErrorCode::OutOfRange, "rows.1.assessors.1.weight"),
        ]
    );
}

#[test]
fn an_assessor_is_one_thing_and_a_row_has_one() {
    let neither = TypedAssessor {
        department_id: None,
        ..by(PEOPLE)
    };
    let both = TypedAssessor {
        department_kind: Some(DepartmentKind::Branch),
        ..by(PEOPLE)
    };
    assert_eq!(
        told(vec![
            typed(FINANCE, vec![neither, both]),
            typed(PEOPLE, Vec::new()),
        ]),
        [
            problem(ErrorCode::Required, "rows.0.assessors.0.departmentId"),
            problem(ErrorCode::Invalid, "rows.0.assessors.1.departmentKind"),
            problem(ErrorCode::Required, "rows.1.assessors"),
        ]
    );
}

#[test]
fn a_rule_needs_its_own_details_and_no_others() {
    let with = |evaluators| TypedAssessor {
        evaluators,
        ..by(PEOPLE)
    };
    let typed_rule = |rule, people: Option<Vec<u128>>, count| {
        with(TypedEvaluators {
            rule,
            employee_ids: people.map(|ids| {
                ids.into_iter()
                    .map(|id| employee_id(id).to_string())
                    .collect()
            }),
            count,
        })
    };
    for (assessor, expected) in [
        (
            typed_rule(Rule::Head, Some(vec![1]), Some(1)),
            vec![
                (ErrorCode::Invalid, "employeeIds"),
                (ErrorCode::Invalid, "count"),
            ],
        ),
        (
            typed_rule(Rule::Named, None, None),
            vec![(ErrorCode::Required, "employeeIds")],
        ),
        (
            typed_rule(Rule::Named, Some(vec![]), None),
            vec![(ErrorCode::Required, "employeeIds")],
        ),
        (
            typed_rule(Rule::Random, None, None),
            vec![(ErrorCode::Required, "count")],
        ),
        (
            typed_rule(Rule::Random, None, Some(0)),
            vec![(ErrorCode::OutOfRange, "count")],
        ),
        (
            typed_rule(Rule::Random, None, Some(-5)),
            vec![(ErrorCode::OutOfRange, "count")],
        ),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(code, field)| problem(code, &format!("rows.0.assessors.0.evaluators.{field}")))
            .collect();
        assert_eq!(told(vec![typed(FINANCE, vec![assessor])]), expected);
    }
    let empty_list = typed_rule(Rule::All, Some(vec![]), None);
    assert!(Matrix::read(vec![typed(FINANCE, vec![empty_list])], &known()).is_ok());
}

#[test]
fn long_lists_are_refused_unread() {
    let rows = vec![typed(FINANCE, vec![by(PEOPLE)]); MOST_ROWS + 1];
    assert_eq!(told(rows), [problem(ErrorCode::TooMany, "rows")]);
}
