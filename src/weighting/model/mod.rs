//! The pure rules of Delphi studies: plain values in, plain values out.

mod group;
mod round;
mod sheet;
mod state;
mod study;

#[cfg(test)]
mod tests;

pub use group::{Group, Member, MoreOrLess};
pub use round::{GroupResult, MemberResult, RoundResult};
pub use sheet::{Sheet, TypedGroup, TypedWeight};
pub use state::{Step, StudyState};
pub use study::{
    Expert, FEWEST_EXPERTS, GivenWeights, MOST_EXPERTS, MOST_ROUNDS, NewStudy, Round, Study,
    Subject, Turnout, TypedStudy,
};
