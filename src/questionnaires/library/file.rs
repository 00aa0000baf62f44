//! The files of the library: read once, into the forms that people fill in, and through
//! the same rules.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Instrument, LANGUAGES};
use crate::kernel::{Decimal, Parse};
use crate::questionnaires::{
    ChoiceForm, ConditionForm, DimensionForm, ItemForm, ItemKind, LanguageTag, LevelForm,
    QuestionnaireContent, QuestionnaireForm, ScaleForm, TranslationForm,
};

/// One text in the languages of the library.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct InstrumentFile {
    code: String,
    name: Texts,
    purpose: Texts,
    scale: String,
    comment_at_or_below: Option<i32>,
    dimensions: Vec<DimensionPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DimensionPart {
    code: String,
    zh: String,
    en: String,
    weight: i64,
    items: Vec<ItemPart>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ItemPart {
    code: String,
    zh: String,
    en: String,
    kind: Option<ItemKind>,
    weight: Option<i64>,
    scale: Option<String>,
    comment_at_or_below: Option<i32>,
    #[serde(default)]
    not_applicable: bool,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    options: Vec<ChoicePart>,
    when: Option<ConditionPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChoicePart {
    code: String,
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ConditionPart {
    item: String,
    at_or_below: Option<i32>,
    at_or_above: Option<i32>,
    choice: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScalePart {
    levels: Vec<LevelPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelPart {
    level: i32,
    zh: String,
    en: String,
}

type Scales = BTreeMap<String, ScalePart>;

/// What the parts of one file are read with.
struct Reader<'a> {
    scales: &'a Scales,
    /// The language of the texts that are no translations.
    first: &'static str,
    comment_at_or_below: Option<i32>,
}

/// The instruments of `files` in each language, or what is wrong with a file.
pub(super) fn read(scales: &str, files: &[&str]) -> Result<Vec<Instrument>, String> {
    let scales: Scales = parsed("the scales", scales)?;
    let mut instruments = Vec::new();
    for text in files {
        let file: InstrumentFile = parsed("an instrument", text)?;
        for first in LANGUAGES {
            instruments.push(instrument(&scales, first, &file)?);
        }
    }
    Ok(instruments)
}

fn parsed<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|cause| format!("{what}: {cause}"))
}

fn instrument(
    scales: &Scales,
    first: &'static str,
    file: &InstrumentFile,
) -> Result<Instrument, String> {
    let reader = Reader {
        scales,
        first,
        comment_at_or_below: file.comment_at_or_below,
    };
    let form = reader.form(file)?;
    let language = LanguageTag::parse(first).map_err(|problem| format!("{problem:?}"))?;
    let mut parse = Parse::argument("instrument");
    let content = QuestionnaireContent::read(&mut parse, language, form);
    let content = parse
        .finish(content)
        .map_err(|problems| format!("{}: {problems:?}", file.code))?;
    let (purpose, _) = reader.worded(&file.purpose.zh, &file.purpose.en);
    Ok(Instrument {
        code: file.code.clone(),
        purpose,
        content,
    })
}

impl Reader<'_> {
    fn form(&self, file: &InstrumentFile) -> Result<QuestionnaireForm, String> {
        let (name, translations) = self.worded(&file.name.zh, &file.name.en);
        let dimensions = file.dimensions.iter().map(|part| self.dimension(part));
        Ok(QuestionnaireForm {
            name,
            translations,
            scale: Some(self.scale(&file.scale)?),
            dimensions: dimensions.collect::<Result<_, _>>()?,
        })
    }

    fn dimension(&self, part: &DimensionPart) -> Result<DimensionForm, String> {
        let (name, translations) = self.worded(&part.zh, &part.en);
        let items = part.items.iter().map(|part| self.item(part));
        Ok(DimensionForm {
            code: part.code.clone(),
            name,
            translations,
            weight: Some(Ok(Decimal::from(part.weight))),
            items: items.collect::<Result<_, _>>()?,
        })
    }

    fn item(&self, part: &ItemPart) -> Result<ItemForm, String> {
        let kind = part.kind.unwrap_or(ItemKind::Rating);
        let (text, translations) = self.worded(&part.zh, &part.en);
        let scale = part.scale.as_ref().map(|name| self.scale(name));
        // The rule of the instrument speaks of the instrument's scale.
        let usual = kind == ItemKind::Rating && part.scale.is_none();
        let comment = self.comment_at_or_below.filter(|_| usual);
        Ok(ItemForm {
            translations,
            weight: part.weight.map(|weight| Ok(Decimal::from(weight))),
            required: part.required,
            allow_not_applicable: part.not_applicable,
            comment_required_at_or_below: part.comment_at_or_below.or(comment),
            options: part.options.iter().map(|part| self.choice(part)).collect(),
            scale: scale.transpose()?,
            show_when: part.when.as_ref().map(ConditionPart::form),
            ..ItemForm::new(part.code.clone(), text, kind)
        })
    }

    fn choice(&self, part: &ChoicePart) -> ChoiceForm {
        let (text, translations) = self.worded(&part.zh, &part.en);
        ChoiceForm {
            code: part.code.clone(),
            text,
            translations,
        }
    }

    fn scale(&self, name: &str) -> Result<ScaleForm, String> {
        let Some(scale) = self.scales.get(name) else {
            return Err(format!("there is no scale \"{name}\""));
        };
        let levels = scale.levels.iter().map(|part| {
            let (label, translations) = self.worded(&part.zh, &part.en);
            LevelForm {
                level: part.level,
                label,
                translations,
            }
        });
        Ok(ScaleForm {
            levels: levels.collect(),
            neutral_point: None,
        })
    }

    /// The text in the first language, and the other beside it.
    fn worded(&self, zh: &str, en: &str) -> (String, Vec<TranslationForm>) {
        let (text, language, other) = match self.first {
            "en" => (en, "zh", zh),
            _ => (zh, "en", en),
        };
        let translation = TranslationForm {
            language: language.to_owned(),
            text: other.to_owned(),
        };
        (text.to_owned(), vec![translation])
    }
}

impl ConditionPart {
    fn form(&self) -> ConditionForm {
        ConditionForm {
            item: self.item.clone(),
            at_or_below: self.at_or_below,
            at_or_above: self.at_or_above,
            choice: self.choice.clone(),
        }
    }
}
