//! What the mutations and lists of sheets take.

use async_graphql::{ID, InputObject};

use super::enums::{
    KpiAdjustmentKind, KpiRequestKind, KpiRequestState, KpiRollUpMethod, KpiSheetState,
};
use crate::graphql::base::{Date, Decimal};
use crate::graphql::cycles::PeriodInput;
use crate::kernel::ids::KpiSheetId;
use crate::kernel::{Failure, Parse};
use crate::kpi;

/// Which sheets there shall be.
#[derive(InputObject)]
pub(crate) struct KpiSheetsGenerateInput {
    /// By which published version of a scheme.
    scheme_version_id: ID,
    /// When: of the length that the scheme is for.
    period: PeriodInput,
    /// Of these departments, for a scheme of departments; with `employeeIds` at most 1,000.
    department_ids: Option<Vec<ID>>,
    /// Of these employees, for a scheme of employees.
    employee_ids: Option<Vec<ID>>,
}

/// Which sheets are made of those of shorter periods.
#[derive(InputObject)]
pub(crate) struct KpiSheetsRollUpInput {
    /// By which published version of a scheme of the longer period.
    scheme_version_id: ID,
    /// The longer period.
    period: PeriodInput,
    /// How figures are put together.
    method: KpiRollUpMethod,
    /// Of which scheme the sheets of the shorter periods are; needed where a subject has
    /// sheets of several.
    from_scheme_id: Option<ID>,
    /// Of these departments; with `employeeIds` at most 1,000.
    department_ids: Option<Vec<ID>>,
    /// Of these employees.
    employee_ids: Option<Vec<ID>>,
}

/// A figure of a line: an actual, a target or both.
#[derive(InputObject)]
pub(crate) struct KpiActualInput {
    /// The path of the line, or the code of its indicator where only one has it.
    indicator: String,
    /// The actual, at most 40 digits; a figure that is pulled cannot be typed.
    actual: Option<Decimal>,
    /// The target: the first counts at once, another one waits for approval.
    target: Option<Decimal>,
    /// Why, at most 4,000 characters; required for a rating.
    reason: Option<String>,
    /// Where the figure was taken from, at most 200 characters.
    source: Option<String>,
}

/// The figures of one sheet of an import.
#[derive(InputObject)]
pub(crate) struct KpiSheetActualsInput {
    /// Which sheet; each once.
    sheet_id: ID,
    /// The version that the figures are based on.
    expected_version: i32,
    /// The figures, 1 to 200.
    actuals: Vec<KpiActualInput>,
}

/// Points or a veto.
#[derive(InputObject)]
pub(crate) struct KpiAdjustmentInput {
    /// Which.
    kind: KpiAdjustmentKind,
    /// The points, more than 0; left aside for a veto.
    points: Option<Decimal>,
    /// Why: 1 to 4,000 characters.
    reason: String,
    /// What shows it, at most 4,000 characters.
    evidence: Option<String>,
}

/// What the coefficient of a sheet is multiplied with.
#[derive(InputObject)]
pub(crate) struct KpiBonusBaseInput {
    /// The sheet.
    sheet_id: ID,
    /// The base, 0 or more.
    base: Decimal,
}

/// Which sheets a list shall have: those that meet every condition given.
#[derive(Default, InputObject)]
pub(crate) struct KpiSheetFilterInput {
    /// By this version of a scheme.
    scheme_version_id: Option<ID>,
    /// Of this department, or of people in it.
    department_id: Option<ID>,
    /// Of this employee.
    employee_id: Option<ID>,
    /// In this state.
    state: Option<KpiSheetState>,
    /// Of periods that begin on this day.
    period_start: Option<Date>,
    /// With lines that rest on an old score revision, or without.
    stale: Option<bool>,
}

/// Which requests a list shall have: those that meet every condition given.
#[derive(Default, InputObject)]
pub(crate) struct KpiRequestFilterInput {
    /// In this state.
    state: Option<KpiRequestState>,
    /// Of this kind.
    kind: Option<KpiRequestKind>,
    /// About this sheet.
    sheet_id: Option<ID>,
}

fn subjects(
    parse: &mut Parse,
    version: &ID,
    period: &PeriodInput,
    departments: Option<Vec<ID>>,
    employees: Option<Vec<ID>>,
) -> Option<kpi::NewSheets> {
    // Who sends more is told by the service, which counts both lists together.
    const MOST: usize = 10_000;
    let version = parse.id(
        "schemeVersionId",
        version,
        "KPI scheme version",
        "考核方案版本",
    );
    let period = period.read(parse);
    let departments = departments.unwrap_or_default();
    let departments = parse.list("departmentIds", departments, MOST, |parse, id| {
        parse.entry_id(&id, "department", "部门")
    });
    let employees = employees.unwrap_or_default();
    let employees = parse.list("employeeIds", employees, MOST, |parse, id| {
        parse.entry_id(&id, "employee", "员工")
    });
    Some(kpi::NewSheets {
        version: version?,
        period: period?,
        departments: departments?,
        employees: employees?,
    })
}

