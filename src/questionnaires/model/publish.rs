//! The checks that turn a draft into a version for good.

use bigdecimal::{BigDecimal, Zero as _};

use super::condition::EarlierItem;
use super::{Dimension, Item, ItemKind, PublishedContent, Question, QuestionnaireContent};
use crate::kernel::{Decimal, ErrorCode, Problem};

impl QuestionnaireContent {
    /// The content fit to be asked, or everything that is still missing. An item
    /// that `previous`, the version before, has too must be of the same kind there.
    pub fn publish(self, previous: Option<&Self>) -> Result<PublishedContent, Vec<Problem>> {
        let mut problems = Vec::new();
        self.check_presence(&mut problems);
        self.check_weights(&mut problems);
        self.check_ratings(&mut problems);
        self.check_conditions(&mut problems);
        if let Some(previous) = previous {
            self.check_identity(previous, &mut problems);
        }
        if problems.is_empty() {
            PublishedContent::of(self).ok_or_else(|| vec![incomplete("The content.", "内容。")])
        } else {
            Err(problems)
        }
    }

    fn check_presence(&self, problems: &mut Vec<Problem>) {
        if !self.dimensions.iter().any(Dimension::is_rated) {
            problems.push(incomplete(
                "A questionnaire needs at least one rating item.",
                "问卷至少需要一个评分项。",
            ));
        }
        for dimension in self.dimensions.iter().filter(|it| it.items.is_empty()) {
            let code = dimension.code.as_str();
            problems.push(incomplete(
                format!("The dimension \"{code}\" has no items."),
                format!("维度“{code}”没有测评项。"),
            ));
        }
        for item in self.items() {
            let code = item.code.as_str();
            let chooses = matches!(
                item.kind(),
                ItemKind::SingleChoice | ItemKind::MultipleChoice
            );
            if chooses && item.options().is_empty() {
                problems.push(incomplete(
                    format!("The item \"{code}\" has no options to choose from."),
                    format!("测评项“{code}”没有可选的选项。"),
                ));
            }
        }
    }

    /// Each group of siblings totals exactly 100: the dimensions, and in each
    /// dimension the ratings. What holds no rating has no share.
    fn check_weights(&self, problems: &mut Vec<Problem>) {
        let (rated, unrated): (Vec<_>, Vec<_>) =
            self.dimensions.iter().partition(|it| it.is_rated());
        for dimension in unrated {
            if !dimension.weight.as_big().is_zero() {
                let code = dimension.code.as_str();
                problems.push(Problem::new(
                    ErrorCode::Invalid,
                    format!(
                        "The dimension \"{code}\" has no rating item, so its weight must be 0."
                    ),
                    format!("维度“{code}”没有评分项，权重必须为 0。"),
                ));
            }
        }
        if rated.is_empty() {
            return;
        }
        problems.extend(total_problem(
            rated.iter().map(|it| &it.weight),
            "the dimensions",
            "各维度",
        ));
        for dimension in rated {
            let code = dimension.code.as_str();
            problems.extend(total_problem(
                dimension.items.iter().filter_map(Item::weight),
                &format!("the items of the dimension \"{code}\""),
                &format!("维度“{code}”各测评项"),
            ));
        }
    }

    fn check_ratings(&self, problems: &mut Vec<Problem>) {
        for item in self.items() {
            let Question::Rating {
                comment_required_at_or_below: rule,
                ..
            } = &item.question
            else {
                continue;
            };
            match (self.scale_of(item), rule) {
                (None, _) => {
                    let code = item.code.as_str();
                    problems.push(incomplete(
                        format!("The rating item \"{code}\" has no scale, neither of its own nor the questionnaire's."),
                        format!("评分项“{code}”没有标度：自身和问卷都未设置。"),
                    ));
                }
                (Some(scale), Some(level)) => {
                    let problem = scale.comment_rule_problem(*level);
                    problems.extend(problem.map(|it| about(item, it)));
                }
                (Some(_), None) => {}
            }
        }
    }

    fn check_conditions(&self, problems: &mut Vec<Problem>) {
        let mut earlier: Vec<EarlierItem> = Vec::new();
        for item in self.items() {
            if let Some(condition) = &item.show_when {
                let problem = match earlier.iter().find(|it| it.code == condition.item) {
                    Some(found) => condition.test.problem(found),
                    None => Some(super::condition::not_earlier()),
                };
                problems.extend(problem.map(|it| about(item, it)));
            }
            let question = Some(&item.question);
            let scale = self.scale.as_ref();
            earlier.push(EarlierItem::of(
                item.code.clone(),
                item.kind(),
                question,
                scale,
            ));
        }
    }

    /// A code stands for one question over all versions; another kind of answer is
    /// another question, and a trend over both would compare nothing.
    fn check_identity(&self, previous: &Self, problems: &mut Vec<Problem>) {
        for item in self.items() {
            let Some(before) = previous.item(&item.code) else {
                continue;
            };
            if before.kind() != item.kind() {
                let (code, kind) = (item.code.as_str(), before.kind());
                problems.push(Problem::new(
                    ErrorCode::Invalid,
                    format!("The item \"{code}\" is {kind} in the version before; a question of another kind needs a new code."),
                    format!("测评项“{code}”在上一版本中为 {kind}；改变类型的问题须使用新编码。"),
                ));
            }
        }
    }
}

impl Item {
    /// The share in the dimension, percent; `None` where the item is no rating.
    pub fn weight(&self) -> Option<&Decimal> {
        match &self.question {
            Question::Rating { weight, .. } => Some(weight),
            _ => None,
        }
    }
}

fn total_problem<'a>(
    weights: impl Iterator<Item = &'a Decimal>,
    english: &str,
    chinese: &str,
) -> Option<Problem> {
    let total: BigDecimal = weights.map(Decimal::as_big).sum();
    (total != 100).then(|| {
        let total = total.normalized().to_plain_string();
        Problem::new(
            ErrorCode::WeightsDoNotTotal100,
            format!("The weights of {english} total {total}, not 100."),
            format!("{chinese}的权重合计为 {total}，应为 100。"),
        )
    })
}

fn incomplete(english: impl Into<String>, chinese: impl Into<String>) -> Problem {
    Problem::new(ErrorCode::Incomplete, english, chinese)
}

/// The same problem, told of the item that has it.
fn about(item: &Item, mut problem: Problem) -> Problem {
    let code = item.code.as_str();
    problem.message.english = format!("The item \"{code}\": {}", problem.message.english);
    problem.message.chinese = format!("测评项“{code}”：{}", problem.message.chinese);
    problem
}
