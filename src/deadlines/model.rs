//! The numbers, and how they are read.

use super::error;
use crate::kernel::{Parse, Problem};

/// The most working days that are given for anything: about a year.
const MOST: i32 = 250;

/// Working days that somebody typed: 1 to 250.
pub fn working_days(typed: i32) -> Result<u32, Problem> {
    match (1..=MOST).contains(&typed) {
        true => Ok(typed.unsigned_abs()),
        false => Err(error::days_out_of_range(MOST)),
    }
}

/// Working days by how much is at stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BySeverity {
    /// Where it is little.
    pub low: u32,
    /// As usual.
    pub medium: u32,
    /// Where it is much.
    pub high: u32,
}

/// Working days after a due day until somebody is told; none is less than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Escalation {
    /// The owners of what is to be done.
    pub owner: u32,
    /// The head of the department.
    pub head: u32,
    /// The managers above.
    pub manager: u32,
    /// The executives.
    pub executive: u32,
}

/// How many working days the company gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeadlineSettings {
    /// Until a complaint is acknowledged.
    pub acknowledge: u32,
    /// Until a complaint is answered.
    pub answer: BySeverity,
    /// Until an issue that somebody opens without a number is put right.
    pub issue: BySeverity,
    /// Until somebody is told that an issue is late.
    pub escalation: Escalation,
    /// Counts the changes.
    pub version: i32,
}

impl DeadlineSettings {
    /// Those with `changes`, one version further.
    pub fn with(self, changes: DeadlineChanges) -> Self {
        Self {
            acknowledge: changes.acknowledge.unwrap_or(self.acknowledge),
            answer: changes.answer.unwrap_or(self.answer),
            issue: changes.issue.unwrap_or(self.issue),
            escalation: changes.escalation.unwrap_or(self.escalation),
            version: self.version + 1,
        }
    }
}

/// What shall change; what is left out stays.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeadlineChanges {
    /// See [`DeadlineSettings::acknowledge`].
    pub acknowledge: Option<u32>,
    /// See [`DeadlineSettings::answer`].
    pub answer: Option<BySeverity>,
    /// See [`DeadlineSettings::issue`].
    pub issue: Option<BySeverity>,
    /// See [`DeadlineSettings::escalation`].
    pub escalation: Option<Escalation>,
}

/// Changes as typed: by severity LOW, MEDIUM and HIGH; the escalation in its order.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypedDeadlines {
    /// See [`DeadlineSettings::acknowledge`].
    pub acknowledge: Option<i32>,
    /// See [`DeadlineSettings::answer`].
    pub answer: Option<[i32; 3]>,
    /// See [`DeadlineSettings::issue`].
    pub issue: Option<[i32; 3]>,
    /// See [`DeadlineSettings::escalation`].
    pub escalation: Option<[i32; 4]>,
}

impl DeadlineChanges {
    /// Reads what somebody typed in the argument `input`.
    pub fn read(typed: TypedDeadlines) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::argument("input");
        let acknowledge = typed.acknowledge.map(working_days);
        let acknowledge = parse.optional("acknowledge", acknowledge);
        let answer = group(&mut parse, "answer", typed.answer, by_severity);
        let issue = group(&mut parse, "issue", typed.issue, by_severity);
        let escalation = group(&mut parse, "escalation", typed.escalation, escalation);
        let read = (|| {
            Some(Self {
                acknowledge: acknowledge?,
                answer: answer?,
                issue: issue?,
                escalation: escalation?,
            })
        })();
        parse.finish(read)
    }
}

/// Reads a group of numbers that is given as a whole or left out.
fn group<const N: usize, T>(
    parse: &mut Parse,
    field: &str,
    typed: Option<[i32; N]>,
    read: fn(&mut Parse, [i32; N]) -> Option<T>,
) -> Option<Option<T>> {
    match typed {
        None => Some(None),
        Some(typed) => parse.object(field, |parse| read(parse, typed)).map(Some),
    }
}

fn by_severity(parse: &mut Parse, [low, medium, high]: [i32; 3]) -> Option<BySeverity> {
    let low = parse.field("low", working_days(low));
    let medium = parse.field("medium", working_days(medium));
    let high = parse.field("high", working_days(high));
    Some(BySeverity {
        low: low?,
        medium: medium?,
        high: high?,
    })
}

fn escalation(parse: &mut Parse, typed: [i32; 4]) -> Option<Escalation> {
    const STEPS: [&str; 4] = ["owner", "head", "manager", "executive"];
    let mut before = 0;
    let read = STEPS.into_iter().zip(typed).map(|(step, days)| {
        let days = working_days(days).and_then(|days| match before <= days {
            true => Ok(days),
            false => Err(error::told_before_those_below()),
        });
        let days = parse.field(step, days);
        before = days.unwrap_or(before);
        days
    });
    match read.collect::<Vec<_>>()[..] {
        [Some(owner), Some(head), Some(manager), Some(executive)] => Some(Escalation {
            owner,
            head,
            manager,
            executive,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(typed: TypedDeadlines) -> Vec<String> {
        let wrong = DeadlineChanges::read(typed).unwrap_err();
        let line = |it: &Problem| format!("{:?} {}", it.code, it.field.join("."));
        wrong.iter().map(line).collect()
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let typed = TypedDeadlines {
            acknowledge: Some(0),
            answer: Some([20, 251, -1]),
            issue: None,
            escalation: Some([5, 3, 5, 4]),
        };
        let expected = [
            "OutOfRange input.acknowledge",
            "OutOfRange input.answer.medium",
            "OutOfRange input.answer.high",
            "Invalid input.escalation.head",
            "Invalid input.escalation.executive",
        ];
        assert_eq!(problems(typed), expected);
    }

    #[test]
    fn steps_may_fall_on_one_day() {
        let typed = TypedDeadlines {
            escalation: Some([1, 1, 5, 5]),
            ..TypedDeadlines::default()
        };
        let read = DeadlineChanges::read(typed).unwrap().escalation.unwrap();
        assert_eq!((read.owner, read.head, read.executive), (1, 1, 5));
    }
}
