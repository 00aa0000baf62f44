//! The rules of complaints, without a database.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::access::{Scope, SheetScope};
use crate::deadlines::{BySeverity, DeadlineSettings, Escalation};
use crate::kernel::ErrorCode;
use crate::kernel::ids::{AccountId, ComplaintEventId, ComplaintId, DepartmentId};
use crate::org::WorkingCalendar;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn department(number: u128) -> DepartmentId {
    DepartmentId(Uuid::from_u128(number))
}

fn usual() -> DeadlineSettings {
    let days = BySeverity {
        low: 20,
        medium: 10,
        high: 5,
    };
    DeadlineSettings {
        acknowledge: 2,
        answer: days,
        issue: days,
        escalation: Escalation {
            owner: 1,
            head: 3,
            manager: 5,
            executive: 10,
        },
        version: 1,
    }
}

fn complaint(state: ComplaintState) -> Complaint {
    let at = "2026-04-06T02:00:00Z".parse().unwrap();
    Complaint {
        id: ComplaintId(Uuid::from_u128(1)),
        number: ComplaintNumber {
            year: 2026,
            position: 1,
        },
        channel: ComplaintChannel::Phone,
        state,
        severity: Severity::High,
        confidentiality: Confidentiality::Attributed,
        customer_id: None,
        contact_id: None,
        department_id: Some(department(1)),
        plan_id: None,
        summary: "慢".to_owned(),
        remedy_sought: None,
        received_at: at,
        recorded_by: None,
        deadlines: Some(Deadlines::of(
            &WorkingCalendar::default(),
            &usual(),
            day("2026-04-06"),
            Severity::High,
        )),
        acknowledged_at: None,
        finding: None,
        answer: None,
        remedy: None,
        answered_at: None,
        closed_at: None,
        satisfied: None,
        version: 1,
    }
}

fn of(departments: &[u128]) -> Scope {
    Scope {
        departments: departments.iter().map(|it| department(*it)).collect(),
        ..Scope::default()
    }
}

/// A manager of department 1, above department 2.
fn manager() -> Standing {
    Standing {
        handles: of(&[1, 2]),
        assigns: Scope::default(),
        closes_severe: of(&[2]),
        posts: vec![department(1)],
        discretion: Discretion::new(SheetScope::default()),
    }
}

fn hr(posts: &[u128]) -> Standing {
    let own: BTreeSet<DepartmentId> = posts.iter().map(|it| department(*it)).collect();
    Standing {
        handles: Scope::company(),
        assigns: Scope::company(),
        closes_severe: Scope::company(),
        posts: own.iter().copied().collect(),
        discretion: Discretion::new(SheetScope {
            granted: Scope::company(),
            own,
            spoken_for: BTreeSet::new(),
        }),
    }
}

#[test]
fn whose_department_it_is_does_not_close_a_severe_complaint() {
    let severe = complaint(ComplaintState::Answered);
    let below = Complaint {
        department_id: Some(department(2)),
        ..severe.clone()
    };
    let mild = Complaint {
        severity: Severity::Medium,
        ..severe.clone()
    };
    let unknown = Complaint {
        department_id: None,
        ..severe.clone()
    };
    assert!(!manager().can(Step::Close, &severe));
    assert!(manager().can(Step::Close, &below));
    assert!(manager().can(Step::Close, &mild));
    assert!(manager().can(Step::Reopen, &severe));
    assert!(!manager().can(Step::Reopen, &unknown));
    assert!(hr(&[]).can(Step::Close, &severe));
    assert!(hr(&[]).can(Step::Close, &unknown));
    assert!(!hr(&[1]).can(Step::Close, &severe), "HR who works there");
    let refused = manager().check(Step::Close, &severe).unwrap_err();
    assert_eq!(refused.code, ErrorCode::SeparationOfDuties);
}

