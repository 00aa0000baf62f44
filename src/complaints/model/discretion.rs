//! To whom it is told who complained.

use super::Complaint;
use crate::access::SheetScope;
use crate::closed_set;

closed_set! {
    /// What was promised to whoever complained.
    pub enum Confidentiality {
        /// Nothing: who complained is told to whoever sees the complaint.
        Attributed = "ATTRIBUTED",
        /// Told to those alone who may read answer sheets about the department.
        Confidential = "CONFIDENTIAL",
        /// Nobody knows.
        Anonymous = "ANONYMOUS",
    }
}

/// How much of who complained somebody is told: a complaint in the answer to a survey is told
/// like the sheet on which it stood. Whoever may not read that one sees neither the
/// customer nor the contact, and no survey, which a few people were asked alone.
#[derive(Clone, Debug)]
pub struct Discretion(SheetScope);

impl Discretion {
    /// For whoever may read the sheets of `scope`.
    pub fn new(scope: SheetScope) -> Self {
        Self(scope)
    }

    /// The departments about which promises are no obstacle.
    pub fn scope(&self) -> &SheetScope {
        &self.0
    }

    /// Whether it is told who made this complaint, if anybody knows.
    pub fn tells(&self, complaint: &Complaint) -> bool {
        let promised = complaint.confidentiality != Confidentiality::Attributed;
        // A complaint of one's own department is never read with the name, so it makes no
        // difference whether scores are published.
        let reads = match complaint.department_id {
            Some(department) => self.0.covers(department, false),
            None => self.0.granted.company,
        };
        !promised || reads
    }

    /// The complaint as it is told.
    pub fn told(&self, complaint: Complaint) -> Complaint {
        match self.tells(&complaint) {
            true => complaint,
            false => Complaint {
                customer_id: None,
                contact_id: None,
                plan_id: None,
                ..complaint
            },
        }
    }
}
