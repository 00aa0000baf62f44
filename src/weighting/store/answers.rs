//! Who is asked, and what they gave.

use std::collections::HashSet;

use entity::{delphi_expert, delphi_study, delphi_weights};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

use crate::database::{Database, Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{DelphiStudyId, EmployeeId};
use crate::questionnaires::Document;
use crate::weighting::model::{Expert, GivenWeights, Sheet};

/// Keeps what an expert gives, instead of what the expert gave before in that round.
pub(in crate::weighting) async fn put_weights(
    transaction: &Transaction,
    employee: EmployeeId,
    given: &GivenWeights,
) -> Outcome<()> {
    let row = delphi_weights::ActiveModel {
        study_id: Set(given.study_id),
        round: Set(given.round),
        employee_id: Set(employee),
        weights: Set(Document::of(&given.sheet)?.json),
        given_at: Set(given.given_at),
    };
    let key = [
        delphi_weights::Column::StudyId,
        delphi_weights::Column::Round,
        delphi_weights::Column::EmployeeId,
    ];
    let replace = OnConflict::columns(key)
        .update_columns([
            delphi_weights::Column::Weights,
            delphi_weights::Column::GivenAt,
        ])
        .to_owned();
    delphi_weights::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Everything that was given in a round, for its closing alone.
pub(in crate::weighting) async fn sheets_of_round(
    transaction: &Transaction,
    id: DelphiStudyId,
    round: i32,
) -> Outcome<Vec<Sheet>> {
    let rows: Vec<String> = delphi_weights::Entity::find()
        .select_only()
        .column(delphi_weights::Column::Weights)
        .filter(delphi_weights::Column::StudyId.eq(id))
        .filter(delphi_weights::Column::Round.eq(round))
        .into_tuple()
        .all(transaction.connection())
        .await?;
    rows.iter().map(|json| Document::read(json)).collect()
}

/// Removes what was given in a round that will never close.
pub(in crate::weighting) async fn delete_weights(
    transaction: &Transaction,
    id: DelphiStudyId,
    round: i32,
) -> Outcome<()> {
    delphi_weights::Entity::delete_many()
        .filter(delphi_weights::Column::StudyId.eq(id))
        .filter(delphi_weights::Column::Round.eq(round))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// What one person gave, the newest round first: in these studies, or in all.
pub(in crate::weighting) async fn weights_given_by(
    handle: &impl Handle,
    employee: EmployeeId,
    ids: Option<Vec<DelphiStudyId>>,
) -> Outcome<Vec<GivenWeights>> {
    let mut query = delphi_weights::Entity::find()
        .filter(delphi_weights::Column::EmployeeId.eq(employee))
        .order_by_desc(delphi_weights::Column::StudyId)
        .order_by_desc(delphi_weights::Column::Round);
    if let Some(ids) = ids {
        query = query.filter(delphi_weights::Column::StudyId.is_in(ids));
    }
    let rows = query.all(handle.connection()).await?;
    let given = rows.into_iter().map(|row| {
        Ok(GivenWeights {
            study_id: row.study_id,
            round: row.round,
            given_at: row.given_at,
            sheet: Document::read(&row.weights)?,
        })
    });
    given.collect()
}

/// Who is asked in these studies, and whether they gave weights in the round that runs or
/// ran last.
pub(in crate::weighting) async fn experts_of(
    database: &Database,
    ids: Vec<DelphiStudyId>,
) -> Outcome<Vec<Expert>> {
    let connection = database.connection();
    let rows = delphi_expert::Entity::find()
        .filter(delphi_expert::Column::StudyId.is_in(ids.clone()))
        .order_by_asc(delphi_expert::Column::EmployeeId)
        .all(connection)
        .await?;
    let in_last_round = Expr::col((delphi_weights::Entity, delphi_weights::Column::Round))
        .equals((delphi_study::Entity, delphi_study::Column::Round));
    let answered: Vec<(DelphiStudyId, EmployeeId)> = delphi_weights::Entity::find()
        .select_only()
        .columns([
            delphi_weights::Column::StudyId,
            delphi_weights::Column::EmployeeId,
        ])
        .join(JoinType::InnerJoin, delphi_weights::Relation::Study.def())
        .filter(delphi_weights::Column::StudyId.is_in(ids))
        .filter(in_last_round)
        .into_tuple()
        .all(connection)
        .await?;
    let answered: HashSet<_> = answered.into_iter().collect();
    let experts = rows.into_iter().map(|row| Expert {
        study_id: row.study_id,
        employee_id: row.employee_id,
        answered: answered.contains(&(row.study_id, row.employee_id)),
    });
    Ok(experts.collect())
}
