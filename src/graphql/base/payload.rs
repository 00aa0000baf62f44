//! The answers of mutations: what changed, or what was wrong.

use std::str::FromStr;

use async_graphql::{Context, ID, Result};

use super::error::{UserError, language, top_level};
use crate::kernel::{Failure, Outcome, Problem};

/// The answer of a mutation.
pub(crate) trait Payload {
    /// What it returns when it was done.
    type Value;

    /// It was done.
    fn done(value: Self::Value) -> Self;

    /// It was refused, and nothing has changed.
    fn refused(errors: Vec<UserError>) -> Self;
}

/// Wraps what a service returned.
pub(crate) fn answer<P: Payload>(
    context: &Context<'_>,
    outcome: Outcome<impl Into<P::Value>>,
) -> Result<P> {
    match outcome {
        Ok(value) => Ok(P::done(value.into())),
        Err(Failure::Problems(problems)) => {
            let language = language(context);
            Ok(P::refused(
                problems
                    .into_iter()
                    .map(|problem| UserError::new(problem, language))
                    .collect(),
            ))
        }
        Err(failure) => Err(top_level(&failure, language(context))),
    }
}

/// The id in the argument `field`; a text that is no such id names nothing.
pub(crate) fn parse_id<T: FromStr>(
    field: &str,
    id: &ID,
    english: &str,
    chinese: &str,
) -> Outcome<T> {
    id.parse()
        .map_err(|_| Problem::not_found(english, chinese).at([field]).into())
}

/// Declares the payload of a mutation: one that returns one thing, as it is or as the parts
/// of it that the client needs, or one that returns nothing.
macro_rules! payload {
    ($(#[$doc:meta])* $name:ident { $(#[$field_doc:meta])* $field:ident: $type:ty }) => {
        payload! {
            $(#[$doc])*
            $name from value: $type {
                $(#[$field_doc])*
                $field: $type = value,
            }
        }
    };
    ($(#[$doc:meta])* $name:ident {}) => {
        payload! {
            $(#[$doc])*
            $name from _nothing: () {}
        }
    };
    (
        $(#[$doc:meta])*
        $name:ident from $value:ident: $from:ty {
            $($(#[$field_doc:meta])* $field:ident: $type:ty = $part:expr,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub(crate) struct $name {
            $(
                $(#[$field_doc])*
                $field: Option<$type>,
            )*
            /// What was wrong, all at once; empty when it was done.
            errors: Vec<$crate::graphql::base::UserError>,
        }

        impl $crate::graphql::base::Payload for $name {
            type Value = $from;

            fn done($value: $from) -> Self {
                Self { $($field: Some($part),)* errors: Vec::new() }
            }

            fn refused(errors: Vec<$crate::graphql::base::UserError>) -> Self {
                Self { $($field: None,)* errors }
            }
        }
    };
}

pub(crate) use payload;
