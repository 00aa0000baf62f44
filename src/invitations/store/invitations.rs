//! The invitations themselves.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::invitation::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use super::{IDS_PER_SELECT, ROWS_PER_INSERT, value, whole};
use crate::database::{Database, Handle, Transaction};
use crate::invitations::model::{Invitation, InvitationFilter, InvitationState, Part};
use crate::kernel::ids::{ContactId, InvitationId, SurveyPlanId};
use crate::kernel::{Outcome, Page, PageRequest};

pub(in crate::invitations) async fn insert_invitations(
    transaction: &Transaction,
    invitations: &[Invitation],
) -> Outcome<()> {
    for some in invitations.chunks(ROWS_PER_INSERT) {
        let rows: Outcome<Vec<ActiveModel>> = some.iter().map(row).collect();
        Entity::insert_many(rows?)
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// Writes every column of an invitation that was locked before.
pub(in crate::invitations) async fn update_invitation(
    transaction: &Transaction,
    invitation: &Invitation,
) -> Outcome<()> {
    let row = row(invitation)?;
    Entity::update(row).exec(transaction.connection()).await?;
    Ok(())
}

/// The invitation with this hash of its token, kept from others until the end of the
/// transaction.
pub(in crate::invitations) async fn lock_by_token(
    transaction: &Transaction,
    token_sha256: &str,
) -> Outcome<Option<Invitation>> {
    let row = Entity::find()
        .filter(Column::TokenSha256.eq(token_sha256))
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(invitation).transpose()
}

pub(in crate::invitations) async fn invitation_by_token(
    handle: &impl Handle,
    token_sha256: &str,
) -> Outcome<Option<Invitation>> {
    let row = Entity::find()
        .filter(Column::TokenSha256.eq(token_sha256))
        .one(handle.connection())
        .await?;
    row.map(invitation).transpose()
}

/// The invitation, kept from others until the end of the transaction.
pub(in crate::invitations) async fn lock_invitation(
    transaction: &Transaction,
    id: InvitationId,
) -> Outcome<Option<Invitation>> {
    let row = Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(invitation).transpose()
}

pub(in crate::invitations) async fn invitations_by_id(
    handle: &impl Handle,
    ids: Vec<InvitationId>,
) -> Outcome<Vec<Invitation>> {
    let mut found = Vec::new();
    for ids in ids.chunks(IDS_PER_SELECT) {
        let rows = Entity::find()
            .filter(Column::Id.is_in(ids.iter().copied()))
            .all(handle.connection())
            .await?;
        for row in rows {
            found.push(invitation(row)?);
        }
    }
    Ok(found)
}

/// The invitations of a plan, the earliest first.
pub(in crate::invitations) async fn list_invitations(
    database: &Database,
    plan: SurveyPlanId,
    filter: InvitationFilter,
    now: DateTime<Utc>,
    page: &PageRequest<InvitationId>,
) -> Outcome<Page<Invitation>> {
    let mut query = of_plan(plan, filter, now)
        .order_by_asc(Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::Id.gt(after));
    }
    let rows = query.all(database.connection()).await?;
    let found: Outcome<Vec<Invitation>> = rows.into_iter().map(invitation).collect();
    Ok(page.page(found?))
}

pub(in crate::invitations) async fn count_invitations(
    database: &Database,
    plan: SurveyPlanId,
    filter: InvitationFilter,
    now: DateTime<Utc>,
) -> Outcome<u64> {
    use sea_orm::PaginatorTrait as _;
    Ok(of_plan(plan, filter, now)
        .count(database.connection())
        .await?)
}

/// How many invitations of the plan's own part are in each state, and how many of those that
/// were answered found no place.
pub(in crate::invitations) async fn count_by_state(
    handle: &impl Handle,
    plan: SurveyPlanId,
    now: DateTime<Utc>,
) -> Outcome<(HashMap<InvitationState, u64>, u64)> {
    #[derive(FromQueryResult)]
    struct Row {
        state: String,
        is_counted: Option<bool>,
        count: i64,
    }
    let rows: Vec<Row> = Entity::find()
        .select_only()
        .column(Column::State)
        .column(Column::IsCounted)
        .column_as(Column::Id.count(), "count")
        .filter(Column::PlanId.eq(plan))
        .filter(Column::Part.eq(Part::Main.as_str()))
        .group_by(Column::State)
        .group_by(Column::IsCounted)
        .into_model()
        .all(handle.connection())
        .await?;
    let mut found: HashMap<InvitationState, u64> = HashMap::new();
    let mut without_place = 0;
    for row in rows {
        let count: u64 = whole(row.count)?;
        *found.entry(value(&row.state)?).or_default() += count;
        if row.is_counted == Some(false) {
            without_place += count;
        }
    }
    let mut expired = 0;
    for state in [InvitationState::Issued, InvitationState::Opened] {
        use sea_orm::PaginatorTrait as _;
        let late: u64 = Entity::find()
            .filter(Column::PlanId.eq(plan))
            .filter(Column::Part.eq(Part::Main.as_str()))
            .filter(Column::State.eq(state.as_str()))
            .filter(Column::ExpiresAt.lte(now))
            .count(handle.connection())
            .await?;
        if let Some(open) = found.get_mut(&state) {
            *open = open.saturating_sub(late);
        }
        expired += late;
    }
    found.insert(InvitationState::Expired, expired);
    Ok((found, without_place))
}

/// How many invitations of the plan's own part there are: whom the plan has asked. Those that
/// were taken back are not counted, nor the unanswered ones of contacts who were left out,
/// whether or not they were taken back yet.
pub(in crate::invitations) async fn count_asked(
    handle: &impl Handle,
    plan: SurveyPlanId,
    left_out: &[ContactId],
) -> Outcome<u64> {
    use sea_orm::PaginatorTrait as _;
    let main = Entity::find()
        .filter(Column::PlanId.eq(plan))
        .filter(Column::Part.eq(Part::Main.as_str()));
    let asked = main
        .clone()
        .filter(Column::State.ne(InvitationState::Revoked.as_str()));
    let mut count = asked.count(handle.connection()).await?;
    for contacts in left_out.chunks(IDS_PER_SELECT) {
        let unanswered = main
            .clone()
            .filter(Column::FinishedAt.is_null())
            .filter(Column::ContactId.is_in(contacts.iter().copied()));
        count -= unanswered.count(handle.connection()).await?;
    }
    Ok(count)
}

/// The last round in which each of these contacts was invited by the plan, and whether that
/// invitation is still open.
pub(in crate::invitations) async fn last_rounds(
    transaction: &Transaction,
    plan: SurveyPlanId,
    contacts: &[ContactId],
) -> Outcome<HashMap<ContactId, (u32, bool)>> {
    let mut found: HashMap<ContactId, (u32, bool)> = HashMap::new();
    for contacts in contacts.chunks(IDS_PER_SELECT) {
        let rows: Vec<(ContactId, i32, Option<DateTime<Utc>>)> = Entity::find()
            .select_only()
            .column(Column::ContactId)
            .column(Column::Round)
            .column(Column::FinishedAt)
            .filter(Column::PlanId.eq(plan))
            .filter(Column::Part.eq(Part::Main.as_str()))
            .filter(Column::ContactId.is_in(contacts.iter().copied()))
            .order_by_asc(Column::Round)
            .into_tuple()
            .all(transaction.connection())
            .await?;
        for (contact, round, finished) in rows {
            found.insert(contact, (whole(round)?, finished.is_none()));
        }
    }
    Ok(found)
}

/// The open invitations of these contacts, kept from others until the end of the
/// transaction; of one plan or of all.
pub(in crate::invitations) async fn lock_open_of(
    transaction: &Transaction,
    contacts: Vec<ContactId>,
    plan: Option<SurveyPlanId>,
    now: DateTime<Utc>,
) -> Outcome<Vec<Invitation>> {
    let rows = Entity::find()
        .filter(Column::ContactId.is_in(contacts))
        .filter(Condition::all().add_option(plan.map(|plan| Column::PlanId.eq(plan))))
        .filter(Column::FinishedAt.is_null())
        .filter(still_valid(now))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(transaction.connection())
        .await?;
    rows.into_iter().map(invitation).collect()
}

/// All invitations of a contact to a plan, kept from others until the end of the transaction.
pub(in crate::invitations) async fn lock_of_contact(
    transaction: &Transaction,
    plan: SurveyPlanId,
    contact: ContactId,
) -> Outcome<Vec<Invitation>> {
    let rows = Entity::find()
        .filter(Column::PlanId.eq(plan))
        .filter(Column::ContactId.eq(contact))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(transaction.connection())
        .await?;
    rows.into_iter().map(invitation).collect()
}

/// All invitations of a contact, the earliest first.
pub(in crate::invitations) async fn invitations_of_contact(
    handle: &impl Handle,
    contact: ContactId,
) -> Outcome<Vec<Invitation>> {
    let rows = Entity::find()
        .filter(Column::ContactId.eq(contact))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(invitation).collect()
}

/// The open invitations by link that were issued before `before` and neither reminded of
/// nor handed over since: `undone` tells which is asked for. At most `limit`, behind the
/// place `after`, the earliest first.
pub(in crate::invitations) async fn unanswered(
    database: &Database,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
    undone: Undone,
    after: Option<(DateTime<Utc>, InvitationId)>,
    limit: u64,
) -> Outcome<Vec<Invitation>> {
    let behind = after.map(|(at, id)| {
        let same = Condition::all()
            .add(Column::IssuedAt.eq(at))
            .add(Column::Id.gt(id));
        Condition::any().add(Column::IssuedAt.gt(at)).add(same)
    });
    let query = Entity::find()
        .filter(Column::FinishedAt.is_null())
        .filter(Column::IssuedAt.lte(before))
        .filter(still_valid(now))
        .filter(Condition::all().add_option(behind))
        .order_by_asc(Column::IssuedAt)
        .order_by_asc(Column::Id)
        .limit(limit);
    let query = match undone {
        Undone::Reminded => query
            .filter(Column::RemindedAt.is_null())
            .filter(Column::SentAt.is_not_null())
            .filter(Column::TokenSealed.is_not_null()),
        Undone::HandedOver => query
            .filter(Column::HandedOverAt.is_null())
            .filter(Column::Channel.is_in(["LINK", "EMAIL", "SMS"])),
    };
    let rows = query.all(database.connection()).await?;
    rows.into_iter().map(invitation).collect()
}

/// What has not been done for an invitation yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::invitations) enum Undone {
    /// Its contact was not reminded.
    Reminded,
    /// It was not handed over to the phone list.
    HandedOver,
}

