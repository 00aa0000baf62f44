//! Opening a cycle: freezes what it was prepared with and hands out the
//! assignments, or changes nothing.

use std::collections::HashSet;

use serde_json::json;

use super::locked;
use super::sides::frozen_now;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::cycles::model::opening::departments_of;
use crate::cycles::model::{
    AssessorSource, Cycle, Department, EvaluatorRule, FrozenDepartment, Matrix, Opening, Pair,
    Person, Post, Roster, Step,
};
use crate::cycles::store;
use crate::database::Transaction;
use crate::kernel::ids::{CycleId, DepartmentId, EmployeeId, QuestionnaireVersionId};
use crate::kernel::{Failure, Outcome, Problem};
use crate::{org, questionnaires};

/// Opens a draft, whenever its opening was planned.
pub async fn cycle_open(context: &OpContext, id: CycleId) -> Outcome<Cycle> {
    context.authorize_company(Action::CycleWrite).await?;
    let transaction = context.begin().await?;
    let cycle = locked(&transaction, id).await?;
    match open(context, &transaction, &cycle).await? {
        Ok(opened) => {
            transaction.commit().await?;
            Ok(opened)
        }
        Err(problems) => Err(problems.into()),
    }
}

/// Opens a locked cycle as part of `transaction`, or tells what is missing and has
/// written nothing.
pub(super) async fn open(
    context: &OpContext,
    transaction: &Transaction,
    cycle: &Cycle,
) -> Outcome<Result<Cycle, Vec<Problem>>> {
    let after = match cycle.after(Step::Open) {
        Ok(after) => after,
        Err(problem) => return Ok(Err(vec![problem])),
    };
    let mut matrices = store::matrices(transaction, vec![cycle.id]).await?;
    let matrix = matrices.remove(&cycle.id).unwrap_or_default();
    let roster = roster(context, transaction, &matrix).await?;
    let settings = &cycle.settings;
    let sides = store::sides(transaction, vec![cycle.id]).await?;
    let surveyed = sides.into_iter().map(|(_, side)| side);
    let surveyed: Vec<DepartmentId> = surveyed
        .filter(|side| side.is_surveyed)
        .map(|side| side.department_id)
        .collect();
    let opening = Opening {
        matrix: &matrix,
        is_surveyed: !surveyed.is_empty(),
        roster: &roster,
        published: &published(context, &matrix).await?,
        seed: &cycle.seed,
        confidentiality: settings.confidentiality,
        min_group: settings.scoring.min_group,
        closes_at: settings.closes_at,
        now: context.now(),
    };
    let pairs = match opening.decide() {
        Ok(pairs) => pairs,
        Err(problems) => return Ok(Err(problems)),
    };
    let ids = &context.platform.ids;
    let policy = store::policy_version(transaction, ids, &settings.scoring, context.now()).await?;
    let after = Cycle {
        scoring_policy_id: Some(policy),
        opened_at: Some(context.now()),
        open_attempt_failed_at: None,
        ..after
    };
    let mut departments = freeze(&pairs, &roster)?;
    let mut others = surveyed;
    others.retain(|id| !departments.iter().any(|frozen| frozen.id == *id));
    departments.extend(frozen_now(context, others).await?);
    store::insert_departments(transaction, &after, departments).await?;
    store::insert_pairs(transaction, ids, &after, &pairs).await?;
    store::update_cycle(transaction, &after).await?;
    let assignments: usize = pairs.iter().map(|pair| pair.evaluators.len()).sum();
    let entry = Entry::new("cycle.opened", after.id)
        .before(json!({ "state": cycle.state }))
        .after(json!({
            "state": after.state,
            "scoringPolicy": policy,
            "pairs": pairs.len(),
            "assignments": assignments,
        }));
    context.record(transaction, entry).await?;
    let told = json!({ "cycle": after.id, "state": after.state });
    context
        .publish(transaction, "cycle.opened", after.id, &told)
        .await?;
    Ok(Ok(after))
}

