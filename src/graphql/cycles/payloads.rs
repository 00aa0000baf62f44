//! What the mutations of the internal assessment answer.

use async_graphql::SimpleObject;

use super::{Assignment, Cycle};
use crate::cycles;
use crate::graphql::base::{Payload, UserError, payload};

payload! {
    /// The answer of `cycleCreate`.
    CycleCreatePayload {
        /// The new cycle.
        cycle: Cycle
    }
}
payload! {
    /// The answer of `cycleUpdate`.
    CycleUpdatePayload {
        /// The changed cycle.
        cycle: Cycle
    }
}
payload! {
    /// The answer of `cycleSetMatrix`.
    CycleSetMatrixPayload {
        /// The cycle with its new matrix.
        cycle: Cycle
    }
}
payload! {
    /// The answer of `cycleCopyMatrix`.
    CycleCopyMatrixPayload {
        /// The cycle with its new matrix.
        cycle: Cycle
    }
}
payload! {
    /// The answer of `cycleOpen`.
    CycleOpenPayload {
        /// The opened cycle.
        cycle: Cycle
    }
}
payload! {
    /// The answer of `cycleClose`.
    CycleClosePayload {
        /// The closed cycle.
        cycle: Cycle
    }
}
payload! {
    /// The answer of `cycleCancel`.
    CycleCancelPayload {
        /// The cancelled cycle.
        cycle: Cycle
    }
}
payload! {
    /// The answer of `cycleArchive`.
    CycleArchivePayload {
        /// The archived cycle.
        cycle: Cycle
    }
}
payload! {
    /// The answer of `cycleOpenRanking`.
    CycleOpenRankingPayload {
        /// The cycle whose ranks are open to managers.
        cycle: Cycle
    }
}
payload! {
    /// The answer of `assignmentReassign`.
    AssignmentReassignPayload {
        /// The new assignment, which takes the place of the old one.
        assignment: Assignment
    }
}

/// The answer of `assignmentRemind`.
#[derive(SimpleObject)]
pub(crate) struct AssignmentRemindPayload {
    /// The cycle.
    cycle: Option<Cycle>,
    /// How many assignments were reminded of.
    reminded: Option<u64>,
    /// What was wrong, all at once; empty when it was done.
    errors: Vec<UserError>,
}

impl Payload for AssignmentRemindPayload {
    type Value = (cycles::Cycle, u64);

    fn done((cycle, reminded): Self::Value) -> Self {
        Self {
            cycle: Some(Cycle(cycle)),
            reminded: Some(reminded),
            errors: Vec::new(),
        }
    }

    fn refused(errors: Vec<UserError>) -> Self {
        Self {
            cycle: None,
            reminded: None,
            errors,
        }
    }
}
payload! {
    /// The answer of `cycleSetSideWeights`.
    CycleSetSideWeightsPayload {
        /// The cycle with the weights.
        cycle: Cycle
    }
}
