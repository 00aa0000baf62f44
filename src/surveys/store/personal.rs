//! What is kept on a contact: telling it, and forgetting it.

use entity::{survey_exclusion as exclusion, survey_fate as fate, survey_plan as plan};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::value;
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{ContactId, ExclusionId, SurveyPlanId};
use crate::kernel::{Failure, Outcome};
use crate::surveys::model::{KeptExclusion, KeptFate};

/// The plans in which something became of the contact, and what.
pub(in crate::surveys) async fn fates_of_contact(
    handle: &impl Handle,
    contact: ContactId,
) -> Outcome<Vec<(SurveyPlanId, KeptFate)>> {
    let rows = fate::Entity::find()
        .filter(fate::Column::ContactId.eq(contact))
        .order_by_asc(fate::Column::PlanId)
        .all(handle.connection())
        .await?;
    let read = |row: fate::Model| {
        let kept = KeptFate {
            plan: String::new(),
            fate: value(&row.fate)?,
            reason: row.reason,
        };
        Ok((row.plan_id, kept))
    };
    rows.into_iter().map(read).collect()
}

/// What was asked about the contact.
pub(in crate::surveys) async fn exclusions_of_contact(
    handle: &impl Handle,
    contact: ContactId,
) -> Outcome<Vec<KeptExclusion>> {
    let rows = exclusion::Entity::find()
        .filter(exclusion::Column::ContactId.eq(contact))
        .order_by_asc(exclusion::Column::RequestedAt)
        .find_also_related(plan::Entity)
        .all(handle.connection())
        .await?;
    let read = |(row, plan): (exclusion::Model, Option<plan::Model>)| {
        let plan = plan.ok_or_else(|| Failure::internal("an exclusion without its plan"))?;
        Ok(KeptExclusion {
            plan: plan.code,
            stage: row.stage,
            ground: value(&row.ground)?,
            note: row.note,
            requested_at: row.requested_at,
        })
    };
    rows.into_iter().map(read).collect()
}

/// What was asked for about the contacts.
pub(in crate::surveys) async fn exclusion_ids_of(
    handle: &impl Handle,
    contacts: Vec<ContactId>,
) -> Outcome<Vec<ExclusionId>> {
    let ids = exclusion::Entity::find()
        .select_only()
        .column(exclusion::Column::Id)
        .filter(exclusion::Column::ContactId.is_in(contacts))
        .into_tuple()
        .all(handle.connection())
        .await?;
    Ok(ids)
}

/// Takes away what was written about the contacts.
pub(in crate::surveys) async fn clear_notes(
    transaction: &Transaction,
    contacts: Vec<ContactId>,
) -> Outcome<()> {
    let nothing = Expr::value(Option::<String>::None);
    exclusion::Entity::update_many()
        .col_expr(exclusion::Column::Note, nothing.clone())
        .col_expr(exclusion::Column::DecisionReason, nothing)
        .filter(exclusion::Column::ContactId.is_in(contacts))
        .exec(transaction.connection())
        .await?;
    Ok(())
}
