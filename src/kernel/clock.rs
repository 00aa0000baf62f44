//! The only source of time. Rules that depend on time are tested by moving a
//! manual clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, NaiveTime, SubsecRound, TimeDelta, Utc};
use chrono_tz::Tz;

/// Tells the time, to the microsecond, which is what both databases keep.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `start` until [`Clock::advance`] moves it; its
    /// clones move with it.
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(
            start.timestamp_micros(),
        ))))
    }

    /// The present moment.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everybody else asks"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::System => Utc::now().trunc_subsecs(6),
            Source::Manual(micros) => {
                DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap_or_default()
            }
        }
    }

    /// The present day where the company is.
    pub fn today(&self, time_zone: Tz) -> NaiveDate {
        self.now().with_timezone(&time_zone).date_naive()
    }

    /// When the present day began where the company is.
    pub fn beginning_of_today(&self, time_zone: Tz) -> DateTime<Utc> {
        beginning_of(self.today(time_zone), time_zone)
    }

    /// Moves a manual clock; the system's clock stays as it is.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Manual(micros) = &self.0 {
            micros.fetch_add(by.num_microseconds().unwrap_or_default(), Ordering::SeqCst);
        }
    }

    /// Sets a manual clock; the system's clock stays as it is.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Source::Manual(micros) = &self.0 {
            micros.store(to.timestamp_micros(), Ordering::SeqCst);
        }
    }
}

/// The last second of `day` in `time_zone`.
pub fn end_of(day: NaiveDate, time_zone: Tz) -> DateTime<Utc> {
    let next = day.succ_opt().unwrap_or(day);
    beginning_of(next, time_zone) - TimeDelta::seconds(1)
}

/// When `day` begins in `time_zone`. Where midnight was skipped, the first moment behind
/// the gap; a day that was skipped as a whole begins when it would have in UTC.
pub fn beginning_of(day: NaiveDate, time_zone: Tz) -> DateTime<Utc> {
    let hours = (0..24).filter_map(|hour| day.and_hms_opt(hour, 0, 0));
    let mut moments = hours.filter_map(|it| it.and_local_timezone(time_zone).earliest());
    moments.next().map_or_else(
        || day.and_time(NaiveTime::MIN).and_utc(),
        |moment| moment.with_timezone(&Utc),
    )
}
