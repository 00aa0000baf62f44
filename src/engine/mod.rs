//! The scoring engine: from answer sheets to scores, in exact rationals.
//!
//! It takes plain values and codes and hands plain values back; where they come from and
//! where they are stored is the business of the capability around it. A run goes
//!
//! 1. [`CycleScoring::new`] with a [`Policy`], the [`Questionnaire`]s and the matrix,
//! 2. [`CycleScoring::record`] for each sheet, in any order, streamed,
//! 3. [`CycleScoring::finish`] for the ranked [`DepartmentScore`]s with their passports.
//!
//! Invariants:
//! - no floating point, no rounding before publication, comparisons on exact values;
//! - one pass in bounded memory: 32 bytes per sheet, and per matrix row a few sums for each
//!   different total weight of the items that its sheets were asked;
//! - the order of arrival leaves no trace, in no figure and in no hash;
//! - every rule comes from the policy.

mod canonical;
mod composite;
mod counts;
mod cycle;
mod department;
mod error;
mod external;
mod gauge;
mod instrument;
mod judge;
mod levels;
mod moments;
mod passport;
mod policy;
mod ranking;
mod score;
mod sheet;
mod survey;
mod tally;
mod weighted;

#[cfg(test)]
mod tests;

pub use canonical::ContentDigest;
pub use composite::{Composite, SideWeights};
pub use counts::ResponseCounts;
pub use cycle::{AssessedDepartment, Assessor, CycleScoring};
pub use error::ScoringError;
pub use external::{ExternalEstimate, Stratum, StratumMean};
pub use instrument::{Dimension, Instrument, Item, Questionnaire, QuestionnaireReference, Scale};
pub use judge::SheetJudge;
pub use levels::LevelDistribution;
pub use passport::Passport;
pub use policy::{AttentionItem, InvalidityRules, Normalisation, Policy, TargetMeasure};
pub use ranking::ranks;
pub use score::{AssessorDimension, AssessorScore, DepartmentScore, DimensionScore, ItemScore};
pub use sheet::{InvalidReason, Mark, Sheet, SheetContent, SheetFacts, SheetResult, ValidSheet};
pub use survey::{ExternalScore, PlanScore, SurveyedPlan};
pub use weighted::WeightedMean;
