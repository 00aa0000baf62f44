//! Between sheets and their rows.

use entity::{kpi_sheet, kpi_sheet_revision};
use sea_orm::ActiveValue::Set;

use super::{document, value, whole};
use crate::cycles::Period;
use crate::kernel::{Exact, Failure, Outcome};
use crate::kpi::model::{GradeGiven, Sheet, SheetResult, SheetRevision, Subject};

pub(super) fn row(it: &Sheet) -> Outcome<kpi_sheet::ActiveModel> {
    let texts = |exact: &Option<Exact>| {
        let numerator = exact.as_ref().map(Exact::numerator_text);
        (numerator, exact.as_ref().map(Exact::denominator_text))
    };
    let result = &it.result;
    let (tree_numerator, tree_denominator) = texts(&result.tree);
    let (total_numerator, total_denominator) = texts(&result.total);
    let grade = result.grade.as_ref();
    Ok(kpi_sheet::ActiveModel {
        id: Set(it.id),
        scheme_version_id: Set(it.scheme_version_id),
        department_id: Set(it.department_id),
        employee_id: Set(it.employee()),
        period_kind: Set(it.period.kind.to_string()),
        period_start: Set(it.period.start),
        period_end: Set(it.period.end),
        days: Set(whole(it.days)?),
        state: Set(it.state.to_string()),
        version: Set(it.version),
        revision: Set(it.revision),
        tree_numerator: Set(tree_numerator),
        tree_denominator: Set(tree_denominator),
        total_numerator: Set(total_numerator),
        total_denominator: Set(total_denominator),
        total_published: Set(result.published()),
        total_order: Set(result.order()),
        weight_present: Set(result.weight_present.clone()),
        is_vetoed: Set(result.vetoed),
        has_stale_lines: Set(result.stale),
        grade: Set(grade.map(|grade| grade.code.clone())),
        coefficient: Set(grade.map(|grade| grade.coefficient.clone())),
        grade_source: Set(grade.map(|grade| grade.source.to_string())),
        bonus_base: Set(it.bonus_base.clone()),
        created_at: Set(it.created_at),
        created_by: Set(it.created_by),
        published_at: Set(it.published_at),
    })
}

pub(super) fn sheet(row: kpi_sheet::Model) -> Outcome<Sheet> {
    let exact = |numerator: Option<String>, denominator: Option<String>| {
        let pair = numerator.zip(denominator);
        pair.map(|(numerator, denominator)| Exact::from_texts(&numerator, &denominator))
            .transpose()
            .map_err(Failure::internal)
    };
    let grade = match (row.grade, row.coefficient, row.grade_source) {
        (Some(code), Some(coefficient), Some(source)) => Some(GradeGiven {
            code,
            coefficient,
            source: value(&source)?,
        }),
        _ => None,
    };
    Ok(Sheet {
        id: row.id,
        scheme_version_id: row.scheme_version_id,
        subject: match row.employee_id {
            Some(employee) => Subject::Employee(employee),
            None => Subject::Department(row.department_id),
        },
        department_id: row.department_id,
        period: Period {
            kind: value(&row.period_kind)?,
            start: row.period_start,
            end: row.period_end,
        },
        days: whole(row.days)?,
        state: value(&row.state)?,
        version: row.version,
        revision: row.revision,
        result: SheetResult {
            tree: exact(row.tree_numerator, row.tree_denominator)?,
            total: exact(row.total_numerator, row.total_denominator)?,
            weight_present: row.weight_present,
            vetoed: row.is_vetoed,
            stale: row.has_stale_lines,
            grade,
        },
        bonus_base: row.bonus_base,
        created_at: row.created_at,
        created_by: row.created_by,
        published_at: row.published_at,
    })
}

pub(super) fn revision(row: kpi_sheet_revision::Model) -> Outcome<SheetRevision> {
    Ok(SheetRevision {
        revision: row.revision,
        lines: document(&row.lines)?,
        total: row.total_published,
        weight_present: row.weight_present,
        grade: row.grade.zip(row.coefficient),
        reason: row.reason,
        made_at: row.made_at,
        published_at: row.published_at,
    })
}
