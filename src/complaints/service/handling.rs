//! The steps from a complaint's being written down to its end.

use super::reading::standing;
use super::work::Work;
use crate::access::{Action, OpContext};
use crate::complaints::error;
use crate::complaints::model::{Complaint, ComplaintState, Deadlines, Happening, Step};
use crate::deadlines;
use crate::kernel::ids::{ComplaintId, DepartmentId};
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Problem};
use crate::org;

/// A complaint with which somebody takes a step.
#[derive(Clone, Copy, Debug)]
pub struct Read {
    /// The complaint.
    pub id: ComplaintId,
    /// In which version they have read it.
    pub version: Option<i32>,
}

/// Says whom a complaint is about, where that was not known or not right. The rules look at
/// it once more; an issue that it has made already stays with its department.
pub async fn complaint_assign(
    context: &OpContext,
    read: Read,
    department: DepartmentId,
    reason: Option<LongText>,
) -> Outcome<Complaint> {
    let known = org::known_departments(context.database(), vec![department]).await?;
    let said = reason.is_some();
    let text = reason.map(LongText::into_string);
    let taken = (Step::Assign, Happening::Assigned, "complaint.assigned");
    take(context, read, taken, text, |complaint| {
        if known.is_empty() {
            return Err(error::no_department().at(["departmentId"]));
        }
        if complaint.department_id == Some(department) {
            return Err(error::same_department().at(["departmentId"]));
        }
        if complaint.department_id.is_some() && !said {
            return Err(error::reason_needed().at(["reason"]));
        }
        complaint.department_id = Some(department);
        Ok(())
    })
    .await
}

/// Notes that whoever complained was told that the complaint came in; where nobody knows
/// who it was, that somebody has taken it up.
pub async fn complaint_acknowledge(context: &OpContext, id: ComplaintId) -> Outcome<Complaint> {
    let read = Read { id, version: None };
    let taken = (
        Step::Acknowledge,
        Happening::Acknowledged,
        "complaint.acknowledged",
    );
    take(context, read, taken, None, |_| Ok(())).await
}

/// Begins to look into a complaint, or writes down what was found, or found anew.
pub async fn complaint_investigate(
    context: &OpContext,
    read: Read,
    finding: Option<LongText>,
) -> Outcome<Complaint> {
    let finding = finding.map(LongText::into_string);
    let taken = (
        Step::Investigate,
        Happening::Investigated,
        "complaint.investigated",
    );
    take(context, read, taken, finding.clone(), |complaint| {
        if finding.is_none() && complaint.state == ComplaintState::Investigating {
            return Err(error::finding_needed().at(["finding"]));
        }
        complaint.finding = finding.or(complaint.finding.take());
        Ok(())
    })
    .await
}

/// Notes what whoever complained was answered, and what is done to put it right.
pub async fn complaint_answer(
    context: &OpContext,
    read: Read,
    answer: LongText,
    remedy: Option<LongText>,
) -> Outcome<Complaint> {
    let answer = answer.into_string();
    let taken = (Step::Answer, Happening::Answered, "complaint.answered");
    take(context, read, taken, Some(answer.clone()), |complaint| {
        complaint.answer = Some(answer);
        complaint.remedy = remedy.map(LongText::into_string);
        Ok(())
    })
    .await
}

/// Closes a complaint that was answered. Where much is at stake nobody does so who works in
/// the department that it is about.
pub async fn complaint_close(
    context: &OpContext,
    read: Read,
    reason: LongText,
    satisfied: Option<bool>,
) -> Outcome<Complaint> {
    let taken = (Step::Close, Happening::Closed, "complaint.closed");
    let reason = Some(reason.into_string());
    take(context, read, taken, reason, |complaint| {
        complaint.satisfied = satisfied;
        Ok(())
    })
    .await
}

/// Has a complaint looked into once more; the time for an answer begins anew.
pub async fn complaint_reopen(
    context: &OpContext,
    id: ComplaintId,
    reason: LongText,
) -> Outcome<Complaint> {
    let today = context.today();
    let calendar = org::working_calendar(context.database(), today).await?;
    let given = deadlines::days_given(context.database()).await?;
    let read = Read { id, version: None };
    let taken = (Step::Reopen, Happening::Reopened, "complaint.reopened");
    let reason = Some(reason.into_string());
    take(context, read, taken, reason, |complaint| {
        let anew = Deadlines::of(&calendar, &given, today, complaint.severity);
        complaint.deadlines = complaint.deadlines.map(|before| Deadlines {
            answer_by: anew.answer_by,
            ..before
        });
        Ok(())
    })
    .await
}

/// Takes a step: what happens by it, and what the trail calls it. `change` writes what comes
/// with it, or says what is wrong.
async fn take(
    context: &OpContext,
    read: Read,
    (step, happening, action): (Step, Happening, &'static str),
    reason: Option<String>,
    change: impl FnOnce(&mut Complaint) -> Result<(), Problem>,
) -> Outcome<Complaint> {
    let handles = !context.scope(Action::ComplaintHandle).await?.is_empty();
    let right = match step {
        Step::Assign => Action::ComplaintAssign,
        // Executives, who otherwise only read.
        Step::Close if !handles => Action::ComplaintCloseSevere,
        _ => Action::ComplaintHandle,
    };
    let scope = context.authorize(right).await?;
    let standing = standing(context).await?;
    let transaction = context.begin().await?;
    let mut work = Work::open(context, &transaction, &scope, read.id).await?;
    let refused = standing.check(step, &work.complaint);
    refused.map_err(|problem| problem.at(["id"]))?;
    work.check_version(read.version)?;
    change(&mut work.complaint)?;
    work.happen(happening, reason)?;
    let complaint = work.save(action).await?;
    transaction.commit().await?;
    Ok(standing.discretion.told(complaint))
}
