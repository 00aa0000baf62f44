//! The rules of the external survey over plain values: nothing here knows a database,
//! a clock of its own, or the API.

mod coverage;
pub mod draw;
pub mod eligibility;
mod fate;
mod frame;
mod gathering;
mod pace;
mod personal;
mod plan;
mod plan_read;
mod requests;
mod sample_size;
pub mod sampling;

pub use coverage::{Coverage, SettingsChanges, SurveySettings, TypedSettings, years_before};
pub use draw::{
    Constraint, Drawing, Drawn, DrawnContact, Lot, Places, QuotaFull, Shortfall, Stratum, ticket,
};
pub use eligibility::{
    Question, Rule, RuleSet, Rules, Stage, TypedRule, TypedRules, TypedStage, Verdict,
};
pub use fate::{ContactFate, Draw, DrawRecord, Fate, PassedOver, QuotaPlaces};
pub use frame::{Condition, Frame, Join, Operator, TypedCondition, TypedFrame};
pub use gathering::{Exceptions, Gathering};
pub use pace::{Pace, has_rested, rested_since};
pub use personal::{KeptExclusion, KeptFate, KeptSurveys};
pub use plan::{Channel, FollowUp, Plan, PlanFilter, PlanKey, PlanSettings, PlanState, Window};
pub use plan_read::{TypedFollowUp, TypedPlan};
pub use requests::{
    Decision, Exclusion, Ground, NewExclusion, NewSuspension, RequestFilter, RequestKey,
    RequestState, Suspension,
};
pub use sample_size::{Precision, TypedPrecision};
pub use sampling::{
    Deviation, Method, Quota, Ratio, Sampling, StratumSize, TypedQuota, TypedSampling,
};
