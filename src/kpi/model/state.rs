//! The states of a sheet and the steps between them, as one table.

use crate::closed_set;

closed_set! {
    /// Where a sheet stands.
    pub enum SheetState {
        /// Figures are being entered (草稿).
        Draft = "DRAFT",
        /// The subject has looked at it (已自评).
        SelfReviewed = "SELF_REVIEWED",
        /// Somebody above has looked at it (已复评).
        ManagerReviewed = "MANAGER_REVIEWED",
        /// HR has compared it with others (已校准).
        Calibrated = "CALIBRATED",
        /// It holds (已确认).
        Confirmed = "CONFIRMED",
        /// The subject has the result, and may appeal (已公布).
        Published = "PUBLISHED",
    }
}

closed_set! {
    /// Whose step it is.
    pub enum Duty {
        /// The subject's; for a department its manager's.
        SelfReview = "SELF_REVIEW",
        /// A manager's above, or an executive's.
        ManagerReview = "MANAGER_REVIEW",
        /// HR's.
        Calibrate = "CALIBRATE",
        /// HR's or an executive's.
        Confirm = "CONFIRM",
        /// HR's.
        Publish = "PUBLISH",
    }
}

/// Every step forward; backward each is one step too, but nothing leads back from
/// PUBLISHED.
const STEPS: [(SheetState, SheetState, Duty); 5] = [
    (
        SheetState::Draft,
        SheetState::SelfReviewed,
        Duty::SelfReview,
    ),
    (
        SheetState::SelfReviewed,
        SheetState::ManagerReviewed,
        Duty::ManagerReview,
    ),
    (
        SheetState::ManagerReviewed,
        SheetState::Calibrated,
        Duty::Calibrate,
    ),
    (SheetState::Calibrated, SheetState::Confirmed, Duty::Confirm),
    (SheetState::Confirmed, SheetState::Published, Duty::Publish),
];

impl SheetState {
    /// The state that follows, and whose step leads there.
    pub fn forward(self) -> Option<(Self, Duty)> {
        let step = STEPS.iter().find(|(from, _, _)| *from == self)?;
        Some((step.1, step.2))
    }

    /// The state before, and who may lead back there: whoever would take the next step.
    pub fn back(self) -> Option<(Self, Duty)> {
        let (_, duty) = self.forward()?;
        let step = STEPS.iter().find(|(_, to, _)| *to == self)?;
        Some((step.0, duty))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_lead_through_all_states_and_back_but_not_from_the_end() {
        let mut state = SheetState::Draft;
        assert_eq!(state.back(), None);
        let mut seen = vec![state];
        while let Some((next, _)) = state.forward() {
            if let Some((before, _)) = next.back() {
                assert_eq!(before, state);
            }
            state = next;
            seen.push(state);
        }
        assert_eq!(seen, SheetState::ALL);
        assert_eq!(state.back(), None);
    }
}
