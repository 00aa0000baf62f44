//! What somebody wrote about scores.

use entity::score_explanation::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::database::Handle;
use crate::kernel::Outcome;
use crate::kernel::ids::AccountId;
use crate::scoring::model::Explanation;

/// All explanations of one account, oldest first.
pub(in crate::scoring) async fn explanations_by(
    handle: &impl Handle,
    account: AccountId,
) -> Outcome<Vec<Explanation>> {
    let rows = Entity::find()
        .filter(Column::AccountId.eq(account))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    let explanations = rows.into_iter().map(|row| Explanation {
        id: row.id,
        score_id: row.score_id,
        account_id: row.account_id,
        text: row.text,
        written_at: row.written_at,
    });
    Ok(explanations.collect())
}
