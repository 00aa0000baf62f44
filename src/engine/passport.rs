//! The score passport: what a score rests on, and a hash that proves it.
//!
//! Invariants: the hash covers codes, weights, rules and sorted sheet contents, no ids and
//! no times, so every database and every order of arrival gives the same bytes; it needs 32
//! bytes of memory per sheet and never the sheets themselves.

use sha2::{Digest, Sha256};

use super::canonical::{ContentDigest, line};
use super::composite::SideWeights;
use super::instrument::{Questionnaire, QuestionnaireReference};
use crate::kernel::exact::Exact;

/// First line of the hashed text; a change of its form changes the number.
const FORM: &str = "plumbline score inputs 1";

/// What a score rests on. Assessors with weights and means, invalid and excluded responses
/// by reason and what was imputed stand in the score itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passport {
    /// The canonical text of the policy.
    pub policy: String,
    /// The questionnaire versions that were asked, with their content hashes.
    pub questionnaires: Vec<(QuestionnaireReference, String)>,
    /// SHA-256 in hexadecimal over all rows of the cycle's matrix.
    pub matrix_digest: String,
    /// Sheets that went into the hash, invalid and excluded ones too.
    pub sheets: u64,
    /// SHA-256 in hexadecimal over the canonical inputs of this score.
    pub inputs_digest: String,
}

/// Hashes the canonical inputs of one score, line by line.
pub(super) struct InputsHash(Sha256);

impl InputsHash {
    pub(super) fn new(policy: &str, department: &str, weights: Option<&SideWeights>) -> Self {
        let mut hash = Self(Sha256::new());
        hash.line(&[FORM]);
        hash.line(&["policy", policy]);
        hash.line(&["department", department]);
        if let Some(weights) = weights {
            let (internal, external) = (weights.internal.to_string(), weights.external.to_string());
            hash.line(&["side_weights", &internal, &external]);
        }
        hash
    }

    /// One survey plan with its strata and its sheets, which are sorted here.
    pub(super) fn plan(&mut self, plan: &PlanInputs<'_>) {
        self.line(&[
            "plan",
            plan.code,
            &plan.questionnaire.code,
            &plan.questionnaire.version.to_string(),
            &plan.invited.to_string(),
            &plan.least.to_string(),
        ]);
        for (name, population) in &plan.strata {
            self.line(&["stratum", name, &population.to_string()]);
        }
        let mut sheets: Vec<&(String, ContentDigest)> = plan.sheets.iter().collect();
        sheets.sort_unstable();
        for (stratum, sheet) in sheets {
            self.line(&["customer_sheet", stratum, &hex::encode(sheet)]);
        }
    }

    pub(super) fn questionnaire(&mut self, questionnaire: &Questionnaire) {
        let Questionnaire {
            reference,
            content_hash,
            instrument,
        } = questionnaire;
        self.line(&[
            "questionnaire",
            &reference.code,
            &reference.version.to_string(),
            content_hash,
        ]);
        self.0.update(instrument.canonical_text());
    }

    /// One matrix row with its sheets, which are sorted here: the order in which they
    /// arrived is nobody's business.
    pub(super) fn row(&mut self, row: &RowInputs<'_>, mut sheets: Vec<ContentDigest>) {
        self.line(&[
            "assessor",
            row.assessor,
            &row.weight.to_string(),
            &row.assigned.to_string(),
            &row.questionnaire.code,
            &row.questionnaire.version.to_string(),
        ]);
        sheets.sort_unstable();
        for sheet in sheets {
            self.line(&["sheet", &hex::encode(sheet)]);
        }
    }

    pub(super) fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }

    fn line(&mut self, fields: &[&str]) {
        self.0.update(line(fields));
    }
}

/// A survey plan as it is hashed.
pub(super) struct PlanInputs<'a> {
    pub(super) code: &'a str,
    pub(super) questionnaire: &'a QuestionnaireReference,
    pub(super) invited: u64,
    pub(super) least: u64,
    pub(super) strata: Vec<(&'a str, u64)>,
    pub(super) sheets: &'a [(String, ContentDigest)],
}

/// A matrix row as it is hashed.
pub(super) struct RowInputs<'a> {
    pub(super) assessor: &'a str,
    pub(super) weight: &'a Exact,
    pub(super) assigned: u64,
    pub(super) questionnaire: &'a QuestionnaireReference,
}
