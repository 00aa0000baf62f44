//! Ranks: 1, 1, 3, the highest first.
//!
//! Invariants: ranks compare exact values, never published ones, so 70.125 and 70.126 do
//! not tie although both read 70.13; what has no index has no rank and takes no place.

use crate::kernel::exact::Exact;

/// The rank of each index, in the order given: one more than the number of higher ones.
#[must_use]
pub fn ranks(indices: &[Option<Exact>]) -> Vec<Option<u64>> {
    let mut ascending: Vec<&Exact> = indices.iter().flatten().collect();
    ascending.sort_unstable();
    indices
        .iter()
        .map(|index| {
            let index = index.as_ref()?;
            let up_to_it = ascending.partition_point(|other| *other <= index);
            Some((ascending.len() - up_to_it) as u64 + 1)
        })
        .collect()
}