/// Takes what messages would need from all invitations that are open but late.
pub(in crate::invitations) async fn drop_late_secrets(
    transaction: &Transaction,
    now: DateTime<Utc>,
) -> Outcome<u64> {
    let done = Entity::update_many()
        .set(ActiveModel {
            token_sealed: Set(None),
            ..Default::default()
        })
        .filter(Column::TokenSealed.is_not_null())
        .filter(Column::ExpiresAt.lte(now))
        .exec(transaction.connection())
        .await?;
    Ok(done.rows_affected)
}

/// Ends, at `now`, what is open of the plans of a cycle that takes no answers any more.
pub(in crate::invitations) async fn expire_of_plans(
    transaction: &Transaction,
    plans: Vec<SurveyPlanId>,
    now: DateTime<Utc>,
) -> Outcome<u64> {
    let done = Entity::update_many()
        .set(ActiveModel {
            token_sealed: Set(None),
            expires_at: Set(Some(now)),
            ..Default::default()
        })
        .filter(Column::PlanId.is_in(plans))
        .filter(Column::FinishedAt.is_null())
        .filter(still_valid(now))
        .exec(transaction.connection())
        .await?;
    Ok(done.rows_affected)
}

fn of_plan(plan: SurveyPlanId, filter: InvitationFilter, now: DateTime<Utc>) -> Select<Entity> {
    let state = filter.state.map(|state| match state {
        InvitationState::Expired => Condition::all()
            .add(Column::FinishedAt.is_null())
            .add(Column::ExpiresAt.lte(now)),
        InvitationState::Issued | InvitationState::Opened => Condition::all()
            .add(Column::State.eq(state.as_str()))
            .add(still_valid(now)),
        ended => Condition::all().add(Column::State.eq(ended.as_str())),
    });
    Entity::find()
        .filter(Column::PlanId.eq(plan))
        .filter(Condition::all().add_option(state))
}