/// Everybody who works for the company today, and everybody and everything else
/// that the matrix names.
pub(super) async fn roster(
    context: &OpContext,
    transaction: &Transaction,
    matrix: &Matrix,
) -> Outcome<Roster> {
    let today = org::departments_now(context, transaction).await?;
    let mut departments: Vec<Department> =
        today.into_iter().map(|it| department(it, true)).collect();
    let known: HashSet<DepartmentId> = departments.iter().map(|it| it.id).collect();
    let gone = named_departments(matrix).filter(|id| !known.contains(id));
    let gone: HashSet<DepartmentId> = gone.collect();
    if !gone.is_empty() {
        let found = org::departments_by_id(context, gone.into_iter().collect()).await?;
        departments.extend(found.into_iter().map(|it| department(it, false)));
    }
    let mut people: Vec<Person> = Vec::new();
    // They come by number, so that the posts of one person follow each other.
    for (employee, post) in org::posts_now(context, transaction).await? {
        let post = Post {
            department: post.department_id,
            is_main: post.is_main,
        };
        match people.last_mut() {
            Some(person) if person.id == employee.id => person.posts.push(post),
            _ => people.push(person(employee, vec![post], true)),
        }
    }
    let present: HashSet<EmployeeId> = people.iter().map(|it| it.id).collect();
    let heads = departments.iter().filter_map(|it| it.head);
    let others = named_people(matrix).chain(heads);
    let others: HashSet<EmployeeId> = others.filter(|id| !present.contains(id)).collect();
    if !others.is_empty() {
        let day = context.today();
        let found = org::employees_by_id(context, others.into_iter().collect()).await?;
        people.extend(found.into_iter().map(|employee| {
            let is_present = employee.left_on.is_none_or(|left| left >= day);
            person(employee, Vec::new(), is_present)
        }));
    }
    Ok(Roster::new(departments, people))
}

async fn published(
    context: &OpContext,
    matrix: &Matrix,
) -> Outcome<HashSet<QuestionnaireVersionId>> {
    let versions: HashSet<QuestionnaireVersionId> = matrix
        .rows
        .iter()
        .map(|row| row.questionnaire_version)
        .collect();
    let found = questionnaires::versions_named(context, versions.into_iter().collect()).await?;
    Ok(found
        .into_iter()
        .filter(|version| version.head.published_at.is_some())
        .map(|version| version.head.id)
        .collect())
}

fn named_departments(matrix: &Matrix) -> impl Iterator<Item = DepartmentId> {
    matrix.rows.iter().flat_map(|row| {
        let assessors = row.assessors.iter();
        let named = assessors.filter_map(|assessor| match assessor.source {
            AssessorSource::Department(id) => Some(id),
            AssessorSource::Kind(_) => None,
        });
        named.chain([row.assessed])
    })
}

fn named_people(matrix: &Matrix) -> impl Iterator<Item = EmployeeId> {
    let assessors = matrix.rows.iter().flat_map(|row| &row.assessors);
    assessors
        .flat_map(|assessor| match &assessor.evaluators {
            EvaluatorRule::Named(people) => people.as_slice(),
            _ => &[],
        })
        .copied()
}

/// The departments of the pairs as they are named and headed today.
fn freeze(pairs: &[Pair], roster: &Roster) -> Outcome<Vec<FrozenDepartment>> {
    let each = departments_of(pairs).into_iter();
    each.map(|id| {
        let department = roster
            .department(id)
            .ok_or_else(|| Failure::internal("a pair with a department that is not there"))?;
        Ok(FrozenDepartment {
            id,
            code: department.code.clone(),
            name: department.name.clone(),
            head_name: roster.head(id).map(|head| head.name.clone()),
            head_id: roster.head(id).map(|head| head.id),
        })
    })
    .collect()
}

fn department(department: org::Department, exists: bool) -> Department {
    Department {
        id: department.id,
        code: department.code,
        name: department.name,
        kind: department.kind,
        parent: department.parent_id,
        head: department.head_id,
        exists,
    }
}

fn person(employee: org::Employee, posts: Vec<Post>, present: bool) -> Person {
    Person {
        id: employee.id,
        number: employee.number,
        name: employee.name,
        present,
        posts,
    }
}
