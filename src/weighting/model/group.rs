//! What is weighed: groups of siblings whose weights total 100.

use serde::{Deserialize, Serialize};

use crate::kernel::Decimal;
use crate::kernel::text::Code;
use crate::questionnaires::{Dimension, Item, Question, QuestionnaireContent, Wording};

/// Siblings that are weighed against each other: the dimensions of a questionnaire, or
/// the ratings of one dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The dimension whose ratings they are; `None` for the dimensions themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<Code>,
    /// What that dimension, or the questionnaire, is called.
    pub name: Wording,
    /// At least two, in the order of the questionnaire.
    pub members: Vec<Member>,
}

/// One of the siblings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The code of the dimension or of the item.
    pub code: Code,
    /// What people read.
    pub name: Wording,
}

/// The questionnaire has siblings in a group that the study did not weigh, or lacks some
/// that it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoreOrLess;

/// A sibling with the weight that it has now.
struct Sibling<'a> {
    code: &'a Code,
    name: &'a Wording,
    weight: &'a Decimal,
}

impl Group {
    /// Every group of `content` in which there is something to weigh.
    pub fn all_of(content: &QuestionnaireContent) -> Vec<Self> {
        let keys = std::iter::once(None).chain(content.dimensions.iter().map(|it| Some(&it.code)));
        keys.filter_map(|key| Self::of(content, key)).collect()
    }

    /// The group of the ratings of `dimension`, or of the dimensions themselves; `None`
    /// where it has fewer than two members, so that nothing is to be weighed.
    pub fn of(content: &QuestionnaireContent, dimension: Option<&Code>) -> Option<Self> {
        let name = match dimension {
            None => &content.name,
            Some(code) => &find(content, code)?.name,
        };
        let members: Vec<Member> = weighable(siblings(content, dimension))
            .into_iter()
            .map(|sibling| Member {
                code: sibling.code.clone(),
                name: sibling.name.clone(),
            })
            .collect();
        (members.len() > 1).then(|| Self {
            dimension: dimension.cloned(),
            name: name.clone(),
            members,
        })
    }

    /// Puts `weights`, in the order of the members, into `content`, whose siblings must
    /// be the members and such as weigh nothing.
    pub fn put_into(
        &self,
        content: &mut QuestionnaireContent,
        weights: &[Decimal],
    ) -> Result<(), MoreOrLess> {
        let now = weighable(siblings(content, self.dimension.as_ref()));
        let is_member = |code: &Code| self.members.iter().any(|member| &member.code == code);
        let strange = now
            .iter()
            .any(|it| !is_member(it.code) && it.weight > &Decimal::from(0));
        if strange {
            return Err(MoreOrLess);
        }
        for (member, weight) in self.members.iter().zip(weights) {
            let place = match &self.dimension {
                None => dimension_weight(content, &member.code),
                Some(dimension) => item_weight(content, dimension, &member.code),
            };
            *place.ok_or(MoreOrLess)? = weight.clone();
        }
        Ok(())
    }
}

/// The siblings that are weighed. What weighs nothing beside siblings that weigh something
/// was set apart on purpose, and stays so.
fn weighable(siblings: Vec<Sibling<'_>>) -> Vec<Sibling<'_>> {
    let zero = Decimal::from(0);
    if siblings.iter().all(|it| it.weight == &zero) {
        return siblings;
    }
    let weighing = siblings.into_iter().filter(|it| it.weight > &zero);
    weighing.collect()
}

fn siblings<'a>(content: &'a QuestionnaireContent, dimension: Option<&Code>) -> Vec<Sibling<'a>> {
    match dimension {
        None => {
            let rated = content.dimensions.iter().filter(|it| it.is_rated());
            let rated = rated.map(|it| Sibling {
                code: &it.code,
                name: &it.name,
                weight: &it.weight,
            });
            rated.collect()
        }
        Some(code) => {
            let items = find(content, code).into_iter().flat_map(|it| &it.items);
            let rated = items.filter_map(|item| {
                Some(Sibling {
                    code: &item.code,
                    name: &item.text,
                    weight: item.weight()?,
                })
            });
            rated.collect()
        }
    }
}

fn find<'a>(content: &'a QuestionnaireContent, code: &Code) -> Option<&'a Dimension> {
    content.dimensions.iter().find(|it| &it.code == code)
}

fn dimension_weight<'a>(
    content: &'a mut QuestionnaireContent,
    code: &Code,
) -> Option<&'a mut Decimal> {
    let mut dimensions = content.dimensions.iter_mut();
    let found = dimensions.find(|it| &it.code == code && it.is_rated())?;
    Some(&mut found.weight)
}

fn item_weight<'a>(
    content: &'a mut QuestionnaireContent,
    dimension: &Code,
    code: &Code,
) -> Option<&'a mut Decimal> {
    let mut dimensions = content.dimensions.iter_mut();
    let dimension = dimensions.find(|it| &it.code == dimension)?;
    let is_it = |item: &&mut Item| &item.code == code;
    match &mut dimension.items.iter_mut().find(is_it)?.question {
        Question::Rating { weight, .. } => Some(weight),
        _ => None,
    }
}
