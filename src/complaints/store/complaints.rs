//! Complaints themselves.

use chrono::{DateTime, NaiveDate, Utc};
use entity::complaint::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::value;
use crate::access::{Scope, SheetScope};
use crate::complaints::model::{
    Complaint, ComplaintFilter, ComplaintNumber, ComplaintState, Confidentiality, Deadlines,
    Discretion,
};
use crate::database::{self, Database, Handle, Transaction};
use crate::kernel::ids::{AccountId, ComplaintId, ContactId, DepartmentId};
use crate::kernel::text::IdempotencyKey;
use crate::kernel::{Outcome, Page, PageRequest};

/// What somebody sent, to be known when it is sent again.
pub(in crate::complaints) struct Sent {
    /// The key under which they sent it.
    pub(in crate::complaints) key: IdempotencyKey,
    /// The SHA-256 of it.
    pub(in crate::complaints) content_sha256: String,
}

/// Which complaints a list shall have.
pub(in crate::complaints) struct Wanted<'a> {
    /// What they meet.
    pub(in crate::complaints) filter: &'a ComplaintFilter,
    /// How much is told of whoever complained.
    pub(in crate::complaints) discretion: &'a Discretion,
    /// The day on which they are late.
    pub(in crate::complaints) today: NaiveDate,
}

/// The number of the next complaint of the year.
pub(in crate::complaints) async fn next_number(
    transaction: &Transaction,
    year: i32,
) -> Outcome<ComplaintNumber> {
    database::next_number::<Entity, _>(transaction, (Column::Year, Column::Position), year).await
}

