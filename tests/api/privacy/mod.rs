//! What is told of those who answered, to whom; and what an attacker with the whole
//! database can make of it.

mod attacker;
mod comments;
mod figures;
mod refusals;
mod sheets;
mod stage;
