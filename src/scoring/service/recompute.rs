//! Computes scores again from their stored inputs and compares: a difference means
//! that somebody changed data behind the server's back, or that the engine did.

use super::compute::compute;
use crate::access::OpContext;
use crate::cycles::Cycle;
use crate::kernel::{Failure, Outcome};
use crate::scoring::model::NewScore;
use crate::scoring::store::{self, Fingerprint};

/// What recomputing a cycle found.
#[derive(Clone, Debug)]
pub struct Recomputation {
    /// How many scores were compared.
    pub compared: usize,
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

/// Compares the current scores of `cycle` with what its inputs give now.
pub async fn recompute(context: &OpContext, cycle: &Cycle) -> Outcome<Recomputation> {
    let computed = compute(context, cycle).await?;
    let stored = store::fingerprints(context.database(), cycle.id).await?;
    let mut differences = Vec::new();
    for new in &computed {
        let again = fingerprint(new)?;
        let stored = stored.get(&new.score.department_id);
        if stored != Some(&again) {
            differences.push(Difference {
                department: new.score.department_id.to_string(),
                stored: stored.map_or_else(|| "nothing".to_owned(), describe),
                computed: describe(&again),
            });
        }
    }
    if stored.len() > computed.len() {
        differences.push(Difference {
            department: "-".to_owned(),
            stored: format!("{} scores", stored.len()),
            computed: format!("{} scores", computed.len()),
        });
    }
    Ok(Recomputation {
        compared: computed.len(),
        differences,
    })
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