impl TryFrom<KpiSheetsGenerateInput> for kpi::NewSheets {
    type Error = Failure;

    fn try_from(input: KpiSheetsGenerateInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let version = &input.scheme_version_id;
        let (departments, employees) = (input.department_ids, input.employee_ids);
        let read = subjects(&mut parse, version, &input.period, departments, employees);
        Ok(parse.finish(read)?)
    }
}

impl TryFrom<KpiSheetsRollUpInput> for kpi::NewRollUp {
    type Error = Failure;

    fn try_from(input: KpiSheetsRollUpInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let version = &input.scheme_version_id;
        let (departments, employees) = (input.department_ids, input.employee_ids);
        let read = subjects(&mut parse, version, &input.period, departments, employees);
        let from = input.from_scheme_id.as_deref().map(String::as_str);
        let from = parse.optional_id("fromSchemeId", from, "KPI scheme", "考核方案");
        let (sheets, from_scheme) = parse.finish(read.zip(from))?;
        Ok(Self {
            sheets,
            method: input.method.into(),
            from_scheme,
        })
    }
}

impl From<KpiActualInput> for kpi::TypedFigure {
    fn from(input: KpiActualInput) -> Self {
        Self {
            indicator: input.indicator,
            actual: input.actual.map(|it| it.parse()),
            target: input.target.map(|it| it.parse()),
            reason: input.reason,
            source: input.source,
        }
    }
}

/// Figures as they were typed.
pub(super) fn figures(actuals: Vec<KpiActualInput>) -> Vec<kpi::TypedFigure> {
    actuals.into_iter().map(Into::into).collect()
}

/// The figures of many sheets.
pub(super) fn imported(
    sheets: Vec<KpiSheetActualsInput>,
) -> Result<Vec<kpi::SheetFigures>, Failure> {
    let mut parse = Parse::arguments();
    let read = parse.list("sheets", sheets, 1_000, |parse, it| {
        let sheet = parse.id("sheetId", &it.sheet_id, "KPI sheet", "考核表");
        Some(kpi::SheetFigures {
            sheet: sheet?,
            expected_version: it.expected_version,
            figures: figures(it.actuals),
        })
    });
    Ok(parse.finish(read)?)
}

/// The bases of many sheets.
pub(super) fn bases(
    bases: Vec<KpiBonusBaseInput>,
) -> Result<Vec<(KpiSheetId, crate::kernel::Typed<crate::kernel::Decimal>)>, Failure> {
    let mut parse = Parse::arguments();
    let read = parse.list("bases", bases, 1_000, |parse, it| {
        let sheet = parse.id("sheetId", &it.sheet_id, "KPI sheet", "考核表");
        Some((sheet?, it.base.parse()))
    });
    Ok(parse.finish(read)?)
}

/// The ids of many sheets.
pub(super) fn sheet_ids(ids: Vec<ID>) -> Result<Vec<KpiSheetId>, Failure> {
    let mut parse = Parse::arguments();
    let read = parse.list("ids", ids, 1_000, |parse, id| {
        parse.entry_id(&id, "KPI sheet", "考核表")
    });
    Ok(parse.finish(read)?)
}

impl TryFrom<KpiAdjustmentInput> for kpi::NewAdjustment {
    type Error = Failure;

    fn try_from(input: KpiAdjustmentInput) -> Result<Self, Failure> {
        let points = input.points.map(|points| points.parse());
        let evidence = input.evidence.as_deref();
        Ok(Self::read(
            input.kind.into(),
            points,
            &input.reason,
            evidence,
        )?)
    }
}

impl TryFrom<KpiSheetFilterInput> for kpi::SheetFilter {
    type Error = Failure;

    fn try_from(input: KpiSheetFilterInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("filter");
        let text = |id: &Option<ID>| id.as_deref().cloned();
        let (version, department, employee) = (
            text(&input.scheme_version_id),
            text(&input.department_id),
            text(&input.employee_id),
        );
        let version = parse.optional_id(
            "schemeVersionId",
            version.as_deref(),
            "KPI scheme version",
            "考核方案版本",
        );
        let department =
            parse.optional_id("departmentId", department.as_deref(), "department", "部门");
        let employee = parse.optional_id("employeeId", employee.as_deref(), "employee", "员工");
        let start = parse.optional("periodStart", input.period_start.map(|day| day.parse()));
        let read = version.zip(department).zip(employee).zip(start);
        let (((scheme_version, department), employee), period_start) = parse.finish(read)?;
        Ok(Self {
            scheme_version,
            department,
            employee,
            state: input.state.map(Into::into),
            period_start,
            stale: input.stale,
        })
    }
}

impl TryFrom<KpiRequestFilterInput> for kpi::RequestFilter {
    type Error = Failure;

    fn try_from(input: KpiRequestFilterInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("filter");
        let sheet = input.sheet_id.as_deref().cloned();
        let sheet = parse.optional_id("sheetId", sheet.as_deref(), "KPI sheet", "考核表");
        Ok(Self {
            state: input.state.map(Into::into),
            kind: input.kind.map(Into::into),
            sheet: parse.finish(sheet)?,
        })
    }
}
