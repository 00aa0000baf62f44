//! The use cases of rectification.

mod acting;
mod analysing;
mod attaching;
mod cancelling;
mod deciding;
mod escalating;
mod extending;
mod measuring;
mod opening;
mod people;
mod planning;
mod reading;
mod resurveying;
mod rules;
mod statistics;
mod systemic;
mod telling;
mod triggering;
mod verifying;
mod viewer;
mod waiting;
mod work;

pub use acting::action_complete;
pub use analysing::issue_analyse;
pub use attaching::{action_attach, issue_attach, seen_actions};
pub use cancelling::issue_cancel;
pub use deciding::plan_decide;
pub use escalating::escalation_tick;
pub use extending::{NewExtension, extension_decide, extension_request};
pub use opening::issue_create;
pub use planning::plan_submit;
pub use reading::*;
pub use resurveying::{issue_resurvey, resurveys_of};
pub use rules::*;
pub use statistics::rectification_stats;
pub use systemic::{
    issues_of_proposals, systemic_proposal_accept, systemic_proposal_count,
    systemic_proposal_decline, systemic_proposals, systemic_proposals_by_id,
    systemic_proposals_of_issues,
};
pub use telling::{escalation_mail, escalation_told};
pub use triggering::{complaint_logged, scores_published};
pub use verifying::{issue_verify, verification_tick};
pub use waiting::{extensions_waiting, plans_waiting, verifications_waiting};
