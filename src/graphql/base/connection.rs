//! Relay connections: one way to page through every list that may be long.

use std::borrow::Cow;

use async_graphql::connection::{CursorType as _, OpaqueCursor, PageInfo};
use async_graphql::{Context, Object, OutputType, Result, TypeName};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::loaded;
use crate::kernel::page::MAX_PAGE;
use crate::kernel::{ErrorCode, Failure, Outcome, Page, PageRequest, Problem};

/// A page of a list. Its cursors are texts, so that lists of one thing that are sorted
/// differently share a type.
pub(crate) struct Connection<T> {
    edges: Vec<Edge<T>>,
    has_previous_page: bool,
    has_next_page: bool,
    total_count: Option<u64>,
}

impl<T: OutputType> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::type_name()).into()
    }
}

/// One page of a list.
#[Object(name_type)]
impl<T: OutputType> Connection<T> {
    /// Where the page lies in the list.
    async fn page_info(&self) -> PageInfo {
        let cursor = |edge: &Edge<T>| edge.cursor.clone();
        PageInfo {
            has_previous_page: self.has_previous_page,
            has_next_page: self.has_next_page,
            start_cursor: self.edges.first().map(cursor),
            end_cursor: self.edges.last().map(cursor),
        }
    }

    /// The entries of the page with their cursors.
    async fn edges(&self) -> &[Edge<T>] {
        &self.edges
    }

    /// The entries of the page.
    async fn nodes(&self) -> Vec<&T> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// How many entries the whole list has; counted only when asked for.
    async fn total_count(&self) -> Option<u64> {
        self.total_count
    }
}

impl<T> Connection<T> {
    /// The same page of a list that is read from its end: what follows in the list's
    /// own order lies before the page.
    pub(crate) fn read_backwards(mut self) -> Self {
        self.edges.reverse();
        std::mem::swap(&mut self.has_previous_page, &mut self.has_next_page);
        self
    }
}

/// One entry of a page.
pub(crate) struct Edge<T> {
    node: T,
    cursor: String,
}

impl<T: OutputType> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::type_name()).into()
    }
}

/// One entry of a page.
#[Object(name_type)]
impl<T: OutputType> Edge<T> {
    /// The entry.
    async fn node(&self) -> &T {
        &self.node
    }

    /// Where the entry lies in the list; the next page begins behind it.
    async fn cursor(&self) -> &str {
        &self.cursor
    }
}

/// The page that the arguments ask for.
pub(crate) fn page<K>(
    context: &Context<'_>,
    first: i32,
    after: Option<&str>,
) -> Result<PageRequest<K>>
where
    K: Serialize + DeserializeOwned,
{
    let first = page_size(context, "first", first)?;
    let after = after.map(cursor).transpose().map_err(|NoCursor| {
        Failure::from(
            Problem::new(
                ErrorCode::Invalid,
                "`after` is no cursor of this list.",
                "after 不是此列表的游标。",
            )
            .at(["after"]),
        )
    });
    Ok(PageRequest {
        first,
        after: loaded(context, after)?,
    })
}

struct NoCursor;

/// The key in a cursor. Cursors come from outside: a NUL, which no key has, would be
/// refused by PostgreSQL as our mistake.
fn cursor<K: Serialize + DeserializeOwned>(text: &str) -> Result<K, NoCursor> {
    let OpaqueCursor(key) = OpaqueCursor::<K>::decode_cursor(text).map_err(|_| NoCursor)?;
    match serde_json::to_string(&key) {
        Ok(json) if !json.contains("\\u0000") => Ok(key),
        _ => Err(NoCursor),
    }
}

/// How many entries the `argument`, `first` or `last`, asks for.
pub(crate) fn page_size(context: &Context<'_>, argument: &str, wanted: i32) -> Result<u32> {
    let size = u32::try_from(wanted)
        .ok()
        .filter(|size| *size <= MAX_PAGE)
        .ok_or_else(|| {
            let problem = Problem::new(
                ErrorCode::OutOfRange,
                format!("A page has 0 to {MAX_PAGE} entries."),
                format!("每页为 0 至 {MAX_PAGE} 项。"),
            );
            Failure::from(problem.at([argument]))
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
    let edges = page.items.into_iter().map(|item| Edge {
        cursor: OpaqueCursor(key(&item)).encode_cursor(),
        node: wrap(item),
    });
    Ok(Connection {
        edges: edges.collect(),
        has_previous_page: false,
        has_next_page: page.has_next,
        total_count: loaded(context, total.transpose())?,
    })
}

/// What a list of `first` entries costs: each entry as much as its fields.
pub(crate) fn page_cost(first: i32, child_complexity: usize) -> usize {
    usize::try_from(first)
        .unwrap_or(0)
        .clamp(1, MAX_PAGE as usize)
        .saturating_mul(child_complexity)
}
