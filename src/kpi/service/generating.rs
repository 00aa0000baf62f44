//! Generating the sheets of a period.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde_json::json;

use super::opened::Ready;
use super::pulling;
use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::cycles::Period;
use crate::database::Transaction;
use crate::kernel::ids::{DepartmentId, EmployeeId, KpiSchemeVersionId};
use crate::kernel::{Failure, Outcome, Problem};
use crate::kpi::model::{
    Adjusted, Line, Sheet, SheetResult, SheetState, Subject, SubjectKind, compute, first_lines,
};
use crate::kpi::{error, store};
use crate::org::{self, Post};

/// How many subjects one call may have.
const MOST_SUBJECTS: usize = 1_000;

/// Keeps two calls from making one sheet twice.
const TURN: i64 = 7_201;

/// Which sheets there shall be.
#[derive(Clone, Debug)]
pub struct NewSheets {
    /// By which version.
    pub version: KpiSchemeVersionId,
    /// When.
    pub period: Period,
    /// Of these departments.
    pub departments: Vec<DepartmentId>,
    /// Of these employees.
    pub employees: Vec<EmployeeId>,
}

/// Where a subject is, and for how many days of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) subject: Subject,
    pub(super) department: DepartmentId,
    pub(super) days: u32,
}

/// Makes the sheets that are missing and returns those of all subjects, which may be more
/// than one of a person who changed department.
pub async fn sheets_generate(context: &OpContext, new: NewSheets) -> Outcome<Vec<Sheet>> {
    let scope = context.authorize(Action::KpiManage).await?;
    let ready = checked(context, &new).await?;
    let places = places(context, &scope, &new).await?;
    let transaction = context.begin().await?;
    transaction.take_turn(TURN).await?;
    let (all, fresh) = generate(context, &transaction, &ready, new.period, &places).await?;
    if fresh > 0 {
        let told = json!({
            "start": new.period.start,
            "end": new.period.end,
            "sheets": fresh,
        });
        let entry = Entry::new("kpi_sheets.generated", new.version).after(told.clone());
        context.record(&transaction, entry).await?;
        context
            .publish(&transaction, "kpi_sheets.generated", new.version, &told)
            .await?;
    }
    transaction.commit().await?;
    Ok(all)
}

/// The scheme's version, if sheets of the period and the subjects can be made by it.
pub(super) async fn checked(context: &OpContext, new: &NewSheets) -> Outcome<Ready> {
    let found = store::versions_by_id(context.database(), vec![new.version]).await?;
    let unknown = || error::scheme_not_found().at(["input", "schemeVersionId"]);
    let version = found.into_iter().next().ok_or_else(unknown)?;
    let schemes = store::schemes_by_id(context.database(), vec![version.scheme_id]).await?;
    let scheme = schemes.into_iter().next().ok_or_else(unknown)?;
    let mut problems = Vec::new();
    if version.published_at.is_none() {
        problems.push(error::version_unpublished().at(["input", "schemeVersionId"]));
    }
    if scheme.period != new.period.kind {
        problems.push(error::other_period().at(["input", "period", "kind"]));
    }
    let (wrong, field) = match scheme.subject {
        SubjectKind::Department => (!new.employees.is_empty(), "employeeIds"),
        SubjectKind::Employee => (!new.departments.is_empty(), "departmentIds"),
    };
    if wrong {
        problems.push(error::other_subject().at(["input", field]));
    }
    let count = new.departments.len() + new.employees.len();
    if count == 0 {
        problems.push(error::no_subjects().at(["input"]));
    }
    if count > MOST_SUBJECTS {
        problems.push(too_many(scheme.subject));
    }
    match problems.is_empty() {
        true => Ready::of(version),
        false => Err(Failure::Problems(problems)),
    }
}

fn too_many(subject: SubjectKind) -> Problem {
    let field = match subject {
        SubjectKind::Department => "departmentIds",
        SubjectKind::Employee => "employeeIds",
    };
    error::too_many_subjects(MOST_SUBJECTS).at(["input", field])
}

