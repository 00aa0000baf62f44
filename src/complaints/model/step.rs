//! What people do with complaints, and who may.

use super::{Complaint, Confidentiality, Discretion, Happening, Severity, after};
use crate::access::Scope;
use crate::closed_set;
use crate::complaints::error;
use crate::kernel::Problem;
use crate::kernel::ids::DepartmentId;

closed_set! {
    /// Something that somebody does with a complaint.
    pub enum Step {
        /// Say whom it is about.
        Assign = "ASSIGN",
        /// Tell whoever complained that it came in.
        Acknowledge = "ACKNOWLEDGE",
        /// Look into it.
        Investigate = "INVESTIGATE",
        /// Answer it.
        Answer = "ANSWER",
        /// Be done with it.
        Close = "CLOSE",
        /// Look into it once more.
        Reopen = "REOPEN",
        /// Note what was said with whoever complained.
        Note = "NOTE",
    }
}

impl Step {
    /// What happens by it; a note moves nothing.
    fn happening(self) -> Option<Happening> {
        Some(match self {
            Self::Assign => Happening::Assigned,
            Self::Acknowledge => Happening::Acknowledged,
            Self::Investigate => Happening::Investigated,
            Self::Answer => Happening::Answered,
            Self::Close => Happening::Closed,
            Self::Reopen => Happening::Reopened,
            Self::Note => return None,
        })
    }
}

/// How somebody stands to complaints.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The complaints that they work on.
    pub handles: Scope,
    /// The complaints of which they say whom they are about.
    pub assigns: Scope,
    /// The complaints that they close although much is at stake.
    pub closes_severe: Scope,
    /// Where they hold a post.
    pub posts: Vec<DepartmentId>,
    /// What they are told of whoever complained.
    pub discretion: Discretion,
}

impl Standing {
    /// Whether they may take `step` with a complaint that they see, and whether it can be
    /// taken. Whether it can comes first: a late click is told the state.
    pub fn check(&self, step: Step, complaint: &Complaint) -> Result<(), Problem> {
        if let Some(happening) = step.happening() {
            after(complaint.state, happening)?;
        }
        match step {
            // A survey says which department it is about, and to whom its sheets are shown.
            Step::Assign if complaint.confidentiality != Confidentiality::Attributed => {
                Err(error::the_survey_says())
            }
            Step::Note if complaint.confidentiality == Confidentiality::Anonymous => {
                Err(error::nobody_knows())
            }
            Step::Note if !self.discretion.tells(complaint) => Err(error::promised()),
            Step::Close if complaint.severity == Severity::High => self.may_close(complaint),
            Step::Close if !reaches(&self.handles, complaint) => Err(error::somebody_else_closes()),
            _ => Ok(()),
        }
    }

    /// Whether they may take `step` with it at all.
    pub fn can(&self, step: Step, complaint: &Complaint) -> bool {
        let scope = match step {
            Step::Assign => &self.assigns,
            Step::Close if complaint.severity == Severity::High => &self.closes_severe,
            _ => &self.handles,
        };
        reaches(scope, complaint) && self.check(step, complaint).is_ok()
    }

    /// Where much is at stake, those whom it is about do not say themselves that all is well.
    fn may_close(&self, complaint: &Complaint) -> Result<(), Problem> {
        let belongs = complaint
            .department_id
            .is_some_and(|department| self.posts.contains(&department));
        match !belongs && reaches(&self.closes_severe, complaint) {
            true => Ok(()),
            false => Err(error::somebody_else_closes()),
        }
    }
}

fn reaches(scope: &Scope, complaint: &Complaint) -> bool {
    match complaint.department_id {
        Some(department) => scope.covers(department),
        None => scope.company,
    }
}
