//! The plans themselves.

use entity::survey_plan::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use super::{corrupt, document, text, value, whole, within};
use crate::access::Scope;
use crate::database::{Database, Handle, Transaction, violates};
use crate::kernel::ids::{CycleId, SurveyPlanId};
use crate::kernel::text::{Code, Name};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::surveys::error;
use crate::surveys::model::{FollowUp, Plan, PlanFilter, PlanKey, PlanSettings, PlanState, Window};

pub(in crate::surveys) async fn insert_plan(transaction: &Transaction, plan: &Plan) -> Outcome<()> {
    let inserted = Entity::insert(row(plan)?)
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(code_taken)
}

/// Writes every column of a plan that was locked before.
pub(in crate::surveys) async fn update_plan(transaction: &Transaction, plan: &Plan) -> Outcome<()> {
    let updated = Entity::update(row(plan)?)
        .exec(transaction.connection())
        .await;
    updated.map(drop).map_err(code_taken)
}

/// The plan, kept from others until the end of the transaction.
pub(in crate::surveys) async fn lock_plan(
    transaction: &Transaction,
    scope: &Scope,
    id: SurveyPlanId,
) -> Outcome<Option<Plan>> {
    let row = visible(scope)
        .filter(Column::Id.eq(id))
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(plan).transpose()
}

pub(in crate::surveys) async fn plan_by_code(
    database: &Database,
    scope: &Scope,
    code: &str,
) -> Outcome<Option<Plan>> {
    let row = visible(scope)
        .filter(Column::Code.eq(code))
        .one(database.connection())
        .await?;
    row.map(plan).transpose()
}

pub(in crate::surveys) async fn plans_by_id(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<SurveyPlanId>,
) -> Outcome<Vec<Plan>> {
    let rows = visible(scope)
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(plan).collect()
}

/// The drawn plans of a cycle, by code.
pub(in crate::surveys) async fn drawn_plans_of(
    handle: &impl Handle,
    cycle: CycleId,
) -> Outcome<Vec<Plan>> {
    let rows = Entity::find()
        .filter(Column::CycleId.eq(cycle))
        .filter(Column::State.eq(PlanState::Drawn.as_str()))
        .order_by_asc(Column::Code)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(plan).collect()
}

pub(in crate::surveys) async fn list_plans(
    database: &Database,
    scope: &Scope,
    filter: &PlanFilter,
    page: &PageRequest<PlanKey>,
) -> Outcome<Page<Plan>> {
    let mut query = visible(scope)
        .filter(chosen(filter))
        .order_by_desc(Column::StartsOn)
        .order_by_asc(Column::Code)
        .limit(page.limit());
    if let Some(after) = &page.after {
        let earlier = Column::StartsOn.lt(after.starts_on);
        let same_day = Condition::all()
            .add(Column::StartsOn.eq(after.starts_on))
            .add(Column::Code.gt(after.code.as_str()));
        query = query.filter(Condition::any().add(earlier).add(same_day));
    }
    let rows = query.all(database.connection()).await?;
    let plans: Outcome<Vec<Plan>> = rows.into_iter().map(plan).collect();
    Ok(page.page(plans?))
}

pub(in crate::surveys) async fn count_plans(
    database: &Database,
    scope: &Scope,
    filter: &PlanFilter,
) -> Outcome<u64> {
    let found = visible(scope).filter(chosen(filter));
    Ok(found.count(database.connection()).await?)
}

/// The plans about the departments in scope.
fn visible(scope: &Scope) -> Select<Entity> {
    Entity::find().filter(within(scope, Column::AssessedDepartmentId))
}

fn chosen(filter: &PlanFilter) -> Condition {
    let assessed = filter.assessed;
    Condition::all()
        .add_option(filter.cycle.map(|cycle| Column::CycleId.eq(cycle)))
        .add_option(assessed.map(|department| Column::AssessedDepartmentId.eq(department)))
        .add_option(filter.state.map(|state| Column::State.eq(state.as_str())))
}

