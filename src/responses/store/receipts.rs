//! What is known of the submission of an anonymous sheet.

use chrono::{DateTime, Utc};
use entity::response_receipt::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::IntoCondition;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{AssignmentId, ResponseId};
use crate::responses::model::Response;

/// A receipt to be given.
pub(in crate::responses) struct NewReceipt {
    pub(in crate::responses) id: ResponseId,
    pub(in crate::responses) assignment_id: AssignmentId,
    pub(in crate::responses) key_sha256: String,
    pub(in crate::responses) submitted_at: DateTime<Utc>,
}

pub(in crate::responses) async fn insert_receipt(
    transaction: &Transaction,
    receipt: NewReceipt,
) -> Outcome<()> {
    let row = ActiveModel {
        id: Set(receipt.id),
        assignment_id: Set(receipt.assignment_id),
        key_sha256: Set(receipt.key_sha256),
        submitted_at: Set(receipt.submitted_at),
    };
    Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::responses) async fn receipt_of_key(
    handle: &impl Handle,
    assignment: AssignmentId,
    key_sha256: &str,
) -> Outcome<Option<Response>> {
    let row = Entity::find()
        .filter(Column::AssignmentId.eq(assignment))
        .filter(Column::KeySha256.eq(key_sha256))
        .one(handle.connection())
        .await?;
    Ok(row.as_ref().map(response))
}

pub(super) async fn receipts(
    handle: &impl Handle,
    which: impl IntoCondition,
) -> Outcome<Vec<Response>> {
    let rows = Entity::find()
        .filter(which)
        .all(handle.connection())
        .await?;
    Ok(rows.iter().map(response).collect())
}

fn response(row: &Model) -> Response {
    Response {
        id: row.id,
        assignment_id: row.assignment_id,
        submitted_at: row.submitted_at,
        superseded_at: None,
        sheet: None,
    }
}
