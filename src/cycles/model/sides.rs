//! How what other departments say and what customers say combine in a cycle.

use std::collections::BTreeSet;

use crate::cycles::error;
use crate::kernel::ids::DepartmentId;
use crate::kernel::{Decimal, Parse, Typed};

/// The most departments whose weights are set at once.
const MOST_ROWS: usize = 2_000;

/// The relative weights of the two sides of a department: its work decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideWeights {
    /// Whose.
    pub department_id: DepartmentId,
    /// The weight of what other departments say.
    pub internal: Decimal,
    /// The weight of what customers say.
    pub external: Decimal,
}

/// What a cycle knows of the sides of one department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The department.
    pub department_id: DepartmentId,
    /// Whether a survey plan of the cycle is about it.
    pub is_surveyed: bool,
    /// How its sides combine, where that was said.
    pub weights: Option<(Decimal, Decimal)>,
}

/// Weights as typed: the department, internal, external.
pub type TypedSideWeights = (String, Typed<Decimal>, Typed<Decimal>);

impl SideWeights {
    /// Reads the list in the argument `field`.
    pub fn read_all(
        parse: &mut Parse,
        field: &str,
        typed: Vec<TypedSideWeights>,
    ) -> Option<Vec<Self>> {
        let mut seen = BTreeSet::new();
        parse.list(
            field,
            typed,
            MOST_ROWS,
            |parse, (department, internal, external)| {
                let id: Option<DepartmentId> =
                    parse.id("departmentId", &department, "department", "部门");
                if id.is_some_and(|id| !seen.insert(id)) {
                    parse.push("departmentId", error::side_named_twice());
                }
                let weight = |weight: Typed<Decimal>| {
                    weight.and_then(|it| {
                        let possible = it >= Decimal::from(0);
                        possible
                            .then_some(it)
                            .ok_or_else(error::negative_side_weight)
                    })
                };
                let internal = parse.field("internal", weight(internal))?;
                let external = parse.field("external", weight(external))?;
                if internal == Decimal::from(0) && external == Decimal::from(0) {
                    parse.push("external", error::no_side_weighs());
                    return None;
                }
                Some(Self {
                    department_id: id?,
                    internal,
                    external,
                })
            },
        )
    }
}