fn row(plan: &Plan) -> Outcome<ActiveModel> {
    let settings = &plan.settings;
    let follow_up = settings.follow_up.as_ref();
    Ok(ActiveModel {
        id: Set(plan.id),
        code: Set(settings.code.as_str().to_owned()),
        name: Set(settings.name.as_str().to_owned()),
        cycle_id: Set(plan.cycle_id),
        questionnaire_version_id: Set(settings.questionnaire_version_id),
        assessed_department_id: Set(settings.assessed_department_id),
        channel: Set(settings.channel.to_string()),
        confidentiality: Set(settings.confidentiality.to_string()),
        frame: Set(text(&settings.frame)?),
        sampling: Set(text(&settings.sampling)?),
        quotas: Set(text(&settings.quotas)?),
        seed: Set(plan.seed.clone()),
        reserve: Set(whole(settings.reserve)?),
        starts_on: Set(settings.starts_on),
        ends_on: Set(settings.ends_on),
        daily_from: Set(whole(settings.window.from)?),
        daily_until: Set(whole(settings.window.until)?),
        daily_quota: Set(settings.daily_quota.map(whole).transpose()?),
        validity_seconds: Set(i64::from(settings.validity_seconds)),
        may_repeat: Set(settings.may_repeat),
        rest_days: Set(whole(settings.rest_days)?),
        follow_up_version_id: Set(follow_up.map(|it| it.questionnaire_version_id)),
        follow_up_item: Set(follow_up.map(|it| it.item.as_str().to_owned())),
        follow_up_at_or_below: Set(follow_up.map(|it| it.at_or_below)),
        monthly_table_id: Set(settings.monthly_table_id),
        state: Set(plan.state.to_string()),
        created_at: Set(plan.created_at),
        created_by: Set(plan.created_by),
        changed_at: Set(plan.changed_at),
        changed_by: Set(plan.changed_by),
        version: Set(plan.version),
        running_since: Set(plan.running_since),
    })
}

fn plan(row: Model) -> Outcome<Plan> {
    let follow_up = match (
        row.follow_up_version_id,
        row.follow_up_item,
        row.follow_up_at_or_below,
    ) {
        (Some(version), Some(item), Some(at_or_below)) => Some(FollowUp {
            questionnaire_version_id: version,
            item: Code::parse(&item).map_err(corrupt)?,
            at_or_below,
        }),
        _ => None,
    };
    Ok(Plan {
        id: row.id,
        cycle_id: row.cycle_id,
        settings: PlanSettings {
            code: Code::parse(&row.code).map_err(corrupt)?,
            name: Name::parse(&row.name).map_err(corrupt)?,
            questionnaire_version_id: row.questionnaire_version_id,
            assessed_department_id: row.assessed_department_id,
            channel: value(&row.channel)?,
            confidentiality: value(&row.confidentiality)?,
            frame: document(&row.frame)?,
            sampling: document(&row.sampling)?,
            quotas: document(&row.quotas)?,
            seed: Some(row.seed.clone()),
            reserve: whole(row.reserve)?,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            window: Window {
                from: whole(row.daily_from)?,
                until: whole(row.daily_until)?,
            },
            daily_quota: row.daily_quota.map(whole).transpose()?,
            validity_seconds: whole(row.validity_seconds)?,
            may_repeat: row.may_repeat,
            rest_days: whole(row.rest_days)?,
            follow_up,
            monthly_table_id: row.monthly_table_id,
        },
        seed: row.seed,
        state: value(&row.state)?,
        created_at: row.created_at,
        created_by: row.created_by,
        changed_at: row.changed_at,
        changed_by: row.changed_by,
        version: row.version,
        running_since: row.running_since,
    })
}

fn code_taken(cause: DbErr) -> crate::kernel::Failure {
    if violates(&cause, "survey_plans.code") {
        error::code_taken().into()
    } else {
        cause.into()
    }
}
