//! Reads a form into a content and tells everything that is wrong with it.
//!
//! Wrong is what no further work on the draft could make right: a code twice, a
//! gap in a scale, a weight on a text. What is merely unfinished, such as weights
//! that do not total 100 yet, is asked at the publication.

use super::condition::EarlierItem;
use super::wording::{NAME, TEXT};
use super::{
    Choice, ChoiceForm, Condition, Dimension, DimensionForm, Item, ItemForm, ItemKind, LanguageTag,
    MAX_CHOICES, MAX_DIMENSIONS, MAX_ITEMS, Question, QuestionnaireContent, QuestionnaireForm,
    Scale, ScaleForm, TypedDecimal,
};
use crate::kernel::text::Code;
use crate::kernel::{Decimal, ErrorCode, Parse, Problem};

impl QuestionnaireContent {
    /// Reads the form in the object that `parse` stands at; its texts are in the
    /// language `first`.
    pub fn read(parse: &mut Parse, first: LanguageTag, form: QuestionnaireForm) -> Option<Self> {
        let name = NAME.read(parse, &first, &form.name, form.translations);
        let scale = read_scale(parse, &first, form.scale);
        let items: usize = form.dimensions.iter().map(|it| it.items.len()).sum();
        if items > MAX_ITEMS {
            parse.push("dimensions", too_many_items());
            return None;
        }
        let mut reader = Reader {
            first: &first,
            scale: scale.as_ref().and_then(Option::as_ref),
            dimensions: Vec::new(),
            items: Vec::new(),
        };
        let dimensions = parse.list(
            "dimensions",
            form.dimensions,
            MAX_DIMENSIONS,
            |parse, it| reader.dimension(parse, it),
        );
        Some(Self {
            name: name?,
            scale: scale?,
            dimensions: dimensions?,
            language: first,
        })
    }
}

/// What has been read so far and is needed to judge what follows.
struct Reader<'a> {
    first: &'a LanguageTag,
    scale: Option<&'a Scale>,
    dimensions: Vec<Code>,
    items: Vec<EarlierItem>,
}

