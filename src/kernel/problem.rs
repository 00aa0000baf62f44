//! Expected failures: a code for programs, a field, and a message for people.

use super::Bilingual;

/// What is wrong, for programs. Codes are never renamed or reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// The assignment was answered already.
    AlreadySubmitted,
    /// A bad mark needs a comment that says why.
    CommentRequired,
    /// The cycle takes no answers now.
    CycleNotOpen,
    /// The same thing is named twice in one request.
    Duplicate,
    /// The idempotency key was used for other content.
    IdempotencyConflict,
    /// Something that the step needs is missing; one error for each missing thing.
    Incomplete,
    /// The plan cannot be met; one error for each constraint, with the shortfall.
    Infeasible,
    /// The value has not the form that the field needs.
    Invalid,
    /// Name and password do not belong together.
    InvalidCredentials,
    /// The step is not possible in the present state.
    InvalidState,
    /// It does not exist, or the viewer may not see it.
    NotFound,
    /// The number or level lies outside what is allowed.
    OutOfRange,
    /// The answer came after the last place of its kind; it is kept and not counted.
    QuotaFull,
    /// A value is needed and none was given.
    Required,
    /// A department does not assess itself.
    SelfAssessment,
    /// Somebody else has to do this: nobody decides on what is their own.
    SeparationOfDuties,
    /// Name and password are right; a code of the second factor is needed too.
    SecondFactorRequired,
    /// The session is over; sign in again.
    SessionEnded,
    /// The name or code belongs to something else already.
    Taken,
    /// The time for it has not come.
    TooEarly,
    /// The time for it is over.
    TooLate,
    /// The text is longer than the field allows.
    TooLong,
    /// The list has more entries than the field allows.
    TooMany,
    /// The questionnaire has no such item.
    UnknownItem,
    /// Somebody else changed it meanwhile; load it again.
    VersionConflict,
    /// The weights of one group do not total 100.
    WeightsDoNotTotal100,
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, for programs.
    pub code: ErrorCode,
    /// The path into the arguments, indices as text; empty where no one field is
    /// to blame.
    pub field: Vec<String>,
    /// What is wrong and what is allowed, for people.
    pub message: Bilingual,
}

impl Problem {
    /// A problem of no particular field yet.
    pub fn new(code: ErrorCode, english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self {
            code,
            field: Vec::new(),
            message: Bilingual::new(english, chinese),
        }
    }

    /// The same problem, blamed on the field at `path`.
    pub fn at<S: Into<String>>(mut self, path: impl IntoIterator<Item = S>) -> Self {
        self.field = path.into_iter().map(Into::into).collect();
        self
    }

    /// The same problem, its field seen from further outside.
    pub fn within(mut self, outer: impl Into<String>) -> Self {
        self.field.insert(0, outer.into());
        self
    }

    /// `what` does not exist or may not be seen; the answer is the same.
    pub fn not_found(english: &str, chinese: &str) -> Self {
        Self::new(
            ErrorCode::NotFound,
            format!("There is no such {english}, or you may not see it."),
            format!("没有这个{chinese}，或您无权查看。"),
        )
    }

    /// The key in `idempotencyKey` came with another `what` before.
    pub fn idempotency_conflict(english: &str, chinese: &str) -> Self {
        Self::new(
            ErrorCode::IdempotencyConflict,
            format!("This key was used for something else; another {english} needs a new key."),
            format!("该幂等键已用于其他内容；另一{chinese}须使用新的键。"),
        )
        .at(["idempotencyKey"])
    }

    /// The thing was changed since the caller read it.
    pub fn version_conflict(current: i32) -> Self {
        Self::new(
            ErrorCode::VersionConflict,
            format!(
                "Somebody changed this meanwhile; it is now at version {current}. Load it again and repeat your change."
            ),
            format!("数据已被他人修改，当前版本为 {current}。请重新加载后再修改。"),
        )
    }
}
