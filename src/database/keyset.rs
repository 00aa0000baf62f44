//! Where the next page of a list begins.

use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait as _};

/// The rows behind a key of two columns: `beyond` in the first, or at `same` in the first
/// and `then` in the second. Which way each column runs, the comparisons say.
pub fn behind(beyond: Expr, same: Expr, then: Expr) -> Condition {
    Condition::any().add(beyond).add(same.and(then))
}