pub(super) fn still_valid(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(Column::ExpiresAt.is_null())
        .add(Column::ExpiresAt.gt(now))
}

fn row(it: &Invitation) -> Outcome<ActiveModel> {
    Ok(ActiveModel {
        id: Set(it.id),
        plan_id: Set(it.plan_id),
        contact_id: Set(it.contact_id),
        part: Set(it.part.to_string()),
        round: Set(whole(it.round)?),
        questionnaire_version_id: Set(it.questionnaire_version_id),
        channel: Set(it.channel.to_string()),
        token_sha256: Set(it.token_sha256.clone()),
        token_sealed: Set(it.token_sealed.clone()),
        state: Set(it.state.to_string()),
        issued_at: Set(it.issued_at),
        expires_at: Set(it.expires_at),
        opened_at: Set(it.opened_at),
        finished_at: Set(it.finished_at),
        answer_key_sha256: Set(it.answer_key_sha256.clone()),
        answer_sha256: Set(it.answer_sha256.clone()),
        is_counted: Set(it.is_counted),
        sent_at: Set(it.sent_at),
        reminded_at: Set(it.reminded_at),
        handed_over_at: Set(it.handed_over_at),
        attempts: Set(whole(it.attempts)?),
        called_at: Set(it.called_at),
        call_back_at: Set(it.call_back_at),
        left_out_at: Set(it.left_out_at),
        version: Set(it.version),
    })
}

pub(super) fn invitation(row: Model) -> Outcome<Invitation> {
    Ok(Invitation {
        id: row.id,
        plan_id: row.plan_id,
        contact_id: row.contact_id,
        part: value(&row.part)?,
        round: whole(row.round)?,
        questionnaire_version_id: row.questionnaire_version_id,
        channel: value(&row.channel)?,
        token_sha256: row.token_sha256,
        token_sealed: row.token_sealed,
        state: value(&row.state)?,
        issued_at: row.issued_at,
        expires_at: row.expires_at,
        opened_at: row.opened_at,
        finished_at: row.finished_at,
        answer_key_sha256: row.answer_key_sha256,
        answer_sha256: row.answer_sha256,
        is_counted: row.is_counted,
        sent_at: row.sent_at,
        reminded_at: row.reminded_at,
        handed_over_at: row.handed_over_at,
        attempts: whole(row.attempts)?,
        called_at: row.called_at,
        call_back_at: row.call_back_at,
        left_out_at: row.left_out_at,
        version: row.version,
    })
}
