//! Drafts, submissions and reopened assignments.

mod anonymous;
mod answers;
mod counting;
mod drafts;
mod once;
mod reopening;
mod stage;
