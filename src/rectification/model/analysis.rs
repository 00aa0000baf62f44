//! What is found out about an issue.

use serde::{Deserialize, Serialize};

use crate::closed_set;
use crate::kernel::ids::DepartmentId;
use crate::kernel::text::{LongText, required};
use crate::kernel::{Parse, Problem};

/// The most questions why.
const MOST_WHYS: usize = 10;

closed_set! {
    /// Where a cause lies: the bones of the fishbone diagram (Ishikawa), for services.
    pub enum Cause {
        /// People, their number and what they know (人).
        People = "PEOPLE",
        /// How it is done (法).
        Method = "METHOD",
        /// With which machines and systems (机).
        Machine = "MACHINE",
        /// Out of what (料).
        Material = "MATERIAL",
        /// In which surroundings (环).
        Environment = "ENVIRONMENT",
        /// How it is measured (测).
        Measurement = "MEASUREMENT",
        /// How it is led (管).
        Management = "MANAGEMENT",
    }
}

/// Why something went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Analysis {
    /// What was done at once, so that it gets no worse.
    pub containment: Option<String>,
    /// Where the cause lies.
    pub cause: Cause,
    /// The questions why, each about the answer before.
    pub whys: Vec<String>,
    /// What is at the root of it.
    pub root_cause: String,
}

/// An analysis to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAnalysis {
    /// What was found out.
    pub analysis: Analysis,
    /// Who has to put it right, where that is another department than the one that looked.
    pub responsible: Option<DepartmentId>,
}

/// An analysis as typed.
#[derive(Clone, Debug)]
pub struct TypedAnalysis {
    /// See [`Analysis::containment`].
    pub containment: Option<String>,
    /// See [`Analysis::cause`].
    pub cause: Cause,
    /// See [`Analysis::whys`].
    pub whys: Vec<String>,
    /// See [`Analysis::root_cause`].
    pub root_cause: String,
    /// See [`NewAnalysis::responsible`].
    pub responsible: Option<String>,
}

impl NewAnalysis {
    /// Reads an analysis.
    pub fn read(typed: TypedAnalysis) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::argument("input");
        let containment = typed.containment.filter(|text| !text.trim().is_empty());
        let containment = containment.as_deref().map(LongText::parse);
        let containment = parse.optional("containment", containment);
        if typed.whys.is_empty() {
            parse.push("whys", required());
        }
        let whys = parse.list(
            "whys",
            typed.whys,
            MOST_WHYS,
            |parse, why| match LongText::parse(&why) {
                Ok(why) => Some(why.into_string()),
                Err(problem) => {
                    parse.push_here(problem);
                    None
                }
            },
        );
        let root_cause = parse.field("rootCause", LongText::parse(&typed.root_cause));
        let responsible = typed.responsible.as_deref();
        let responsible =
            parse.optional_id("responsibleDepartmentId", responsible, "department", "部门");
        let read = containment.zip(whys).zip(root_cause).zip(responsible);
        let read = read.map(|(((containment, whys), root_cause), responsible)| Self {
            analysis: Analysis {
                containment: containment.map(LongText::into_string),
                cause: typed.cause,
                whys,
                root_cause: root_cause.into_string(),
            },
            responsible,
        });
        parse.finish(read)
    }
}
