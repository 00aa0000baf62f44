//! Draws, and what they leave behind.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    survey_draw, survey_fate, survey_frame_part as frame_part, survey_quota as quota,
    survey_stratum as stratum,
};
use futures_util::TryStreamExt as _;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait as _,
};

use super::fates::fate_row;
use super::{ROWS_PER_INSERT, whole};
use crate::database::{Database, Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, SurveyPlanId};
use crate::surveys::model::{Draw, DrawRecord, Fate, Places, QuotaPlaces, Stratum};

/// How many contacts of a frame one row keeps.
pub(super) const CONTACTS_PER_PART: usize = 1_000;

/// How many rows of a frame one INSERT writes.
const PARTS_PER_INSERT: usize = 50;

pub(in crate::surveys) async fn draws_of(
    handle: &impl Handle,
    plans: Vec<SurveyPlanId>,
) -> Outcome<Vec<Draw>> {
    let rows = survey_draw::Entity::find()
        .filter(survey_draw::Column::PlanId.is_in(plans))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(draw).collect()
}

/// Keeps a draw with everything that it leaves behind.
pub(in crate::surveys) async fn insert_draw(
    transaction: &Transaction,
    record: &DrawRecord,
) -> Outcome<()> {
    let connection = transaction.connection();
    let draw = &record.draw;
    survey_draw::Entity::insert(draw_row(draw)?)
        .exec_without_returning(connection)
        .await?;
    let mut parts = Vec::new();
    for (part, contacts) in (0_i32..).zip(record.frame.chunks(CONTACTS_PER_PART)) {
        let ids = contacts.iter().flat_map(|contact| contact.0.into_bytes());
        parts.push(frame_part::ActiveModel {
            plan_id: Set(draw.plan_id),
            part: Set(part),
            contacts: Set(ids.collect()),
        });
    }
    for parts in parts.chunks(PARTS_PER_INSERT) {
        frame_part::Entity::insert_many(parts.iter().cloned())
            .exec_without_returning(connection)
            .await?;
    }
    for fates in record.fates.chunks(ROWS_PER_INSERT) {
        let rows: Outcome<Vec<survey_fate::ActiveModel>> = fates
            .iter()
            .map(|fate| fate_row(draw.plan_id, fate))
            .collect();
        survey_fate::Entity::insert_many(rows?)
            .exec_without_returning(connection)
            .await?;
    }
    for strata in record.strata.chunks(ROWS_PER_INSERT) {
        let rows: Outcome<Vec<stratum::ActiveModel>> = strata
            .iter()
            .map(|it| stratum_row(draw.plan_id, it))
            .collect();
        stratum::Entity::insert_many(rows?)
            .exec_without_returning(connection)
            .await?;
    }
    if !record.quotas.is_empty() {
        let rows: Outcome<Vec<quota::ActiveModel>> = (0_i32..)
            .zip(&record.quotas)
            .map(|(position, it)| quota_row(draw.plan_id, position, it))
            .collect();
        quota::Entity::insert_many(rows?)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}

/// The strata of these plans, by value.
pub(in crate::surveys) async fn strata_of(
    handle: &impl Handle,
    plans: Vec<SurveyPlanId>,
) -> Outcome<Vec<(SurveyPlanId, Stratum)>> {
    let rows = stratum::Entity::find()
        .filter(stratum::Column::PlanId.is_in(plans))
        .order_by_asc(stratum::Column::Value)
        .all(handle.connection())
        .await?;
    let read = |row: stratum::Model| {
        let read = Stratum {
            value: row.value,
            population: whole(row.population)?,
            places: whole(row.places)?,
            drawn: whole(row.drawn)?,
            assessed: whole(row.assessed.unwrap_or(row.population))?,
        };
        Ok((row.plan_id, read))
    };
    rows.into_iter().map(read).collect()
}

/// The quotas of these plans, each plan's in its order.
pub(in crate::surveys) async fn quotas_of(
    handle: &impl Handle,
    plans: Vec<SurveyPlanId>,
) -> Outcome<Vec<(SurveyPlanId, QuotaPlaces)>> {
    let rows = quota::Entity::find()
        .filter(quota::Column::PlanId.is_in(plans))
        .order_by_asc(quota::Column::Position)
        .all(handle.connection())
        .await?;
    let read = |row: quota::Model| {
        let places = Places {
            key: row.key,
            value: row.value,
            places: whole(row.places)?,
        };
        let filled = whole(row.filled)?;
        Ok((row.plan_id, QuotaPlaces { places, filled }))
    };
    rows.into_iter().map(read).collect()
}

/// When each contact that other plans have drawn from `first` to `last` was last drawn.
pub(in crate::surveys) async fn drawn_between(
    database: &Database,
    plan: SurveyPlanId,
    first: NaiveDate,
    last: NaiveDate,
) -> Outcome<HashMap<ContactId, NaiveDate>> {
    let mut rows = survey_fate::Entity::find()
        .select_only()
        .column(survey_fate::Column::ContactId)
        .column(survey_draw::Column::DrawnOn)
        .join(JoinType::InnerJoin, survey_fate::Relation::Draw.def())
        .filter(survey_draw::Column::DrawnOn.between(first, last))
        .filter(survey_draw::Column::PlanId.ne(plan))
        .filter(survey_fate::Column::Fate.eq(Fate::Drawn.as_str()))
        .into_tuple::<(ContactId, NaiveDate)>()
        .stream(database.connection())
        .await?;
    let mut drawn = HashMap::new();
    while let Some((contact, day)) = rows.try_next().await? {
        let latest = drawn.entry(contact).or_insert(day);
        *latest = day.max(*latest);
    }
    Ok(drawn)
}

fn draw_row(draw: &Draw) -> Outcome<survey_draw::ActiveModel> {
    Ok(survey_draw::ActiveModel {
        plan_id: Set(draw.plan_id),
        seed: Set(draw.seed.clone()),
        frame_sha256: Set(draw.frame_sha256.clone()),
        frame_size: Set(whole(draw.frame_size)?),
        eligible_count: Set(whole(draw.eligible_count)?),
        drawn_count: Set(whole(draw.drawn_count)?),
        rule_set_id: Set(draw.rule_set_id),
        drawn_on: Set(draw.drawn_on),
        drawn_at: Set(draw.drawn_at),
        drawn_by: Set(draw.drawn_by),
    })
}

fn stratum_row(plan: SurveyPlanId, it: &Stratum) -> Outcome<stratum::ActiveModel> {
    Ok(stratum::ActiveModel {
        plan_id: Set(plan),
        value: Set(it.value.clone()),
        population: Set(whole(it.population)?),
        places: Set(whole(it.places)?),
        drawn: Set(whole(it.drawn)?),
        assessed: Set(Some(whole(it.assessed)?)),
    })
}

fn quota_row(plan: SurveyPlanId, position: i32, it: &Places) -> Outcome<quota::ActiveModel> {
    Ok(quota::ActiveModel {
        plan_id: Set(plan),
        key: Set(it.key.clone()),
        value: Set(it.value.clone()),
        position: Set(position),
        places: Set(whole(it.places)?),
        filled: Set(0),
    })
}

fn draw(row: survey_draw::Model) -> Outcome<Draw> {
    Ok(Draw {
        plan_id: row.plan_id,
        seed: row.seed,
        frame_sha256: row.frame_sha256,
        frame_size: whole(row.frame_size)?,
        eligible_count: whole(row.eligible_count)?,
        drawn_count: whole(row.drawn_count)?,
        rule_set_id: row.rule_set_id,
        drawn_on: row.drawn_on,
        drawn_at: row.drawn_at,
        drawn_by: row.drawn_by,
    })
}