impl Reader<'_> {
    fn dimension(&mut self, parse: &mut Parse, form: DimensionForm) -> Option<Dimension> {
        let code = parse.field("code", Code::parse(&form.code));
        if let Some(code) = &code {
            if self.dimensions.contains(code) {
                parse.push("code", code_twice());
            }
            self.dimensions.push(code.clone());
        }
        let name = NAME.read(parse, self.first, &form.name, form.translations);
        let weight = read_weight(parse, form.weight);
        let items = parse.list("items", form.items, MAX_ITEMS, |parse, it| {
            self.item(parse, it)
        });
        Some(Dimension {
            code: code?,
            name: name?,
            weight: weight?,
            items: items?,
        })
    }

    fn item(&mut self, parse: &mut Parse, form: ItemForm) -> Option<Item> {
        let code = parse.field("code", Code::parse(&form.code));
        if let Some(code) = &code
            && self.items.iter().any(|earlier| &earlier.code == code)
        {
            parse.push("code", code_twice());
        }
        let text = TEXT.read(parse, self.first, &form.text, form.translations.clone());
        let show_when = match &form.show_when {
            None => Some(None),
            Some(condition) => parse
                .object("showWhen", |parse| {
                    Condition::read(parse, condition, &self.items)
                })
                .map(Some),
        };
        let (kind, required) = (form.kind, form.required);
        let allow_not_applicable = form.allow_not_applicable;
        let question = self.question(parse, form);
        if let Some(code) = &code {
            let earlier = EarlierItem::of(code.clone(), kind, question.as_ref(), self.scale);
            self.items.push(earlier);
        }
        Some(Item {
            code: code?,
            text: text?,
            question: question?,
            required,
            allow_not_applicable,
            show_when: show_when?,
        })
    }

    fn question(&self, parse: &mut Parse, form: ItemForm) -> Option<Question> {
        let weight = read_weight(parse, form.weight);
        let scale = read_scale(parse, self.first, form.scale);
        let rule = form.comment_required_at_or_below;
        if form.kind != ItemKind::Rating {
            let weighs = weight
                .as_ref()
                .is_some_and(|it| *it > Decimal::from(0))
                .then_some("weight");
            let has_scale = matches!(&scale, Some(Some(_))).then_some("scale");
            let has_rule = rule.map(|_| "commentRequiredAtOrBelow");
            for field in [weighs, has_scale, has_rule].into_iter().flatten() {
                parse.push(field, not_of_this_kind("ratings", "评分项"));
            }
        }
        let chooses = matches!(form.kind, ItemKind::SingleChoice | ItemKind::MultipleChoice);
        if !chooses && !form.options.is_empty() {
            parse.push("options", not_of_this_kind("choices", "选择项"));
        }
        let options = chooses.then(|| self.options(parse, form.options));
        match form.kind {
            ItemKind::Rating => {
                let (weight, scale) = (weight?, scale?);
                if let (Some(scale), Some(level)) = (scale.as_ref().or(self.scale), rule)
                    && let Some(problem) = scale.comment_rule_problem(level)
                {
                    parse.push("commentRequiredAtOrBelow", problem);
                }
                Some(Question::Rating {
                    weight,
                    scale,
                    comment_required_at_or_below: rule,
                })
            }
            ItemKind::SingleChoice => options?.map(|options| Question::SingleChoice { options }),
            ItemKind::MultipleChoice => {
                options?.map(|options| Question::MultipleChoice { options })
            }
            ItemKind::Number => Some(Question::Number),
            ItemKind::Text => Some(Question::Text),
        }
    }

    fn options(&self, parse: &mut Parse, forms: Vec<ChoiceForm>) -> Option<Vec<Choice>> {
        let mut seen: Vec<Code> = Vec::new();
        parse.list("options", forms, MAX_CHOICES, |parse, form| {
            let code = parse.field("code", Code::parse(&form.code));
            if let Some(code) = &code {
                if seen.contains(code) {
                    parse.push("code", code_twice());
                }
                seen.push(code.clone());
            }
            let text = TEXT.read(parse, self.first, &form.text, form.translations);
            Some(Choice {
                code: code?,
                text: text?,
            })
        })
    }
}

impl EarlierItem {
    /// What a condition may ask of an item whose question reads `question`.
    pub(super) fn of(
        code: Code,
        kind: ItemKind,
        question: Option<&Question>,
        scale: Option<&Scale>,
    ) -> Self {
        let (levels, options) = match question {
            Some(Question::Rating { scale: own, .. }) => {
                (own.as_ref().or(scale).map(Scale::range), None)
            }
            Some(Question::SingleChoice { options } | Question::MultipleChoice { options }) => {
                let codes = options.iter().map(|it| it.code.clone());
                (None, Some(codes.collect()))
            }
            _ => (None, None),
        };
        Self {
            code,
            kind,
            levels,
            options,
        }
    }
}

fn read_scale(
    parse: &mut Parse,
    first: &LanguageTag,
    form: Option<ScaleForm>,
) -> Option<Option<Scale>> {
    match form {
        None => Some(None),
        Some(form) => parse
            .object("scale", |parse| Scale::read(parse, first, form))
            .map(Some),
    }
}

fn read_weight(parse: &mut Parse, weight: Option<TypedDecimal>) -> Option<Decimal> {
    let weight = weight.map(|weight| {
        weight.and_then(|weight| match weight >= Decimal::from(0) {
            true => Ok(weight),
            false => Err(negative()),
        })
    });
    let weight = parse.optional("weight", weight)?;
    Some(weight.unwrap_or_else(|| Decimal::from(0)))
}

fn negative() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "A weight is 0 or more.",
        "权重不能为负数。",
    )
}

fn code_twice() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This code is used before in the same questionnaire or list.",
        "该编码在同一问卷或列表中已使用。",
    )
}

fn not_of_this_kind(english: &str, chinese: &str) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("Only {english} have this."),
        format!("只有{chinese}才有此项。"),
    )
}

fn too_many_items() -> Problem {
    Problem::new(
        ErrorCode::TooMany,
        format!("A questionnaire has at most {MAX_ITEMS} items."),
        format!("一份问卷最多 {MAX_ITEMS} 个测评项。"),
    )
}
