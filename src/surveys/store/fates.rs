//! What became of the contacts of a frame.

use std::collections::HashMap;

use entity::survey_fate::{ActiveModel, Column, Entity, Model};
use entity::survey_frame_part as frame_part;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::draws::CONTACTS_PER_PART;
use super::{document, text, value, whole};
use crate::database::{Database, Handle};
use crate::kernel::ids::{ContactId, SurveyPlanId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::surveys::model::{ContactFate, Draw, Fate};

/// The fates of a draw in the order of the frame, those NOT_DRAWN among them.
pub(in crate::surveys) async fn list_fates(
    database: &Database,
    draw: &Draw,
    fate: Option<Fate>,
    page: &PageRequest<u32>,
) -> Outcome<Page<ContactFate>> {
    let from = page.after.map_or(0, |after| after.saturating_add(1));
    let found = match fate {
        Some(fate) if fate != Fate::NotDrawn => {
            let query = Entity::find()
                .filter(Column::PlanId.eq(draw.plan_id))
                .filter(Column::Fate.eq(fate.as_str()))
                .filter(Column::FramePosition.gte(i64::from(from)))
                .order_by_asc(Column::FramePosition)
                .limit(page.limit());
            let rows = query.all(database.connection()).await?;
            rows.into_iter().map(contact_fate).collect::<Outcome<_>>()?
        }
        _ => frame_fates(database, draw, fate, from, page.limit()).await?,
    };
    Ok(page.page(found))
}

/// How many of that fate there are.
pub(in crate::surveys) async fn count_fates(
    database: &Database,
    draw: &Draw,
    fate: Option<Fate>,
) -> Outcome<u64> {
    let of_plan = Entity::find().filter(Column::PlanId.eq(draw.plan_id));
    Ok(match fate {
        None => draw.frame_size,
        Some(Fate::NotDrawn) => {
            let others = of_plan.count(database.connection()).await?;
            draw.frame_size.saturating_sub(others)
        }
        Some(fate) => {
            let of_fate = of_plan.filter(Column::Fate.eq(fate.as_str()));
            of_fate.count(database.connection()).await?
        }
    })
}

/// The next `limit` fates from a place in the frame on; all, or those NOT_DRAWN only.
/// Parts of the frame in which everybody has a fate of their own are passed over.
async fn frame_fates(
    database: &Database,
    draw: &Draw,
    fate: Option<Fate>,
    from: u32,
    limit: u64,
) -> Outcome<Vec<ContactFate>> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if fate.is_some() && count_fates(database, draw, fate).await? == 0 {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let mut part = from as usize / CONTACTS_PER_PART;
    while found.len() < limit && ((part * CONTACTS_PER_PART) as u64) < draw.frame_size {
        let key = (draw.plan_id, whole(part)?);
        let row = frame_part::Entity::find_by_id(key)
            .one(database.connection())
            .await?;
        let Some(row) = row else { break };
        let first: u32 = whole(part * CONTACTS_PER_PART)?;
        let contacts = contacts(&row.contacts)?;
        let mut own = own_fates(database, draw.plan_id, first, contacts.len()).await?;
        let placed = (first..)
            .zip(contacts)
            .filter(|(position, _)| *position >= from);
        let fates = placed.filter_map(|(position, contact)| match own.remove(&position) {
            Some(own) => fate.is_none().then_some(own),
            None => Some(ContactFate::not_drawn(contact, position)),
        });
        let missing = limit - found.len();
        found.extend(fates.take(missing));
        part += 1;
    }
    Ok(found)
}

/// The fates of their own of `count` contacts of the frame, by place.
async fn own_fates(
    database: &Database,
    plan: SurveyPlanId,
    first: u32,
    count: usize,
) -> Outcome<HashMap<u32, ContactFate>> {
    let behind = i64::from(first) + whole::<_, i64>(count)?;
    let rows = Entity::find()
        .filter(Column::PlanId.eq(plan))
        .filter(Column::FramePosition.gte(i64::from(first)))
        .filter(Column::FramePosition.lt(behind))
        .all(database.connection())
        .await?;
    let fates = rows.into_iter().map(|row| {
        let fate = contact_fate(row)?;
        Ok((fate.frame_position, fate))
    });
    fates.collect()
}

/// Those drawn, in the order in which they are asked, behind a place in it.
pub(in crate::surveys) async fn list_drawn(
    handle: &impl Handle,
    plan: SurveyPlanId,
    after: u32,
    limit: u64,
) -> Outcome<Vec<ContactFate>> {
    let rows = Entity::find()
        .filter(Column::PlanId.eq(plan))
        .filter(Column::DrawPosition.gt(i64::from(after)))
        .order_by_asc(Column::DrawPosition)
        .limit(limit)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(contact_fate).collect()
}

/// The ids that a part of a frame keeps.
fn contacts(bytes: &[u8]) -> Outcome<Vec<ContactId>> {
    let ids = bytes.chunks(16).map(|id| {
        let id = Uuid::from_slice(id).map_err(Failure::internal)?;
        Ok(ContactId(id))
    });
    ids.collect()
}

pub(super) fn fate_row(plan: SurveyPlanId, fate: &ContactFate) -> Outcome<ActiveModel> {
    let customer = fate.customer_id;
    Ok(ActiveModel {
        plan_id: Set(plan),
        contact_id: Set(fate.contact_id),
        customer_id: Set(customer.ok_or_else(|| Failure::internal("a fate without a customer"))?),
        fate: Set(fate.fate.to_string()),
        reason: Set(fate.reason.clone()),
        frame_position: Set(i64::from(fate.frame_position)),
        draw_position: Set(fate.draw_position.map(i64::from)),
        is_reserve: Set(fate.is_reserve),
        is_assessed: Set(fate.is_assessed),
        stratum: Set(fate.stratum.clone()),
        quota_values: Set(text(&fate.quota_values)?),
        stage: Set(fate.stage.clone()),
        invited_on: Set(fate.invited_on),
        passed_over: Set(fate.passed_over.map(|it| it.to_string())),
        unreachable_on: Set(None),
    })
}

pub(super) fn contact_fate(row: Model) -> Outcome<ContactFate> {
    Ok(ContactFate {
        contact_id: row.contact_id,
        customer_id: Some(row.customer_id),
        fate: value(&row.fate)?,
        reason: row.reason,
        frame_position: whole(row.frame_position)?,
        draw_position: row.draw_position.map(whole).transpose()?,
        is_reserve: row.is_reserve,
        is_assessed: row.is_assessed,
        stratum: row.stratum,
        quota_values: document(&row.quota_values)?,
        stage: row.stage,
        invited_on: row.invited_on,
        passed_over: row.passed_over.as_deref().map(value).transpose()?,
    })
}
