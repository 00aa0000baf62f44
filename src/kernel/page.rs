//! One page of a list that may be long.

/// The most entries that one page may have.
pub const MAX_PAGE: u32 = 100;

/// Which page is wanted: the first `first` entries behind the key `after`.
///
/// `K` is what the list is sorted by, unique for each entry, so that a page
/// begins where the one before ended whatever was added meanwhile.
#[derive(Clone, Debug)]
pub struct PageRequest<K> {
    /// How many entries, 1 to [`MAX_PAGE`].
    pub first: u32,
    /// The key of the last entry of the page before.
    pub after: Option<K>,
}

impl<K> PageRequest<K> {
    /// How many rows a store asks for: one more than wanted, which tells whether
    /// another page follows.
    pub fn limit(&self) -> u64 {
        u64::from(self.first) + 1
    }

    /// The page of the rows that a store found with [`PageRequest::limit`].
    pub fn page<T>(&self, mut rows: Vec<T>) -> Page<T> {
        let wanted = usize::try_from(self.first).unwrap_or(usize::MAX);
        let has_next = rows.len() > wanted;
        rows.truncate(wanted);
        Page {
            items: rows,
            has_next,
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The entries, in the order of the list.
    pub items: Vec<T>,
    /// Whether entries follow behind the last one.
    pub has_next: bool,
}

impl<T> Page<T> {
    /// The same page with its entries turned into something else.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(turn).collect(),
            has_next: self.has_next,
        }
    }
}
