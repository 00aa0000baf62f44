//! The Merkle tree of a block, as RFC 6962 (section 2.1) hashes it: a leaf and a
//! node begin with different bytes, so that no node can pass for a leaf.

use super::digest::Digest;

const LEAF: &[u8] = &[0];
const NODE: &[u8] = &[1];

/// A tree that grows by one leaf after the other. It keeps the roots of its full
/// subtrees alone: as many as the number of leaves has binary ones.
#[derive(Default)]
pub(super) struct Tree {
    leaves: u64,
    /// From the largest to the smallest.
    subtrees: Vec<Digest>,
}

impl Tree {
    /// Adds a leaf behind the others.
    pub(super) fn push(&mut self, leaf: &[u8]) {
        let mut root = Digest::of(&[LEAF, leaf]);
        // Each one at the end of the binary number is a full subtree of the size
        // that `root` has come to.
        for _ in 0..self.leaves.trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                root = node(left, root);
            }
        }
        self.subtrees.push(root);
        self.leaves += 1;
    }

    /// The hash over all leaves and their order.
    pub(super) fn root(&self) -> Digest {
        let from_the_right = self.subtrees.iter().rev().copied();
        from_the_right
            .reduce(|right, left| node(left, right))
            .unwrap_or_else(|| Digest::of(&[]))
    }
}

fn node(left: Digest, right: Digest) -> Digest {
    Digest::of(&[NODE, &left.0, &right.0])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn root(leaves: &[Vec<u8>]) -> Digest {
        let mut tree = Tree::default();
        leaves.iter().for_each(|leaf| tree.push(leaf));
        tree.root()
    }

    /// The definition of RFC 6962, word for word.
    fn defined(leaves: &[Vec<u8>]) -> Digest {
        match leaves {
            [] => Digest::of(&[]),
            [leaf] => Digest::of(&[LEAF, leaf]),
            _ => {
                let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
                node(defined(left), defined(right))
            }
        }
    }

    /// The published examples of Certificate Transparency.
    #[test]
    fn the_roots_are_those_of_the_published_examples() {
        let leaves = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
        ]
        .into_iter()
        .chain(["606162636465666768696a6b6c6d6e6f"])
        .map(|leaf| hex::decode(leaf).unwrap())
        .collect::<Vec<_>>();
        for (count, expected) in [
            (
                0,
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
            (
                1,
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            ),
            (
                2,
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            ),
            (
                8,
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
            ),
        ] {
            assert_eq!(root(&leaves[..count]).to_string(), expected);
        }
    }

    proptest! {
        #[test]
        fn growing_leaf_by_leaf_gives_the_defined_root(
            leaves in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..4), 0..70)
        ) {
            prop_assert_eq!(root(&leaves), defined(&leaves));
        }
    }
}
