//! How long is kept what nobody needs for ever.

use chrono::TimeDelta;

use super::{Given, InvalidSetting, within};

/// How long is kept what nobody needs for ever.
#[derive(Clone, Copy, Debug)]
pub struct RetentionSettings {
    /// Sessions, from the moment on at which they expire: where and with what program
    /// somebody signed in is personal data.
    pub sessions: TimeDelta,
    /// Finished jobs and relayed events.
    pub jobs: TimeDelta,
}

impl RetentionSettings {
    pub(super) fn from(given: &Given) -> Result<Self, InvalidSetting> {
        let days = |name, days: Option<u32>, default: i64| {
            let days = within(name, days, 1, 3650)?;
            Ok(TimeDelta::days(days.map_or(default, i64::from)))
        };
        Ok(Self {
            sessions: days("keep_sessions", given.keep_sessions, 90)?,
            jobs: days("keep_jobs", given.keep_jobs, 30)?,
        })
    }
}
