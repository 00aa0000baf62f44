//! Computes scores again from their stored inputs and compares: a difference means
//! that somebody changed data behind the server's back, or that the engine did.

use super::compute::compute;
use crate::access::OpContext;
use crate::cycles::Cycle;
use crate::kernel::{Failure, Outcome};
use crate::scoring::model::NewScore;
use crate::scoring::store::{self, Fingerprint, StoredScore};

/// What recomputing a cycle found.
#[derive(Clone, Debug)]
pub struct Recomputation {
    /// How many scores were compared.
    pub compared: usize,
    /// How many earlier revisions have other inputs, which are gone: nothing can be
    /// compared with them.
    pub of_other_inputs: usize,
    /// Those that came out differently.
    pub differences: Vec<Difference>,
}

/// A score that came out differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The code of the department.
    pub department: String,
    /// What is stored, as far as it differs.
    pub stored: String,
    /// What was computed.
    pub computed: String,
}

/// Compares the scores of `cycle` with what its inputs give now: the current ones, and
/// each earlier revision of the same inputs.
pub async fn recompute(context: &OpContext, cycle: &Cycle) -> Outcome<Recomputation> {
    let computed = compute(context, cycle).await?;
    let stored = store::fingerprints(context.database(), cycle.id).await?;
    let mut found = Recomputation {
        compared: 0,
        of_other_inputs: 0,
        differences: Vec::new(),
    };
    for new in &computed {
        let again = fingerprint(new)?;
        let of_department = |stored: &&StoredScore| stored.department == new.score.department_id;
        let revisions: Vec<&StoredScore> = stored.iter().filter(of_department).collect();
        for stored in &revisions {
            if !stored.current && stored.fingerprint.inputs_sha256 != again.inputs_sha256 {
                found.of_other_inputs += 1;
                continue;
            }
            found.compared += 1;
            if stored.fingerprint != again {
                found.differences.push(Difference {
                    department: new.score.department_id.to_string(),
                    stored: format!(
                        "revision {}, {}",
                        stored.revision,
                        describe(&stored.fingerprint)
                    ),
                    computed: describe(&again),
                });
            }
        }
        if !revisions.iter().any(|stored| stored.current) {
            found.differences.push(Difference {
                department: new.score.department_id.to_string(),
                stored: "nothing".to_owned(),
                computed: describe(&again),
            });
        }
    }
    let current = stored.iter().filter(|stored| stored.current).count();
    if current > computed.len() {
        found.differences.push(Difference {
            department: "-".to_owned(),
            stored: format!("{current} scores"),
            computed: format!("{} scores", computed.len()),
        });
    }
    Ok(found)
}

fn fingerprint(new: &NewScore) -> Outcome<Fingerprint> {
    let index = new.index.as_ref();
    Ok(Fingerprint {
        index: index.map(|index| (index.exact.numerator_text(), index.exact.denominator_text())),
        headline: new.score.headline.clone(),
        target_measure: new.target_measure.to_owned(),
        policy_number: new.score.policy_number,
        inputs_sha256: new.score.inputs_sha256.clone(),
        assessors: new.assessors.clone(),
        dimensions: new.dimensions.clone(),
        details: serde_json::to_string(&new.details).map_err(Failure::internal)?,
    })
}

fn describe(fingerprint: &Fingerprint) -> String {
    let headline = &fingerprint.headline;
    let index = headline.index.as_deref().unwrap_or("none");
    let rate = headline.satisfaction_rate.as_deref().unwrap_or("none");
    let inputs = fingerprint.inputs_sha256.get(..16).unwrap_or_default();
    format!(
        "index {index}, rate {rate}, coverage {}, {} valid sheets, inputs {inputs}",
        headline.coverage,
        headline.valid.unwrap_or_default()
    )
}
