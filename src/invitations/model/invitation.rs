//! One contact's chance to answer once.

use chrono::{DateTime, TimeDelta, Utc};

use super::Token;
use crate::closed_set;
use crate::kernel::ids::{ContactId, InvitationId, QuestionnaireVersionId, SurveyPlanId};
use crate::surveys::Channel;

closed_set! {
    /// Where an invitation stands.
    pub enum InvitationState {
        /// Was made, and nobody has opened it.
        Issued = "ISSUED",
        /// Was opened and not answered.
        Opened = "OPENED",
        /// Was answered.
        Answered = "ANSWERED",
        /// Was not answered in time.
        Expired = "EXPIRED",
        /// Was taken back.
        Revoked = "REVOKED",
        /// The contact did not want to answer.
        Refused = "REFUSED",
        /// The contact could not be reached.
        Unreachable = "UNREACHABLE",
    }
}

closed_set! {
    /// What an invitation asks.
    pub enum Part {
        /// What the plan asks everybody.
        Main = "MAIN",
        /// What an answer called for.
        FollowUp = "FOLLOW_UP",
    }
}

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// The plan that asks.
    pub plan_id: SurveyPlanId,
    /// Whom.
    pub contact_id: ContactId,
    /// What.
    pub part: Part,
    /// 1 for the first time, and more where the plan asks again.
    pub round: u32,
    /// With which questionnaire.
    pub questionnaire_version_id: QuestionnaireVersionId,
    /// How.
    pub channel: Channel,
    /// What is kept of the token.
    pub token_sha256: String,
    /// The token, encrypted, while a message may have to be sent.
    pub token_sealed: Option<String>,
    /// Where it stands, as it is kept: what has expired is still open here.
    pub state: InvitationState,
    /// When it was made.
    pub issued_at: DateTime<Utc>,
    /// Until when it can be answered; `None` for as long as the cycle takes answers.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it was answered or given up.
    pub finished_at: Option<DateTime<Utc>>,
    /// What a retry is recognised by.
    pub answer_key_sha256: Option<String>,
    /// SHA-256 of the answers; never where anonymity is promised.
    pub answer_sha256: Option<String>,
    /// Whether the answer found a place.
    pub is_counted: Option<bool>,
    /// When its message was taken by the courier.
    pub sent_at: Option<DateTime<Utc>>,
    /// When the contact was reminded.
    pub reminded_at: Option<DateTime<Utc>>,
    /// Since when it stands on the phone list.
    pub handed_over_at: Option<DateTime<Utc>>,
    /// How often somebody has called.
    pub attempts: u32,
    /// When somebody last called.
    pub called_at: Option<DateTime<Utc>>,
    /// When to call again.
    pub call_back_at: Option<DateTime<Utc>>,
    /// Since when an exclusion that was approved after the answer keeps it from counting. Whoever
    /// answered is told the same as before.
    pub left_out_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub version: i32,
}

impl Invitation {
    /// A new one.
    pub fn issued(
        id: InvitationId,
        (plan_id, contact_id): (SurveyPlanId, ContactId),
        questionnaire_version_id: QuestionnaireVersionId,
        channel: Channel,
        token: &Token,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            plan_id,
            contact_id,
            part: Part::Main,
            round: 1,
            questionnaire_version_id,
            channel,
            token_sha256: token.sha256(),
            token_sealed: None,
            state: InvitationState::Issued,
            issued_at: now,
            expires_at: None,
            opened_at: None,
            finished_at: None,
            answer_key_sha256: None,
            answer_sha256: None,
            is_counted: None,
            sent_at: None,
            reminded_at: None,
            // Somebody has to call for these from the first day on.
            handed_over_at: (channel == Channel::Phone).then_some(now),
            attempts: 0,
            called_at: None,
            call_back_at: None,
            left_out_at: None,
            version: 1,
        }
    }

    /// The same, to be answered within so many seconds; 0 for ever.
    #[must_use]
    pub fn valid_for(self, seconds: u32) -> Self {
        let expires_at = (seconds > 0)
            .then(|| {
                self.issued_at
                    .checked_add_signed(TimeDelta::seconds(seconds.into()))
            })
            .flatten();
        Self { expires_at, ..self }
    }

    /// Whether it can still be answered at `now`, as far as it depends on itself.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        matches!(
            self.state,
            InvitationState::Issued | InvitationState::Opened
        ) && self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether its answer found a place and keeps it; `None` as long as there is none.
    pub fn counts(&self) -> Option<bool> {
        let found = self.is_counted?;
        Some(found && self.left_out_at.is_none())
    }

    /// Where it stands at `now`.
    pub fn state_at(&self, now: DateTime<Utc>) -> InvitationState {
        match self.state {
            InvitationState::Issued | InvitationState::Opened if !self.is_open(now) => {
                InvitationState::Expired
            }
            state => state,
        }
    }

    /// The invitation as it is when it has come to an end at `now`.
    #[must_use]
    pub fn finished(self, state: InvitationState, now: DateTime<Utc>) -> Self {
        Self {
            state,
            finished_at: Some(now),
            token_sealed: None,
            call_back_at: None,
            version: self.version + 1,
            ..self
        }
    }
}

