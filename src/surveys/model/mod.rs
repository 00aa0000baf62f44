//! The rules of the external survey over plain values: nothing here knows a database,
//! a clock of its own, or the API.

mod coverage;
pub mod draw;
pub mod eligibility;
mod frame;
mod pace;
mod plan;
mod plan_read;
mod sample_size;
pub mod sampling;

pub use coverage::{Coverage, SurveySettings, years_before};
pub use draw::{
    Constraint, Drawing, Drawn, DrawnContact, Lot, Places, QuotaFull, Shortfall, Stratum, ticket,
};
pub use eligibility::{
    Question, Rule, RuleSet, Rules, Stage, TypedRule, TypedRules, TypedStage, Verdict,
};
pub use frame::{Attributes, Condition, Frame, Join, Operator, TypedCondition, TypedFrame};
pub use pace::{Pace, has_rested, rested_since};
pub use plan::{Channel, FollowUp, Plan, PlanFilter, PlanKey, PlanSettings, PlanState, Window};
pub use plan_read::{TypedFollowUp, TypedPlan};
pub use sample_size::{Precision, TypedPrecision};
pub use sampling::{
    Deviation, Method, Quota, Ratio, Sampling, StratumSize, TypedQuota, TypedSampling,
};
