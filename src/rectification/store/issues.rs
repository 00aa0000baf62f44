//! Issues and their history.

use chrono::NaiveDate;
use entity::issue::{ActiveModel, Column, Entity, Model};
use entity::{issue_action, issue_event};
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::{ROWS_PER_INSERT, document, text, value};
use crate::access::Scope;
use crate::database::{self, Database, Handle, Transaction};
use crate::kernel::ids::{ComplaintId, IssueId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::rectification::model::{Event, Evidence, Issue, IssueFilter, IssueNumber, IssueState};

/// The number of the next issue of the year.
pub(in crate::rectification) async fn next_number(
    transaction: &Transaction,
    year: i32,
) -> Outcome<IssueNumber> {
    database::next_number::<Entity, _>(transaction, (Column::Year, Column::Position), year).await
}

/// Those of the findings that made an issue already.
pub(in crate::rectification) async fn known_findings(
    transaction: &Transaction,
    findings: Vec<String>,
) -> Outcome<Vec<String>> {
    let found: Vec<Option<String>> = Entity::find()
        .select_only()
        .column(Column::Finding)
        .filter(Column::Finding.is_in(findings))
        .into_tuple()
        .all(transaction.connection())
        .await?;
    Ok(found.into_iter().flatten().collect())
}

pub(in crate::rectification) async fn insert_issue(
    transaction: &Transaction,
    issue: &Issue,
) -> Outcome<()> {
    Entity::insert(row(issue)?)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Writes an issue that was locked before.
pub(in crate::rectification) async fn update_issue(
    transaction: &Transaction,
    issue: &Issue,
) -> Outcome<()> {
    Entity::update(row(issue)?)
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The issue, kept from others until the end of the transaction.
pub(in crate::rectification) async fn lock_issue(
    transaction: &Transaction,
    scope: &Scope,
    id: IssueId,
) -> Outcome<Option<Issue>> {
    let row = visible(scope)
        .filter(Column::Id.eq(id))
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(issue).transpose()
}

pub(in crate::rectification) async fn issues_by_id(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<IssueId>,
) -> Outcome<Vec<Issue>> {
    let rows = visible(scope)
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(issue).collect()
}

/// Issues, the newest first.
pub(in crate::rectification) async fn list_issues(
    database: &Database,
    scope: &Scope,
    (filter, today): (&IssueFilter, NaiveDate),
    page: &PageRequest<IssueId>,
) -> Outcome<Page<Issue>> {
    let mut query = chosen(scope, filter, today)
        .order_by_desc(Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::Id.lt(after));
    }
    let rows = query.all(database.connection()).await?;
    let issues: Outcome<Vec<Issue>> = rows.into_iter().map(issue).collect();
    Ok(page.page(issues?))
}

pub(in crate::rectification) async fn count_issues(
    database: &Database,
    scope: &Scope,
    (filter, today): (&IssueFilter, NaiveDate),
) -> Outcome<u64> {
    let query = chosen(scope, filter, today);
    Ok(query.count(database.connection()).await?)
}

/// The issues of these complaints.
pub(in crate::rectification) async fn issues_of_complaints(
    handle: &impl Handle,
    scope: &Scope,
    complaints: Vec<ComplaintId>,
) -> Outcome<Vec<Issue>> {
    let rows = visible(scope)
        .filter(Column::ComplaintId.is_in(complaints))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(issue).collect()
}

/// How many issues stand in each state.
pub(in crate::rectification) async fn board(
    database: &Database,
    scope: &Scope,
) -> Outcome<Vec<(IssueState, u64)>> {
    let rows: Vec<(String, i64)> = visible(scope)
        .select_only()
        .column(Column::State)
        .column_as(Column::Id.count(), "count")
        .group_by(Column::State)
        .into_tuple()
        .all(database.connection())
        .await?;
    rows.into_iter()
        .map(|(state, count)| Ok((value(&state)?, count.unsigned_abs())))
        .collect()
}

/// The issues in scope that stand so.
pub(in crate::rectification) async fn issues_in(
    handle: &impl Handle,
    scope: &Scope,
    state: IssueState,
) -> Outcome<Vec<Issue>> {
    let rows = visible(scope)
        .filter(Column::State.eq(state.as_str()))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(issue).collect()
}

/// Issues of the same cause as these, about the same item or dimension, the newest first.
pub(in crate::rectification) async fn issues_like(
    handle: &impl Handle,
    scope: &Scope,
    like: &[Issue],
    most: u64,
) -> Outcome<Vec<Issue>> {
    let mut alike = Condition::any();
    let mut any = false;
    for it in like {
        let (
            Some(analysis),
            Evidence {
                dimension, item, ..
            },
        ) = (&it.analysis, &it.evidence)
        else {
            continue;
        };
        if dimension.is_none() && item.is_none() {
            continue;
        }
        any = true;
        let same = |column: Column, wanted: &Option<String>| match wanted {
            Some(wanted) => column.eq(wanted.clone()),
            None => column.is_null(),
        };
        alike = alike.add(
            Condition::all()
                .add(Column::Cause.eq(analysis.cause.as_str()))
                .add(same(Column::Dimension, dimension))
                .add(same(Column::Item, item)),
        );
    }
    if !any {
        return Ok(Vec::new());
    }
    let rows = visible(scope)
        .filter(alike)
        .order_by_desc(Column::Id)
        .limit(most)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(issue).collect()
}

/// Issues in these states whose due day is before `day`, the longest overdue first.
pub(in crate::rectification) async fn lock_overdue(
    transaction: &Transaction,
    day: NaiveDate,
) -> Outcome<Vec<Issue>> {
    let late = IssueState::ALL.iter().filter(|state| state.can_be_late());
    let rows = Entity::find()
        .filter(Column::State.is_in(late.map(|state| state.as_str())))
        .filter(Column::DueOn.lt(day))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(transaction.connection())
        .await?;
    rows.into_iter().map(issue).collect()
}

/// The issues whose effect is observed.
pub(in crate::rectification) async fn verifying(handle: &impl Handle) -> Outcome<Vec<Issue>> {
    let rows = Entity::find()
        .filter(Column::State.eq(IssueState::Verifying.as_str()))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(issue).collect()
}

pub(in crate::rectification) async fn insert_events(
    transaction: &Transaction,
    id: IssueId,
    events: &[Event],
) -> Outcome<()> {
    for events in events.chunks(ROWS_PER_INSERT) {
        let rows = events.iter().map(|event| issue_event::ActiveModel {
            id: Set(event.id),
            issue_id: Set(id),
            action: Set(event.happening.to_string()),
            from_state: Set(event.from.to_string()),
            to_state: Set(event.to.to_string()),
            round: Set(event.round),
            reason: Set(event.reason.clone()),
            happened_at: Set(event.at),
            actor_id: Set(event.actor),
        });
        issue_event::Entity::insert_many(rows)
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// What happened to these issues, in its order.
pub(in crate::rectification) async fn events_of(
    handle: &impl Handle,
    ids: Vec<IssueId>,
) -> Outcome<Vec<(IssueId, Event)>> {
    let rows = issue_event::Entity::find()
        .filter(issue_event::Column::IssueId.is_in(ids))
        .order_by_asc(issue_event::Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            let event = Event {
                id: row.id,
                happening: value(&row.action)?,
                from: value(&row.from_state)?,
                to: value(&row.to_state)?,
                round: row.round,
                reason: row.reason,
                at: row.happened_at,
                actor: row.actor_id,
            };
            Ok((row.issue_id, event))
        })
        .collect()
}

/// The issues within `scope`: those of its departments, and those in which its person has
/// something to do.
fn visible(scope: &Scope) -> Select<Entity> {
    let Some(departments) = scope.restriction() else {
        return Entity::find();
    };
    let own = scope.employee.map(|person| {
        let acted = Query::select()
            .column(issue_action::Column::IssueId)
            .from(issue_action::Entity)
            .and_where(issue_action::Column::OwnerId.eq(person))
            .to_owned();
        Column::Id.in_subquery(acted)
    });
    let within = Condition::any()
        .add(Column::DepartmentId.is_in(departments))
        .add_option(own);
    Entity::find().filter(within)
}

fn chosen(scope: &Scope, filter: &IssueFilter, today: NaiveDate) -> Select<Entity> {
    let late = || {
        let states = IssueState::ALL.iter().filter(|state| state.can_be_late());
        Condition::all()
            .add(Column::State.is_in(states.map(|state| state.as_str())))
            .add(Column::DueOn.lt(today))
    };
    let overdue = filter.overdue.map(|wanted| match wanted {
        true => late(),
        false => late().not(),
    });
    let wanted = Condition::all()
        .add_option(filter.state.map(|it| Column::State.eq(it.as_str())))
        .add_option(filter.department_id.map(|id| Column::DepartmentId.eq(id)))
        .add_option(filter.severity.map(|it| Column::Severity.eq(it.as_str())))
        .add_option(filter.source.map(|it| Column::Source.eq(it.as_str())))
        .add_option(filter.cause.map(|it| Column::Cause.eq(it.as_str())))
        .add_option(overdue);
    visible(scope).filter(wanted)
}

fn row(issue: &Issue) -> Outcome<ActiveModel> {
    let evidence = &issue.evidence;
    let (rule, finding) = evidence.found_by.clone().unzip();
    let analysis = issue.analysis.as_ref();
    Ok(ActiveModel {
        id: Set(issue.id),
        year: Set(issue.number.year),
        position: Set(issue.number.position),
        title: Set(issue.title.clone()),
        description: Set(issue.description.clone()),
        department_id: Set(issue.department_id),
        severity: Set(issue.severity.to_string()),
        severity_before: Set(issue.severity_before.map(|severity| severity.to_string())),
        state: Set(issue.state.to_string()),
        round: Set(issue.round),
        due_on: Set(issue.due_on),
        source: Set(issue.source.to_string()),
        rule_id: Set(rule),
        score_id: Set(evidence.score_id),
        complaint_id: Set(evidence.complaint_id),
        sheet_id: Set(evidence.sheet_id),
        cycle_id: Set(evidence.cycle_id),
        dimension: Set(evidence.dimension.clone()),
        item: Set(evidence.item.clone()),
        finding: Set(finding),
        analysis: Set(analysis.map(text).transpose()?),
        cause: Set(analysis.map(|analysis| analysis.cause.to_string())),
        recurrence_of: Set(issue.recurrence_of),
        opened_at: Set(issue.opened_at),
        opened_by: Set(issue.opened_by),
        verifying_since: Set(issue.verifying_since),
        closed_at: Set(issue.closed_at),
        version: Set(issue.version),
    })
}

fn issue(row: Model) -> Outcome<Issue> {
    Ok(Issue {
        id: row.id,
        number: IssueNumber {
            year: row.year,
            position: row.position,
        },
        title: row.title,
        description: row.description,
        department_id: row.department_id,
        severity: value(&row.severity)?,
        severity_before: row.severity_before.as_deref().map(value).transpose()?,
        state: value(&row.state)?,
        round: row.round,
        due_on: row.due_on,
        source: value(&row.source)?,
        evidence: Evidence {
            found_by: row.rule_id.zip(row.finding),
            score_id: row.score_id,
            complaint_id: row.complaint_id,
            sheet_id: row.sheet_id,
            cycle_id: row.cycle_id,
            dimension: row.dimension,
            item: row.item,
        },
        analysis: row.analysis.as_deref().map(document).transpose()?,
        recurrence_of: row.recurrence_of,
        opened_at: row.opened_at,
        opened_by: row.opened_by,
        verifying_since: row.verifying_since,
        closed_at: row.closed_at,
        version: row.version,
    })
}