/// Where each of the subjects is; all that are unknown or out of reach are told.
pub(super) async fn places(
    context: &OpContext,
    scope: &Scope,
    new: &NewSheets,
) -> Outcome<Vec<Place>> {
    let (mut places, mut problems) = (Vec::new(), Vec::new());
    let known = org::departments_by_id(context, new.departments.clone()).await?;
    let whole = length(new.period.start, new.period.end);
    for (position, id) in new.departments.iter().enumerate() {
        let exists = known.iter().any(|department| department.id == *id);
        match exists && scope.covers(*id) {
            true => places.push(Place {
                subject: Subject::Department(*id),
                department: *id,
                days: whole,
            }),
            false => problems.push(missing("departmentIds", position, "department", "部门")),
        }
    }
    let mut posts: HashMap<EmployeeId, Vec<Post>> = HashMap::new();
    if !new.employees.is_empty() {
        for post in org::posts_of(context, new.employees.clone()).await? {
            posts.entry(post.employee_id).or_default().push(post);
        }
    }
    for (position, id) in new.employees.iter().enumerate() {
        let own = posts.get(id).map(Vec::as_slice).unwrap_or_default();
        let own = departments_of(own, &new.period);
        match !own.is_empty() && own.iter().all(|(department, _)| scope.covers(*department)) {
            true => places.extend(own.into_iter().map(|(department, days)| Place {
                subject: Subject::Employee(*id),
                department,
                days,
            })),
            false => problems.push(missing("employeeIds", position, "employee", "员工")),
        }
    }
    match problems.is_empty() {
        true => Ok(places),
        false => Err(Failure::Problems(problems)),
    }
}

fn missing(field: &str, position: usize, english: &str, chinese: &str) -> Problem {
    let position = position.to_string();
    Problem::not_found(english, chinese).at(["input", field, position.as_str()])
}

/// The departments of the main posts within the period, with their days. Who had none then
/// is where the nearest main post is, for the whole period: whoever is measured for a
/// period before the company kept posts.
fn departments_of(posts: &[Post], period: &Period) -> Vec<(DepartmentId, u32)> {
    let mut days: BTreeMap<DepartmentId, u32> = BTreeMap::new();
    for post in posts.iter().filter(|post| post.is_main) {
        let first = post
            .period
            .first()
            .unwrap_or(period.start)
            .max(period.start);
        let last = post.period.last().unwrap_or(period.end).min(period.end);
        if first <= last {
            *days.entry(post.department_id).or_default() += length(first, last);
        }
    }
    if !days.is_empty() {
        return days.into_iter().collect();
    }
    let before = posts
        .iter()
        .filter(|post| post.is_main)
        .filter(|post| post.period.last().is_some_and(|last| last < period.start))
        .max_by_key(|post| post.period.last());
    let nearest = before.or_else(|| {
        let mains = posts.iter().filter(|post| post.is_main);
        mains.min_by_key(|post| post.period.first())
    });
    nearest
        .map(|post| (post.department_id, length(period.start, period.end)))
        .into_iter()
        .collect()
}

fn length(first: NaiveDate, last: NaiveDate) -> u32 {
    u32::try_from((last - first).num_days() + 1).unwrap_or(1)
}

/// Makes what is missing; all sheets in the order of the places, and how many are new.
pub(super) async fn generate(
    context: &OpContext,
    transaction: &Transaction,
    ready: &Ready,
    period: Period,
    places: &[Place],
) -> Outcome<(Vec<Sheet>, usize)> {
    let (mut departments, mut employees) = (Vec::new(), Vec::new());
    for place in places {
        match place.subject {
            Subject::Department(id) => departments.push(id),
            Subject::Employee(id) => employees.push(id),
        }
    }
    let version = ready.version.id;
    let found =
        store::sheets_of_subjects(transaction, version, period.start, departments, employees)
            .await?;
    let mut found: HashMap<(Subject, DepartmentId), Sheet> = found
        .into_iter()
        .map(|sheet| ((sheet.subject, sheet.department_id), sheet))
        .collect();
    let first = first_lines(&ready.version.content);
    let mut fresh: Vec<(Sheet, Vec<Line>)> = Vec::new();
    for place in places {
        if found.contains_key(&(place.subject, place.department)) {
            continue;
        }
        let sheet = blank(context, version, period, place);
        found.insert((place.subject, place.department), sheet.clone());
        fresh.push((sheet, first.clone()));
    }
    let entries = pulling::pull_into(context, ready, &mut fresh).await?;
    for (sheet, lines) in &mut fresh {
        sheet.result = compute(
            &ready.version.content,
            &ready.tree,
            lines,
            &Adjusted::default(),
            &sheet.result,
        );
        found.insert((sheet.subject, sheet.department_id), sheet.clone());
    }
    store::insert_sheets(transaction, &fresh, context.now()).await?;
    store::insert_entries(transaction, &entries).await?;
    let ordered = places
        .iter()
        .filter_map(|place| found.remove(&(place.subject, place.department)));
    Ok((ordered.collect(), fresh.len()))
}

fn blank(context: &OpContext, version: KpiSchemeVersionId, period: Period, place: &Place) -> Sheet {
    Sheet {
        id: context.id(),
        scheme_version_id: version,
        subject: place.subject,
        department_id: place.department,
        period,
        days: place.days,
        state: SheetState::Draft,
        version: 1,
        revision: 1,
        result: SheetResult::default(),
        bonus_base: None,
        created_at: context.now(),
        created_by: context.signed_in().ok().map(|account| account.account_id),
        published_at: None,
    }
}
