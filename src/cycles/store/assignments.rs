//! The evaluators' duties.

use chrono::{DateTime, Utc};
use entity::assignment::{ActiveModel, Column, Entity, Model, Relation};
use entity::cycle;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait as _, DbErr, EntityTrait,
    FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _, RelationTrait, Select,
};

use super::{locking, value};
use crate::access::Scope;
use crate::cycles::error;
use crate::cycles::model::{
    AnswerableAssignment, Assignment, AssignmentFilter, AssignmentKey, AssignmentState,
    Confidentiality, CycleState, Door, DueKey,
};
use crate::database::{Database, Handle, Transaction, behind, violates};
use crate::kernel::ids::{
    AssignmentId, CycleId, DepartmentId, EmployeeId, PairId, QuestionnaireVersionId,
};
use crate::kernel::{Failure, Outcome, Page, PageRequest};

/// The columns by which a person has one duty per assessed department.
const ONE_VOICE: &str =
    "assignments.cycle_id, assignments.assessed_department_id, assignments.evaluator_id";

/// An assignment and the state of its cycle.
#[derive(FromQueryResult)]
struct Answerable {
    id: AssignmentId,
    cycle_id: CycleId,
    pair_id: PairId,
    assessed_department_id: DepartmentId,
    assessing_department_id: DepartmentId,
    questionnaire_version_id: QuestionnaireVersionId,
    evaluator_id: EmployeeId,
    state: String,
    due_at: DateTime<Utc>,
    submitted_at: Option<DateTime<Utc>>,
    reopened_at: Option<DateTime<Utc>>,
    version: i32,
    cycle_state: String,
    closes_at: DateTime<Utc>,
    confidentiality: String,
}

/// A locked assignment with what its cycle says about it.
pub(in crate::cycles) struct Locked {
    pub assignment: Assignment,
    pub cycle_state: CycleState,
    pub answerable: AnswerableAssignment,
}

/// The assignment, kept from others until the end of the transaction; and its
/// cycle kept from closing until then, so that what is let in while the cycle is
/// open is stored before it closes. Many can hold a cycle in this way at once.
pub(in crate::cycles) async fn lock_assignment(
    transaction: &Transaction,
    id: AssignmentId,
    now: DateTime<Utc>,
) -> Outcome<Option<Locked>> {
    let connection = transaction.connection();
    let backend = connection.get_database_backend();
    let mut statement = Entity::find()
        .column_as(cycle::Column::State, "cycle_state")
        .column(cycle::Column::ClosesAt)
        .column(cycle::Column::Confidentiality)
        .join(JoinType::InnerJoin, Relation::Cycle.def())
        .filter(Column::Id.eq(id))
        .build(backend);
    // The cycle first, as every step of a cycle does: locks taken in one order never
    // wait for each other in a ring.
    let clause = " FOR KEY SHARE OF cycles FOR UPDATE OF assignments";
    statement.sql.push_str(locking(backend, clause));
    let row = Answerable::find_by_statement(statement)
        .one(connection)
        .await?;
    row.map(|row| locked(row, now)).transpose()
}

/// Marks a pending assignment as answered; `false` if it is not pending.
pub(in crate::cycles) async fn set_submitted(
    transaction: &Transaction,
    id: AssignmentId,
    at: DateTime<Utc>,
) -> Outcome<bool> {
    let updated = Entity::update_many()
        .col_expr(
            Column::State,
            Expr::value(AssignmentState::Submitted.as_str()),
        )
        .col_expr(Column::SubmittedAt, Expr::value(at))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(AssignmentState::Pending.as_str()))
        .exec(transaction.connection())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Lets an assignment be answered once more; `false` if it was cancelled.
pub(in crate::cycles) async fn set_reopened(
    transaction: &Transaction,
    id: AssignmentId,
    at: DateTime<Utc>,
) -> Outcome<bool> {
    let updated = Entity::update_many()
        .col_expr(
            Column::State,
            Expr::value(AssignmentState::Pending.as_str()),
        )
        .col_expr(
            Column::SubmittedAt,
            Expr::value(Option::<DateTime<Utc>>::None),
        )
        .col_expr(Column::ReopenedAt, Expr::value(at))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::State.ne(AssignmentState::Cancelled.as_str()))
        .exec(transaction.connection())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Takes back one pending assignment.
pub(in crate::cycles) async fn cancel_assignment(
    transaction: &Transaction,
    id: AssignmentId,
) -> Outcome<()> {
    cancel(transaction, Column::Id.eq(id)).await
}

/// Takes back every pending assignment of the cycle.
pub(in crate::cycles) async fn cancel_pending(
    transaction: &Transaction,
    cycle: CycleId,
) -> Outcome<()> {
    cancel(transaction, Column::CycleId.eq(cycle)).await
}