pub(in crate::complaints) async fn insert(
    transaction: &Transaction,
    complaint: &Complaint,
    sent: Option<&Sent>,
) -> Outcome<()> {
    let row = ActiveModel {
        idempotency_key: Set(sent.map(|it| it.key.as_str().to_owned())),
        content_sha256: Set(sent.map(|it| it.content_sha256.clone())),
        ..row(complaint)
    };
    Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// The complaint that an account wrote down under a key, and the SHA-256 of what it sent.
pub(in crate::complaints) async fn sent_before(
    transaction: &Transaction,
    account: AccountId,
    key: &IdempotencyKey,
) -> Outcome<Option<(Complaint, Option<String>)>> {
    let row = Entity::find()
        .filter(Column::RecordedBy.eq(account))
        .filter(Column::IdempotencyKey.eq(key.as_str()))
        .one(transaction.connection())
        .await?;
    row.map(|row| {
        let sent = row.content_sha256.clone();
        Ok((complaint(row)?, sent))
    })
    .transpose()
}

/// Complaints, the newest first: ids tell no order, for some of them are random.
pub(in crate::complaints) async fn list(
    database: &Database,
    scope: &Scope,
    wanted: &Wanted<'_>,
    page: &PageRequest<ComplaintNumber>,
) -> Outcome<Page<Complaint>> {
    let mut query = chosen(scope, wanted)
        .order_by_desc(Column::Year)
        .order_by_desc(Column::Position)
        .limit(page.limit());
    if let Some(ComplaintNumber { year, position }) = page.after {
        let same_year = Condition::all()
            .add(Column::Year.eq(year))
            .add(Column::Position.lt(position));
        query = query.filter(Condition::any().add(Column::Year.lt(year)).add(same_year));
    }
    let rows = query.all(database.connection()).await?;
    let complaints: Outcome<Vec<Complaint>> = rows.into_iter().map(complaint).collect();
    Ok(page.page(complaints?))
}

pub(in crate::complaints) async fn count(
    database: &Database,
    scope: &Scope,
    wanted: &Wanted<'_>,
) -> Outcome<u64> {
    let query = chosen(scope, wanted);
    Ok(query.count(database.connection()).await?)
}

pub(in crate::complaints) async fn by_id(
    database: &Database,
    scope: &Scope,
    ids: Vec<ComplaintId>,
) -> Outcome<Vec<Complaint>> {
    let rows = Entity::find()
        .filter(within(scope))
        .filter(Column::Id.is_in(ids))
        .all(database.connection())
        .await?;
    rows.into_iter().map(complaint).collect()
}

/// The complaint, kept from others until the end of the transaction.
pub(in crate::complaints) async fn lock(
    transaction: &Transaction,
    scope: &Scope,
    id: ComplaintId,
) -> Outcome<Option<Complaint>> {
    let row = Entity::find()
        .filter(within(scope))
        .filter(Column::Id.eq(id))
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(complaint).transpose()
}

/// Writes a complaint that was locked before.
pub(in crate::complaints) async fn update(
    transaction: &Transaction,
    complaint: &Complaint,
) -> Outcome<()> {
    Entity::update(row(complaint))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The complaints that are late on `today`, and those that have no days yet.
pub(in crate::complaints) async fn lock_late(
    transaction: &Transaction,
    today: NaiveDate,
) -> Outcome<Vec<Complaint>> {
    let rows = Entity::find()
        .filter(late(today).add(Column::AnswerBy.is_null()))
        .order_by_asc(Column::Year)
        .order_by_asc(Column::Position)
        .lock_exclusive()
        .all(transaction.connection())
        .await?;
    rows.into_iter().map(complaint).collect()
}

pub(in crate::complaints) async fn count_about(
    handle: &impl Handle,
    department: DepartmentId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Outcome<u64> {
    let about = Entity::find()
        .filter(Column::DepartmentId.eq(department))
        .filter(Column::ReceivedAt.gte(from))
        .filter(Column::ReceivedAt.lt(until));
    Ok(about.count(handle.connection()).await?)
}

pub(in crate::complaints) async fn by_id_of_anybody(
    handle: &impl Handle,
    id: ComplaintId,
) -> Outcome<Option<Complaint>> {
    let row = Entity::find_by_id(id).one(handle.connection()).await?;
    row.map(complaint).transpose()
}

/// The complaints of a contact, oldest first.
pub(in crate::complaints) async fn of_contact(
    handle: &impl Handle,
    contact: ContactId,
) -> Outcome<Vec<Complaint>> {
    let rows = Entity::find()
        .filter(Column::ContactId.eq(contact))
        .order_by_asc(Column::Year)
        .order_by_asc(Column::Position)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(complaint).collect()
}

pub(in crate::complaints) async fn forget_contacts(
    transaction: &Transaction,
    contacts: Vec<ContactId>,
) -> Outcome<()> {
    Entity::update_many()
        .col_expr(Column::ContactId, Expr::value(None::<ContactId>))
        .filter(Column::ContactId.is_in(contacts))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The complaints within `scope` that the filter wants.
/// By the customer only those are found of which it is told who made them: else the list
/// would tell it.
fn chosen(scope: &Scope, wanted: &Wanted<'_>) -> Select<Entity> {
    let filter = wanted.filter;
    let of_customer = filter.customer_id.map(|id| {
        Condition::all()
            .add(Column::CustomerId.eq(id))
            .add(told(wanted.discretion.scope()))
    });
    let overdue = filter.overdue.map(|is_late| match is_late {
        true => late(wanted.today),
        false => late(wanted.today).not(),
    });
    let wanted = Condition::all()
        .add_option(filter.state.map(|state| Column::State.eq(state.as_str())))
        .add_option(filter.department_id.map(|id| Column::DepartmentId.eq(id)))
        .add_option(of_customer)
        .add_option(overdue);
    Entity::find().filter(within(scope)).filter(wanted)
}

/// What [`Complaint::missed`] says, for the database.
fn late(today: NaiveDate) -> Condition {
    let states = ComplaintState::ALL.iter();
    let waiting = states.filter(|state| state.waits_for_answer());
    let unacknowledged = Condition::all()
        .add(Column::State.eq(ComplaintState::Received.as_str()))
        .add(Column::AcknowledgeBy.lt(today));
    let unanswered = Condition::all()
        .add(Column::State.is_in(waiting.map(|state| state.as_str())))
        .add(Column::AnswerBy.lt(today));
    Condition::any().add(unacknowledged).add(unanswered)
}

/// What [`Discretion::tells`] says, for the database.
fn told(sheets: &SheetScope) -> Condition {
    let closed: Vec<DepartmentId> = sheets.own.union(&sheets.spoken_for).copied().collect();
    let about = Column::DepartmentId.is_not_in(closed);
    let reads = match sheets.granted.restriction() {
        None => Condition::any()
            .add(Column::DepartmentId.is_null())
            .add(about),
        Some(departments) => Condition::all()
            .add(Column::DepartmentId.is_in(departments))
            .add(about),
    };
    Condition::any()
        .add(Column::Confidentiality.eq(Confidentiality::Attributed.as_str()))
        .add(reads)
}

/// The complaints within `scope`: those about its departments, and its own entries.
fn within(scope: &Scope) -> Condition {
    if scope.company {
        return Condition::all();
    }
    Condition::any()
        .add(Column::DepartmentId.is_in(scope.departments.iter().copied()))
        .add_option(scope.account.map(|own| Column::RecordedBy.eq(own)))
}

fn row(complaint: &Complaint) -> ActiveModel {
    ActiveModel {
        id: Set(complaint.id),
        year: Set(complaint.number.year),
        position: Set(complaint.number.position),
        channel: Set(complaint.channel.to_string()),
        state: Set(complaint.state.to_string()),
        severity: Set(complaint.severity.to_string()),
        confidentiality: Set(complaint.confidentiality.to_string()),
        customer_id: Set(complaint.customer_id),
        contact_id: Set(complaint.contact_id),
        department_id: Set(complaint.department_id),
        plan_id: Set(complaint.plan_id),
        summary: Set(complaint.summary.clone()),
        remedy_sought: Set(complaint.remedy_sought.clone()),
        received_at: Set(complaint.received_at),
        recorded_by: Set(complaint.recorded_by),
        acknowledge_by: Set(complaint.deadlines.map(|it| it.acknowledge_by)),
        answer_by: Set(complaint.deadlines.map(|it| it.answer_by)),
        acknowledged_at: Set(complaint.acknowledged_at),
        finding: Set(complaint.finding.clone()),
        answer: Set(complaint.answer.clone()),
        remedy: Set(complaint.remedy.clone()),
        answered_at: Set(complaint.answered_at),
        closed_at: Set(complaint.closed_at),
        satisfied: Set(complaint.satisfied),
        version: Set(complaint.version),
        // What was sent never changes.
        ..Default::default()
    }
}

fn complaint(row: Model) -> Outcome<Complaint> {
    Ok(Complaint {
        id: row.id,
        number: ComplaintNumber {
            year: row.year,
            position: row.position,
        },
        channel: value(&row.channel)?,
        state: value(&row.state)?,
        severity: value(&row.severity)?,
        confidentiality: value(&row.confidentiality)?,
        customer_id: row.customer_id,
        contact_id: row.contact_id,
        department_id: row.department_id,
        plan_id: row.plan_id,
        summary: row.summary,
        remedy_sought: row.remedy_sought,
        received_at: row.received_at,
        recorded_by: row.recorded_by,
        deadlines: row
            .acknowledge_by
            .zip(row.answer_by)
            .map(|(acknowledge_by, answer_by)| Deadlines {
                acknowledge_by,
                answer_by,
            }),
        acknowledged_at: row.acknowledged_at,
        finding: row.finding,
        answer: row.answer,
        remedy: row.remedy,
        answered_at: row.answered_at,
        closed_at: row.closed_at,
        satisfied: row.satisfied,
        version: row.version,
    })
}
