//! Proposals of systemic issues.

use entity::systemic_proposal::{ActiveModel, Column, Entity, Model};
use entity::systemic_proposal_issue as member;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{ROWS_PER_INSERT, value};
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{IssueId, SystemicProposalId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::rectification::model::{Pattern, Proposal, ProposalDecision, ProposalState};

pub(in crate::rectification) async fn insert_proposal(
    transaction: &Transaction,
    proposal: &Proposal,
) -> Outcome<()> {
    Entity::insert(row(proposal))
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Writes a proposal that was locked before.
pub(in crate::rectification) async fn update_proposal(
    transaction: &Transaction,
    proposal: &Proposal,
) -> Outcome<()> {
    Entity::update(row(proposal))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Adds issues that show the pattern; those that are among them stay.
pub(in crate::rectification) async fn add_members(
    transaction: &Transaction,
    proposal: SystemicProposalId,
    issues: &[IssueId],
) -> Outcome<()> {
    let known = OnConflict::columns([member::Column::ProposalId, member::Column::IssueId])
        .do_nothing()
        .to_owned();
    for some in issues.chunks(ROWS_PER_INSERT) {
        let rows = some.iter().map(|issue| member::ActiveModel {
            proposal_id: Set(proposal),
            issue_id: Set(*issue),
        });
        member::Entity::insert_many(rows)
            .on_conflict(known.clone())
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// The issues that show the patterns of these proposals, in their order.
pub(in crate::rectification) async fn members_of(
    handle: &impl Handle,
    proposals: Vec<SystemicProposalId>,
) -> Outcome<Vec<(SystemicProposalId, IssueId)>> {
    Ok(member::Entity::find()
        .select_only()
        .columns([member::Column::ProposalId, member::Column::IssueId])
        .filter(member::Column::ProposalId.is_in(proposals))
        .order_by_asc(member::Column::IssueId)
        .into_tuple()
        .all(handle.connection())
        .await?)
}

/// The proposal, kept from others until the end of the transaction.
pub(in crate::rectification) async fn lock_proposal(
    transaction: &Transaction,
    id: SystemicProposalId,
) -> Outcome<Option<Proposal>> {
    let row = Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(proposal).transpose()
}

/// The last proposal about a pattern, kept from others until the end of the transaction.
pub(in crate::rectification) async fn lock_last_about(
    transaction: &Transaction,
    pattern: &Pattern,
) -> Outcome<Option<Proposal>> {
    let row = Entity::find()
        .filter(Column::Pattern.eq(pattern.key()))
        .order_by_desc(Column::Id)
        .limit(1)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(proposal).transpose()
}

/// Proposals, the newest first.
pub(in crate::rectification) async fn list_proposals(
    database: &Database,
    state: Option<ProposalState>,
    page: &PageRequest<SystemicProposalId>,
) -> Outcome<Page<Proposal>> {
    let mut query = Entity::find()
        .filter(standing(state))
        .order_by_desc(Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::Id.lt(after));
    }
    let rows = query.all(database.connection()).await?;
    let proposals: Outcome<Vec<Proposal>> = rows.into_iter().map(proposal).collect();
    Ok(page.page(proposals?))
}

pub(in crate::rectification) async fn count_proposals(
    database: &Database,
    state: Option<ProposalState>,
) -> Outcome<u64> {
    let found = Entity::find().filter(standing(state));
    Ok(found.count(database.connection()).await?)
}

pub(in crate::rectification) async fn proposals_by_id(
    handle: &impl Handle,
    ids: Vec<SystemicProposalId>,
) -> Outcome<Vec<Proposal>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(proposal).collect()
}

/// The proposals that became these issues.
pub(in crate::rectification) async fn proposals_of_issues(
    handle: &impl Handle,
    issues: Vec<IssueId>,
) -> Outcome<Vec<Proposal>> {
    let rows = Entity::find()
        .filter(Column::IssueId.is_in(issues))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(proposal).collect()
}

fn standing(state: Option<ProposalState>) -> Condition {
    Condition::all().add_option(state.map(|state| Column::State.eq(state.as_str())))
}

fn row(it: &Proposal) -> ActiveModel {
    let decision = it.decision.as_ref();
    ActiveModel {
        id: Set(it.id),
        cause: Set(it.pattern.cause.to_string()),
        dimension: Set(it.pattern.dimension.clone()),
        item: Set(it.pattern.item.clone()),
        pattern: Set(it.pattern.key()),
        state: Set(it.state.to_string()),
        proposed_at: Set(it.proposed_at),
        decided_at: Set(decision.map(|it| it.at)),
        decided_by: Set(decision.map(|it| it.by)),
        decision_reason: Set(decision.and_then(|it| it.reason.clone())),
        issue_id: Set(it.issue_id),
        version: Set(it.version),
    }
}

fn proposal(row: Model) -> Outcome<Proposal> {
    let decided = row.decided_at.zip(row.decided_by);
    let decision = decided.map(|(at, by)| ProposalDecision {
        at,
        by,
        reason: row.decision_reason,
    });
    Ok(Proposal {
        id: row.id,
        pattern: Pattern {
            cause: value(&row.cause)?,
            dimension: row.dimension,
            item: row.item,
        },
        state: value(&row.state)?,
        proposed_at: row.proposed_at,
        decision,
        issue_id: row.issue_id,
        version: row.version,
    })
}
