//! What was complained about anonymously, on its way to the log.

use entity::complaint_slip::{ActiveModel, Column, Entity};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::database::{Handle as _, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{ComplaintSlipId, SurveyPlanId};

pub(in crate::invitations) async fn insert_slip(
    transaction: &Transaction,
    id: ComplaintSlipId,
    plan: SurveyPlanId,
    summary: String,
) -> Outcome<()> {
    let row = ActiveModel {
        id: Set(id),
        plan_id: Set(plan),
        summary: Set(summary),
    };
    Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Takes the slips of a plan away, in the order of their random ids.
pub(in crate::invitations) async fn take_slips(
    transaction: &Transaction,
    plan: SurveyPlanId,
) -> Outcome<Vec<String>> {
    let connection = transaction.connection();
    let rows = Entity::find()
        .filter(Column::PlanId.eq(plan))
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    // By their ids: one that came meanwhile waits for the next time.
    let ids: Vec<ComplaintSlipId> = rows.iter().map(|row| row.id).collect();
    Entity::delete_many()
        .filter(Column::Id.is_in(ids))
        .exec(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.summary).collect())
}
