//! Working the phone list.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Invitation, InvitationState};
use crate::closed_set;
use crate::invitations::error;
use crate::kernel::Problem;
use crate::kernel::ids::InvitationId;

closed_set! {
    /// What came of a call.
    pub enum Disposition {
        /// The contact answered the questions.
        Reached = "REACHED",
        /// The contact wants to be called again.
        CallBack = "CALL_BACK",
        /// The contact does not want to answer.
        Refused = "REFUSED",
        /// The number is not the contact's.
        WrongNumber = "WRONG_NUMBER",
        /// Nobody picked up.
        NoAnswer = "NO_ANSWER",
    }
}

/// A call, checked as far as it goes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// What came of it.
    pub disposition: Disposition,
    /// When to call again; of CALL_BACK alone.
    pub call_back_at: Option<DateTime<Utc>>,
}

impl Call {
    /// A call at `now`, with or without answers. The problems name the arguments.
    pub fn new(
        disposition: Disposition,
        call_back_at: Option<DateTime<Utc>>,
        has_answers: bool,
        now: DateTime<Utc>,
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        match (disposition, call_back_at) {
            (Disposition::CallBack, None) => {
                problems.push(error::call_back_when().at(["callBackAt"]));
            }
            (Disposition::CallBack, Some(at)) if at <= now => {
                problems.push(error::call_back_in_the_past().at(["callBackAt"]));
            }
            (Disposition::CallBack, Some(_)) | (_, None) => {}
            (_, Some(_)) => problems.push(error::no_call_back().at(["callBackAt"])),
        }
        match (disposition, has_answers) {
            (Disposition::Reached, false) => problems.push(error::no_answers().at(["answers"])),
            (Disposition::Reached, true) | (_, false) => {}
            (_, true) => problems.push(error::answers_unasked().at(["answers"])),
        }
        if problems.is_empty() {
            Ok(Self {
                disposition,
                call_back_at,
            })
        } else {
            Err(problems)
        }
    }

    /// The invitation after the call, but for an answer, which is stored on its own. After
    /// `most` calls that nobody answered the contact counts as out of reach.
    pub fn noted(self, invitation: Invitation, most: u32, now: DateTime<Utc>) -> Invitation {
        let attempts = invitation.attempts + 1;
        let called = Invitation {
            attempts,
            called_at: Some(now),
            call_back_at: self.call_back_at,
            ..invitation
        };
        let ended = match self.disposition {
            Disposition::Refused => Some(InvitationState::Refused),
            Disposition::WrongNumber => Some(InvitationState::Unreachable),
            Disposition::NoAnswer if attempts >= most => Some(InvitationState::Unreachable),
            Disposition::NoAnswer | Disposition::Reached | Disposition::CallBack => None,
        };
        match ended {
            Some(state) => called.finished(state, now),
            None => Invitation {
                version: called.version + 1,
                ..called
            },
        }
    }
}

/// What the phone list is sorted by: who is to be called at a certain time first, the
/// earliest first, then who waits the longest.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CallKey {
    /// When to call, where that was agreed.
    pub call_back_at: Option<DateTime<Utc>>,
    /// The invitation.
    pub id: InvitationId,
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;
    use crate::invitations::model::Token;
    use crate::kernel::ids::{ContactId, QuestionnaireVersionId, SurveyPlanId};
    use crate::surveys::Channel;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn invitation() -> Invitation {
        let nil = Uuid::nil();
        let of = (SurveyPlanId(nil), ContactId(nil));
        let version = QuestionnaireVersionId(nil);
        Invitation::issued(
            InvitationId(nil),
            of,
            version,
            Channel::Phone,
            &Token::of("t"),
            NOW,
        )
    }

    fn call(disposition: Disposition) -> Call {
        let later = NOW + TimeDelta::days(1);
        let at = (disposition == Disposition::CallBack).then_some(later);
        Call::new(disposition, at, disposition == Disposition::Reached, NOW).unwrap()
    }

    #[test]
    fn everything_wrong_with_a_call_is_told_at_once() {
        let wrong = Call::new(Disposition::CallBack, Some(NOW), true, NOW).unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|it| it.field[0].as_str()).collect();
        assert_eq!(fields, ["callBackAt", "answers"]);
        assert!(Call::new(Disposition::CallBack, None, false, NOW).is_err());
        assert!(Call::new(Disposition::Refused, Some(NOW), false, NOW).is_err());
        assert!(Call::new(Disposition::Reached, None, false, NOW).is_err());
    }

    #[test]
    fn a_phone_that_rings_in_vain_is_given_up_in_the_end() {
        let mut it = invitation();
        for attempt in 1..=3 {
            it = call(Disposition::NoAnswer).noted(it, 3, NOW);
            assert_eq!(it.attempts, attempt);
        }
        assert_eq!(it.state, InvitationState::Unreachable);
    }

    #[test]
    fn a_call_ends_the_invitation_or_keeps_it() {
        let state = |disposition| call(disposition).noted(invitation(), 3, NOW).state;
        assert_eq!(state(Disposition::Refused), InvitationState::Refused);
        assert_eq!(
            state(Disposition::WrongNumber),
            InvitationState::Unreachable
        );
        assert_eq!(state(Disposition::CallBack), InvitationState::Issued);
        let again = call(Disposition::CallBack).noted(invitation(), 3, NOW);
        assert!(again.call_back_at.is_some());
        let then = call(Disposition::NoAnswer).noted(again, 3, NOW);
        assert_eq!(then.call_back_at, None, "the agreed time is over");
    }
}
