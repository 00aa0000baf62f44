//! Who acts on a sheet, and what of it is theirs to do.

use chrono::{DateTime, Utc};

use crate::access::{Action, Credential, OpContext, Parties, Party, Scope};
use crate::kernel::ids::{AccountId, DepartmentId, EmployeeId};
use crate::kernel::{Outcome, Problem};
use crate::kpi::error;
use crate::kpi::model::{Duty, Origin, Sheet, SheetState, Subject};

/// Somebody, with how far each right reaches.
pub(super) struct Hand {
    employee: Option<EmployeeId>,
    /// The sheets that may be read.
    pub(super) sees: Scope,
    writes: Scope,
    self_reviews: Scope,
    reviews: Scope,
    confirms: Scope,
    manages: Scope,
    party: Party,
    posts: Vec<DepartmentId>,
}

impl Hand {
    /// Whoever acts.
    pub(super) async fn of(context: &OpContext) -> Outcome<Self> {
        let signed_in = context.signed_in().ok();
        let employee = signed_in.and_then(|account| account.employee_id);
        let party = context.party().await?;
        Ok(Self {
            employee,
            sees: context.scope(Action::KpiSheetRead).await?,
            writes: context.scope(Action::KpiSheetWrite).await?,
            self_reviews: context.scope(Action::KpiSelfReview).await?,
            reviews: context.scope(Action::KpiReview).await?,
            confirms: context.scope(Action::KpiConfirm).await?,
            manages: context.scope(Action::KpiManage).await?,
            posts: context.posts(&party).await?,
            party,
        })
    }

    /// Whether the sheet measures the actor, or the department that the actor manages and
    /// nobody does for whom it is only one of those below.
    pub(super) fn is_subject(&self, sheet: &Sheet) -> bool {
        match sheet.subject {
            Subject::Employee(employee) => self.employee == Some(employee),
            Subject::Department(department) => self.manages_itself(department),
        }
    }

    /// Whether the actor is the manager of the department itself.
    pub(super) fn manages_itself(&self, department: DepartmentId) -> bool {
        self.self_reviews.departments.contains(&department)
            && !self.reviews.departments.contains(&department)
    }

    /// Those whose sheets may measure the actor: see [`Hand::is_subject`].
    pub(super) fn subjects(&self) -> (Vec<DepartmentId>, Vec<EmployeeId>) {
        let departments = self.self_reviews.departments.iter().copied();
        (departments.collect(), self.employee.into_iter().collect())
    }

    /// Whether it was the actor, by themselves or through somebody standing in, who did
    /// something then for the department at the beginning of `chain`.
    pub(super) fn was(
        &self,
        parties: &Parties,
        (account, at): (AccountId, DateTime<Utc>),
        chain: &[DepartmentId],
    ) -> bool {
        parties.at(account, at, chain).meets(&self.party)
    }

    /// Whether the sheet measures the actor, or somebody for whom the actor stands in.
    pub(super) fn is_measured(&self, sheet: &Sheet) -> bool {
        let person = sheet.employee();
        self.is_subject(sheet) || person.is_some_and(|person| self.party.includes(person))
    }

    /// Whether the actor manages the department itself, or works there.
    pub(super) fn belongs_to(&self, department: DepartmentId) -> bool {
        self.posts.contains(&department) || self.manages_itself(department)
    }

    /// Whether the sheet is the actor's own, or that of a department in which the actor
    /// works.
    pub(super) fn is_own(&self, sheet: &Sheet) -> bool {
        match sheet.subject {
            Subject::Department(department) => self.belongs_to(department),
            Subject::Employee(_) => self.is_measured(sheet),
        }
    }

    /// Whether the actor reviews the sheet: it is of somebody below.
    pub(super) fn is_above(&self, sheet: &Sheet) -> bool {
        let of_a_person = matches!(sheet.subject, Subject::Employee(_));
        let own_people = of_a_person && self.manages_itself(sheet.department_id);
        !self.is_own(sheet) && (self.reviews.covers(sheet.department_id) || own_people)
    }

    /// Whether the actor runs KPI for the sheet, which is not the own one.
    pub(super) fn runs(&self, sheet: &Sheet) -> bool {
        self.manages.covers(sheet.department_id) && !self.is_own(sheet)
    }

    /// Refuses a step that is somebody else's.
    pub(super) fn check_step(&self, duty: Duty, sheet: &Sheet) -> Result<(), Problem> {
        let allowed = match duty {
            Duty::SelfReview => self.is_subject(sheet) || self.runs(sheet),
            Duty::ManagerReview => self.is_above(sheet) || self.runs(sheet),
            Duty::Calibrate | Duty::Publish => self.runs(sheet),
            Duty::Confirm => self.confirms.covers(sheet.department_id) && !self.is_own(sheet),
        };
        match allowed {
            true => Ok(()),
            false => Err(error::somebody_elses_step()),
        }
    }

    /// Refuses figures that are somebody else's to enter where the sheet stands.
    pub(super) fn check_entering(&self, sheet: &Sheet) -> Result<(), Problem> {
        let of_itself = sheet.employee().is_some() && sheet.employee() == self.writes.employee;
        let covered = self.writes.covers(sheet.department_id) || of_itself;
        match sheet.state {
            SheetState::Draft if covered => Ok(()),
            SheetState::SelfReviewed if covered && !self.is_own(sheet) => Ok(()),
            SheetState::Draft | SheetState::SelfReviewed => Err(error::not_yours_any_more()),
            SheetState::ManagerReviewed | SheetState::Calibrated => {
                match self.confirms.covers(sheet.department_id) && !self.is_own(sheet) {
                    true => Ok(()),
                    false => Err(error::only_officers_now()),
                }
            }
            SheetState::Confirmed | SheetState::Published => Err(error::not_in_state(sheet.state)),
        }
    }
}

/// By which way figures come from the actor.
pub(super) fn origin(context: &OpContext) -> Origin {
    match context.signed_in().map(|account| &account.credential) {
        Ok(Credential::ApiToken(_)) => Origin::Api,
        _ => Origin::Hand,
    }
}