#[test]
fn with_whom_one_does_not_know_one_does_not_speak() {
    let promised = |confidentiality| Complaint {
        confidentiality,
        ..complaint(ComplaintState::Received)
    };
    let confidential = promised(Confidentiality::Confidential);
    let anonymous = promised(Confidentiality::Anonymous);
    let cases = [
        (hr(&[]), &confidential, Ok(())),
        (hr(&[1]), &confidential, Err(ErrorCode::SeparationOfDuties)),
        (manager(), &confidential, Err(ErrorCode::SeparationOfDuties)),
        (hr(&[]), &anonymous, Err(ErrorCode::InvalidState)),
    ];
    for (standing, complaint, expected) in cases {
        let found = standing.check(Step::Note, complaint);
        assert_eq!(found.map_err(|problem| problem.code), expected);
        assert!(standing.can(Step::Acknowledge, complaint));
        assert!(!standing.can(Step::Assign, complaint), "the survey says");
    }
}

#[test]
fn who_complained_is_told_like_the_sheet() {
    let who = Complaint {
        confidentiality: Confidentiality::Confidential,
        customer_id: Some(crate::kernel::ids::CustomerId(Uuid::from_u128(7))),
        ..complaint(ComplaintState::Received)
    };
    assert_eq!(hr(&[]).discretion.told(who.clone()), who);
    for standing in [hr(&[1]), manager()] {
        assert_eq!(standing.discretion.told(who.clone()).customer_id, None);
    }
    let open = Complaint {
        confidentiality: Confidentiality::Attributed,
        ..who
    };
    assert_eq!(manager().discretion.told(open.clone()), open);
}

#[test]
fn what_is_late_follows_from_the_state_and_the_day() {
    let at = complaint;
    let missed = |state, today: &str| {
        let missed = at(state).missed(day(today));
        missed.into_iter().map(|(it, _)| it).collect::<Vec<_>>()
    };
    use ComplaintState as S;
    // Monday: two working days end on Wednesday, five on the Monday after.
    assert_eq!(missed(S::Received, "2026-04-08"), []);
    assert_eq!(missed(S::Received, "2026-04-09"), [Deadline::Acknowledge]);
    assert_eq!(missed(S::Acknowledged, "2026-04-13"), []);
    assert_eq!(missed(S::Investigating, "2026-04-14"), [Deadline::Answer]);
    let both = [Deadline::Acknowledge, Deadline::Answer];
    assert_eq!(missed(S::Received, "2026-04-14"), both);
    assert_eq!(missed(S::Answered, "2026-05-14"), []);
    assert_eq!(missed(S::Closed, "2026-05-14"), []);
}

#[test]
fn every_state_says_what_is_possible_in_words() {
    for state in ComplaintState::ALL.iter().copied() {
        let refused = after(state, Happening::Logged);
        if state == ComplaintState::Received {
            continue;
        }
        let problem = refused.unwrap_err();
        assert_eq!(problem.code, ErrorCode::InvalidState);
        let said = format!("{:?}", problem.message);
        assert!(said.contains(state.as_str()), "{said}");
    }
}

proptest! {
    #[test]
    fn whatever_people_try_the_history_leads_to_the_state(
        tries in prop::collection::vec(prop::sample::select(Happening::ALL), 0..40),
    ) {
        let mut complaint = complaint(ComplaintState::Received);
        let at = complaint.received_at;
        let stamp = |number: usize| {
            let id = ComplaintEventId(Uuid::from_u128(number as u128));
            (id, at, Some(AccountId(Uuid::from_u128(9))))
        };
        let first = complaint.happen(Happening::Logged, stamp(0), None).unwrap();
        let mut events = vec![first];
        for (number, happening) in tries.into_iter().enumerate() {
            let before = complaint.clone();
            match complaint.happen(happening, stamp(number + 1), None) {
                Ok(event) => events.push(event),
                Err(_) => prop_assert_eq!(&complaint, &before),
            }
            prop_assert_eq!(replay(&events), Some(complaint.state));
            let closed = complaint.state == ComplaintState::Closed;
            prop_assert_eq!(complaint.closed_at.is_some(), closed);
            prop_assert_eq!(complaint.answered_at.is_none(), complaint.state.waits_for_answer());
        }
    }
}