async fn cancel(transaction: &Transaction, which: Expr) -> Outcome<()> {
    Entity::update_many()
        .col_expr(
            Column::State,
            Expr::value(AssignmentState::Cancelled.as_str()),
        )
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(which)
        .filter(Column::State.eq(AssignmentState::Pending.as_str()))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Gives the cycle's pending assignments until `due_at`.
pub(in crate::cycles) async fn move_due(
    transaction: &Transaction,
    cycle: CycleId,
    due_at: DateTime<Utc>,
) -> Outcome<()> {
    Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(due_at))
        .filter(Column::CycleId.eq(cycle))
        .filter(Column::State.eq(AssignmentState::Pending.as_str()))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The assignments of one person, the most urgent first. PENDING are those that
/// still take an answer.
pub(in crate::cycles) async fn own_assignments(
    database: &Database,
    evaluator: EmployeeId,
    state: Option<AssignmentState>,
    page: &PageRequest<DueKey>,
) -> Outcome<Page<Assignment>> {
    let mut query = own(evaluator, state)
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(behind(
            Column::DueAt.gt(after.due_at),
            Column::DueAt.eq(after.due_at),
            Column::Id.gt(after.id),
        ));
    }
    let rows = query.all(database.connection()).await?;
    let found: Outcome<Vec<Assignment>> = rows.iter().map(assignment).collect();
    Ok(page.page(found?))
}

pub(in crate::cycles) async fn count_own_assignments(
    database: &Database,
    evaluator: EmployeeId,
    state: Option<AssignmentState>,
) -> Outcome<u64> {
    Ok(own(evaluator, state).count(database.connection()).await?)
}

/// All assignments that a person ever had, oldest first.
pub(in crate::cycles) async fn assignments_of(
    handle: &impl Handle,
    evaluator: EmployeeId,
) -> Outcome<Vec<Assignment>> {
    let rows = own(evaluator, None)
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.iter().map(assignment).collect()
}

fn own(evaluator: EmployeeId, state: Option<AssignmentState>) -> Select<Entity> {
    let query = Entity::find().filter(Column::EvaluatorId.eq(evaluator));
    match state {
        None => query,
        Some(AssignmentState::Pending) => {
            let reopened = Condition::all()
                .add(cycle::Column::State.eq(CycleState::Closed.as_str()))
                .add(Column::ReopenedAt.is_not_null());
            query
                .join(JoinType::InnerJoin, Relation::Cycle.def())
                .filter(Column::State.eq(AssignmentState::Pending.as_str()))
                .filter(
                    Condition::any()
                        .add(cycle::Column::State.eq(CycleState::Open.as_str()))
                        .add(reopened),
                )
        }
        Some(state) => query.filter(Column::State.eq(state.as_str())),
    }
}

/// The assignments of a cycle whose evaluators speak for a department in scope.
pub(in crate::cycles) async fn cycle_assignments(
    database: &Database,
    scope: &Scope,
    cycle: CycleId,
    filter: &AssignmentFilter,
    page: &PageRequest<AssignmentKey>,
) -> Outcome<Page<Assignment>> {
    let mut query = of_cycle(scope, cycle, filter)
        .order_by_asc(Column::AssessingDepartmentId)
        .order_by_asc(Column::Id)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(behind(
            Column::AssessingDepartmentId.gt(after.assessing),
            Column::AssessingDepartmentId.eq(after.assessing),
            Column::Id.gt(after.id),
        ));
    }
    let rows = query.all(database.connection()).await?;
    let found: Outcome<Vec<Assignment>> = rows.iter().map(assignment).collect();
    Ok(page.page(found?))
}

pub(in crate::cycles) async fn count_cycle_assignments(
    database: &Database,
    scope: &Scope,
    cycle: CycleId,
    filter: &AssignmentFilter,
) -> Outcome<u64> {
    Ok(of_cycle(scope, cycle, filter)
        .count(database.connection())
        .await?)
}

fn of_cycle(scope: &Scope, cycle: CycleId, filter: &AssignmentFilter) -> Select<Entity> {
    Entity::find()
        .filter(Column::CycleId.eq(cycle))
        .filter(in_scope(scope))
        .filter(
            Condition::all()
                .add_option(filter.state.map(|state| Column::State.eq(state.as_str())))
                .add_option(
                    filter
                        .assessing
                        .map(|department| Column::AssessingDepartmentId.eq(department)),
                ),
        )
}

/// The assignments with these ids that are in scope or the person's own.
pub(in crate::cycles) async fn assignments_by_id(
    handle: &impl Handle,
    scope: &Scope,
    own: Option<EmployeeId>,
    ids: Vec<AssignmentId>,
) -> Outcome<Vec<Assignment>> {
    let visible = Condition::any()
        .add(in_scope(scope))
        .add_option(own.map(|person| Column::EvaluatorId.eq(person)));
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .filter(visible)
        .all(handle.connection())
        .await?;
    rows.iter().map(assignment).collect()
}

