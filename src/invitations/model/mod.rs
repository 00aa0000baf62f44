//! The rules of invitations over plain values.

mod answer;
mod call;
mod invitation;
mod messages;
mod respondent;
mod sheet;
mod token;

pub use answer::{Answered, NewAnswer, key_sha256};
pub use call::{Call, CallKey, Disposition};
pub use invitation::{
    HeldBackBy, Invitation, InvitationFilter, InvitationState, Invited, IssuedInvitation, Part,
    PlanProgress,
};
pub use messages::{Occasion, Words};
pub use respondent::Respondent;
pub use sheet::{KeptSheet, NewSheet, SheetKey, Standing, SurveySheet};
pub use token::Token;
