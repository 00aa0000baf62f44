//! Studies and their rounds.

use chrono::{DateTime, Utc};
use entity::{delphi_expert, delphi_round, delphi_study};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use crate::access::Scope;
use crate::database::{Database, Handle, Transaction, violates};
use crate::kernel::ids::{DelphiStudyId, EmployeeId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::questionnaires::Document;
use crate::weighting::error;
use crate::weighting::model::{Round, RoundResult, Study, StudyState};

pub(in crate::weighting) async fn insert_study(
    transaction: &Transaction,
    study: &Study,
    experts: &[EmployeeId],
) -> Outcome<()> {
    let connection = transaction.connection();
    let inserted = delphi_study::Entity::insert(row(study)?)
        .exec_without_returning(connection)
        .await;
    inserted.map_err(|cause| {
        if violates(&cause, "delphi_studies.questionnaire_id") {
            error::one_at_a_time().into()
        } else {
            Failure::from(cause)
        }
    })?;
    let experts = experts.iter().map(|expert| delphi_expert::ActiveModel {
        study_id: Set(study.id),
        employee_id: Set(*expert),
    });
    delphi_expert::Entity::insert_many(experts)
        .exec_without_returning(connection)
        .await?;
    insert_round(transaction, study, study.opened_at).await
}

/// Begins the round in which the study is.
pub(in crate::weighting) async fn insert_round(
    transaction: &Transaction,
    study: &Study,
    now: DateTime<Utc>,
) -> Outcome<()> {
    let row = delphi_round::ActiveModel {
        study_id: Set(study.id),
        number: Set(study.round),
        opened_at: Set(now),
        closed_at: Set(None),
        result: Set(None),
    };
    delphi_round::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Keeps what a round found.
pub(in crate::weighting) async fn close_round(
    transaction: &Transaction,
    study: &Study,
    result: &RoundResult,
    now: DateTime<Utc>,
) -> Outcome<()> {
    let row = delphi_round::ActiveModel {
        study_id: Set(study.id),
        number: Set(study.round),
        closed_at: Set(Some(now)),
        result: Set(Some(Document::of(result)?.json)),
        ..Default::default()
    };
    delphi_round::Entity::update(row)
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Removes a round that will never close.
pub(in crate::weighting) async fn delete_round(
    transaction: &Transaction,
    id: DelphiStudyId,
    number: i32,
) -> Outcome<()> {
    delphi_round::Entity::delete_by_id((id, number))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::weighting) async fn update_study(
    transaction: &Transaction,
    study: &Study,
) -> Outcome<()> {
    delphi_study::Entity::update(row(study)?)
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The study, kept from others until the end of the transaction, as far as the scope
/// reaches.
pub(in crate::weighting) async fn lock_study(
    transaction: &Transaction,
    scope: &Scope,
    id: DelphiStudyId,
) -> Outcome<Option<Study>> {
    delphi_study::Entity::update_many()
        .col_expr(
            delphi_study::Column::Round,
            Expr::col(delphi_study::Column::Round).add(0),
        )
        .filter(delphi_study::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    let found = visible(scope)
        .filter(delphi_study::Column::Id.eq(id))
        .one(transaction.connection())
        .await?;
    found.map(study).transpose()
}

/// Studies, the newest first.
pub(in crate::weighting) async fn list_studies(
    database: &Database,
    scope: &Scope,
    state: Option<StudyState>,
    page: &PageRequest<DelphiStudyId>,
) -> Outcome<Page<Study>> {
    let mut query = in_state(scope, state)
        .order_by_desc(delphi_study::Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(delphi_study::Column::Id.lt(after));
    }
    let rows = query.all(database.connection()).await?;
    let studies: Outcome<Vec<Study>> = rows.into_iter().map(study).collect();
    Ok(page.page(studies?))
}

pub(in crate::weighting) async fn count_studies(
    database: &Database,
    scope: &Scope,
    state: Option<StudyState>,
) -> Outcome<u64> {
    let query = in_state(scope, state);
    Ok(query.count(database.connection()).await?)
}

pub(in crate::weighting) async fn studies_by_id(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<DelphiStudyId>,
) -> Outcome<Vec<Study>> {
    let rows = visible(scope)
        .filter(delphi_study::Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(study).collect()
}

/// The rounds of these studies, the newest first.
pub(in crate::weighting) async fn rounds_of(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<DelphiStudyId>,
) -> Outcome<Vec<Round>> {
    let mut query = delphi_round::Entity::find()
        .filter(delphi_round::Column::StudyId.is_in(ids))
        .order_by_desc(delphi_round::Column::Number);
    if let Some(own) = own_studies(scope) {
        query = query.filter(delphi_round::Column::StudyId.in_subquery(own));
    }
    let rows = query.all(handle.connection()).await?;
    let rounds = rows.into_iter().map(|row| {
        let result = row.result.as_deref().map(Document::read).transpose()?;
        Ok(Round {
            study_id: row.study_id,
            number: row.number,
            opened_at: row.opened_at,
            closed: row.closed_at.zip(result),
        })
    });
    rounds.collect()
}

fn in_state(scope: &Scope, state: Option<StudyState>) -> Select<delphi_study::Entity> {
    let query = visible(scope);
    match state {
        None => query,
        Some(state) => query.filter(delphi_study::Column::State.eq(state.as_str())),
    }
}

/// The studies that the scope reaches: all, or those in which the person is asked.
fn visible(scope: &Scope) -> Select<delphi_study::Entity> {
    let query = delphi_study::Entity::find();
    match own_studies(scope) {
        None => query,
        Some(own) => query.filter(delphi_study::Column::Id.in_subquery(own)),
    }
}

/// The ids of the studies in which the person of the scope is asked; `None` where the
/// scope reaches all.
fn own_studies(scope: &Scope) -> Option<SelectStatement> {
    if scope.company {
        return None;
    }
    let mut own = Query::select();
    own.column(delphi_expert::Column::StudyId)
        .from(delphi_expert::Entity)
        .and_where(match scope.employee {
            Some(employee) => delphi_expert::Column::EmployeeId.eq(employee),
            // The column is never null: nobody is asked nothing.
            None => delphi_expert::Column::EmployeeId.is_null(),
        });
    Some(own)
}

fn row(study: &Study) -> Outcome<delphi_study::ActiveModel> {
    Ok(delphi_study::ActiveModel {
        id: Set(study.id),
        questionnaire_id: Set(study.questionnaire_id),
        subject: Set(Document::of(&study.subject)?.json),
        bound: Set(study.bound.clone()),
        state: Set(study.state.to_string()),
        round: Set(study.round),
        opened_at: Set(study.opened_at),
        ended_at: Set(study.ended_at),
    })
}

fn study(row: delphi_study::Model) -> Outcome<Study> {
    Ok(Study {
        id: row.id,
        questionnaire_id: row.questionnaire_id,
        subject: Document::read(&row.subject)?,
        bound: row.bound,
        state: row.state.parse().map_err(Failure::internal)?,
        round: row.round,
        opened_at: row.opened_at,
        ended_at: row.ended_at,
    })
}