/// Those of these versions that an assignment asks which is in scope or the person's own.
pub(in crate::cycles) async fn versions_asked(
    database: &Database,
    scope: &Scope,
    own: Option<EmployeeId>,
    ids: Vec<QuestionnaireVersionId>,
) -> Outcome<Vec<QuestionnaireVersionId>> {
    let visible = Condition::any()
        .add(in_scope(scope))
        .add_option(own.map(|person| Column::EvaluatorId.eq(person)));
    let found = Entity::find()
        .select_only()
        .column(Column::QuestionnaireVersionId)
        .distinct()
        .filter(Column::QuestionnaireVersionId.is_in(ids))
        .filter(visible)
        .into_tuple()
        .all(database.connection())
        .await?;
    Ok(found)
}

/// Those of these assignments whose cycle promised anonymity and that take no answer:
/// their own answer is given, or their time is over.
pub(in crate::cycles) async fn shut_anonymous(
    database: &Database,
    ids: Vec<AssignmentId>,
) -> Outcome<Vec<AssignmentId>> {
    let open = Column::State.eq(AssignmentState::Pending.as_str()).and(
        cycle::Column::State
            .eq(CycleState::Open.as_str())
            .or(cycle::Column::State
                .eq(CycleState::Closed.as_str())
                .and(Column::ReopenedAt.is_not_null())),
    );
    let found = Entity::find()
        .select_only()
        .column(Column::Id)
        .join(JoinType::InnerJoin, Relation::Cycle.def())
        .filter(Column::Id.is_in(ids))
        .filter(cycle::Column::Confidentiality.eq(Confidentiality::Anonymous.as_str()))
        .filter(open.not())
        .into_tuple()
        .all(database.connection())
        .await?;
    Ok(found)
}

/// Only those whose evaluators speak for a department in scope.
pub(super) fn in_scope(scope: &Scope) -> Condition {
    Condition::all().add_option(
        scope
            .restriction()
            .map(|departments| Column::AssessingDepartmentId.is_in(departments)),
    )
}

pub(super) fn assignment_row(assignment: &Assignment) -> ActiveModel {
    ActiveModel {
        id: Set(assignment.id),
        cycle_id: Set(assignment.cycle_id),
        pair_id: Set(assignment.pair_id),
        assessed_department_id: Set(assignment.assessed),
        assessing_department_id: Set(assignment.assessing),
        questionnaire_version_id: Set(assignment.questionnaire_version),
        evaluator_id: Set(assignment.evaluator),
        state: Set(assignment.state.to_string()),
        due_at: Set(assignment.due_at),
        submitted_at: Set(assignment.submitted_at),
        reopened_at: Set(assignment.reopened_at),
        version: Set(assignment.version),
    }
}

fn assignment(row: &Model) -> Outcome<Assignment> {
    Ok(Assignment {
        id: row.id,
        cycle_id: row.cycle_id,
        pair_id: row.pair_id,
        assessed: row.assessed_department_id,
        assessing: row.assessing_department_id,
        questionnaire_version: row.questionnaire_version_id,
        evaluator: row.evaluator_id,
        state: value(&row.state)?,
        due_at: row.due_at,
        submitted_at: row.submitted_at,
        reopened_at: row.reopened_at,
        version: row.version,
    })
}

fn locked(row: Answerable, now: DateTime<Utc>) -> Outcome<Locked> {
    let cycle_state = value(&row.cycle_state)?;
    let door = Door {
        cycle: cycle_state,
        closes_at: row.closes_at,
        reopened: row.reopened_at.is_some(),
    };
    let confidentiality = value(&row.confidentiality)?;
    let assignment = assignment(&Model {
        id: row.id,
        cycle_id: row.cycle_id,
        pair_id: row.pair_id,
        assessed_department_id: row.assessed_department_id,
        assessing_department_id: row.assessing_department_id,
        questionnaire_version_id: row.questionnaire_version_id,
        evaluator_id: row.evaluator_id,
        state: row.state,
        due_at: row.due_at,
        submitted_at: row.submitted_at,
        reopened_at: row.reopened_at,
        version: row.version,
    })?;
    Ok(Locked {
        answerable: AnswerableAssignment {
            id: assignment.id,
            cycle_id: assignment.cycle_id,
            pair_id: assignment.pair_id,
            questionnaire_version_id: assignment.questionnaire_version,
            evaluator_id: assignment.evaluator,
            state: assignment.state,
            takes_answers: door.takes_answers(now),
            confidentiality,
            version: assignment.version,
        },
        assignment,
        cycle_state,
    })
}

pub(super) fn answers_already(cause: DbErr) -> Failure {
    if violates(&cause, ONE_VOICE) {
        error::answers_already().into()
    } else {
        cause.into()
    }
}
