//! Relay connections: one way to page through every list that may be long.

use async_graphql::connection::{Connection as Relay, CursorType as _, Edge, OpaqueCursor};
use async_graphql::{Context, OutputType, Result, SimpleObject};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::loaded;
use crate::kernel::page::MAX_PAGE;
use crate::kernel::{Bilingual, Failure, Outcome, Page, PageRequest};

/// What a connection has besides its page.
#[derive(SimpleObject)]
pub(crate) struct Total {
    /// How many entries the whole list has; counted only when asked for.
    total_count: Option<u64>,
}

/// A page of a list. Its cursors are texts, so that lists of one thing that are sorted
/// differently share a type.
pub(crate) type Connection<T> = Relay<String, T, Total>;

/// The page that the arguments ask for.
pub(crate) fn page<K>(
    context: &Context<'_>,
    first: i32,
    after: Option<&str>,
) -> Result<PageRequest<K>>
where
    K: Serialize + DeserializeOwned,
{
    let first = page_size(context, first)?;
    let after = after
        .map(OpaqueCursor::decode_cursor)
        .transpose()
        .map_err(|_| {
            Failure::BadRequest(Bilingual::new(
                "`after` is no cursor of this list.",
                "after 不是此列表的游标。",
            ))
        });
    Ok(PageRequest {
        first,
        after: loaded(context, after)?.map(|OpaqueCursor(key)| key),
    })
}

/// How many entries the argument `first` or `last` asks for.
pub(crate) fn page_size(context: &Context<'_>, first: i32) -> Result<u32> {
    let size = u32::try_from(first)
        .ok()
        .filter(|first| *first <= MAX_PAGE)
        .ok_or_else(|| {
            Failure::BadRequest(Bilingual::new(
                format!("A page has 0 to {MAX_PAGE} entries."),
                format!("每页为 0 至 {MAX_PAGE} 项。"),
            ))
        });
    loaded(context, size)
}

/// Whether the request asks for the total of the connection that is being resolved.
pub(crate) fn wants_total(context: &Context<'_>) -> bool {
    context.look_ahead().field("totalCount").exists()
}

/// The connection of a page whose entries are sorted by `key`.
pub(crate) fn connection<K, T, G>(
    context: &Context<'_>,
    page: Outcome<Page<T>>,
    total: Option<Outcome<u64>>,
    key: impl Fn(&T) -> K,
    wrap: impl Fn(T) -> G,
) -> Result<Connection<G>>
where
    K: Serialize + DeserializeOwned + Send + Sync,
    G: OutputType,
{
    let page = loaded(context, page)?;
    let total_count = loaded(context, total.transpose())?;
    let mut connection = Relay::with_additional_fields(false, page.has_next, Total { total_count });
    connection.edges.extend(page.items.into_iter().map(|item| {
        let cursor = OpaqueCursor(key(&item)).encode_cursor();
        Edge::new(cursor, wrap(item))
    }));
    Ok(connection)
}

/// What a list of `first` entries costs: each entry as much as its fields.
pub(crate) fn page_cost(first: i32, child_complexity: usize) -> usize {
    usize::try_from(first)
        .unwrap_or(0)
        .clamp(1, MAX_PAGE as usize)
        .saturating_mul(child_complexity)
}