/// An invitation with its token, which is told once.
#[derive(Clone)]
pub struct IssuedInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// Its token.
    pub token: Token,
    /// Where it is answered.
    pub url: String,
}

/// What inviting gave.
#[derive(Clone)]
pub struct Invited {
    /// The new invitations, in the order of the draw.
    pub invitations: Vec<IssuedInvitation>,
    /// How many who were drawn are not invited yet.
    pub remaining: u64,
    /// Why no more were invited, where fewer were than was asked for and some remain.
    pub held_back_by: Option<HeldBackBy>,
}

closed_set! {
    /// Why somebody who was drawn is not invited now.
    pub enum HeldBackBy {
        /// The plan's number for today is reached.
        DailyNumber = "DAILY_NUMBER",
        /// Whoever remains was invited today already, by whatever plan, or is resting, or
        /// belongs to a customer who is not surveyed for a while.
        Rest = "REST",
    }
}

/// Which invitations a list shall have.
#[derive(Clone, Copy, Debug, Default)]
pub struct InvitationFilter {
    /// In this state.
    pub state: Option<InvitationState>,
}

/// How far a plan has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanProgress {
    /// Drawn and neither invited nor passed over.
    pub waiting: u64,
    /// Invited, follow-ups not counted.
    pub invited: u64,
    /// Opened and not answered.
    pub opened: u64,
    /// Answered, whether counted or not.
    pub answered: u64,
    /// Answered after the last place was taken.
    pub quota_full: u64,
    /// Not answered in time.
    pub expired: u64,
    /// Taken back.
    pub revoked: u64,
    /// Did not want to.
    pub refused: u64,
    /// Could not be reached.
    pub unreachable: u64,
    /// By how many the days up to today fell short of their numbers.
    pub shortfall: u64,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn invitation() -> Invitation {
        let nil = Uuid::nil();
        Invitation::issued(
            InvitationId(nil),
            (SurveyPlanId(nil), ContactId(nil)),
            QuestionnaireVersionId(nil),
            Channel::Link,
            &Token::of("t"),
            DateTime::UNIX_EPOCH,
        )
    }

    #[test]
    fn it_is_open_until_its_last_second_and_for_ever_without_one() {
        let at = |seconds| DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds);
        let hour = invitation().valid_for(3_600);
        assert!(hour.is_open(at(3_599)));
        assert!(!hour.is_open(at(3_600)));
        assert_eq!(hour.state_at(at(3_600)), InvitationState::Expired);
        assert!(invitation().valid_for(0).is_open(at(i64::from(u32::MAX))));
    }

    #[test]
    fn what_has_ended_keeps_no_token_and_does_not_expire() {
        let sealed = Invitation {
            token_sealed: Some("sealed".to_owned()),
            ..invitation().valid_for(60)
        };
        let ended = sealed.finished(InvitationState::Refused, DateTime::UNIX_EPOCH);
        assert_eq!(ended.token_sealed, None);
        let later = DateTime::UNIX_EPOCH + TimeDelta::days(9);
        assert_eq!(ended.state_at(later), InvitationState::Refused);
    }
}
