//! Every file of the library is held to what the library promises.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;
use crate::kernel::Decimal;
use crate::questionnaires::{ItemKind, Wording};

/// What must be there.
const PROMISED: [&str; 18] = [
    "internal-assessment",
    "rater",
    "ccsi",
    "airline",
    "tobacco-retail",
    "bank-branch",
    "logistics",
    "hospital-outpatient",
    "hospital-inpatient",
    "hospital-discharged",
    "e-commerce-order",
    "property-owner",
    "hotel-gsts",
    "wedding-studio",
    "security-company",
    "crm-user",
    "pre-sale",
    "after-sale",
];

fn library() -> &'static [Instrument] {
    LIBRARY.as_ref().unwrap()
}

fn find(code: &str) -> &'static QuestionnaireContent {
    let found = library().iter().find(|it| it.code == code);
    &found.unwrap_or_else(|| panic!("{code} is missing")).content
}

/// All texts of a content.
fn wordings(content: &QuestionnaireContent) -> Vec<&Wording> {
    let mut all = vec![&content.name];
    let scales = content.items().filter_map(|item| content.scale_of(item));
    all.extend(scales.flat_map(|scale| scale.levels().iter().map(|level| &level.label)));
    for dimension in &content.dimensions {
        all.push(&dimension.name);
        for item in &dimension.items {
            all.push(&item.text);
            all.extend(item.options().iter().map(|option| &option.text));
        }
    }
    all
}

#[test]
fn every_file_is_in_the_library_under_its_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/instruments");
    let files = fs::read_dir(folder).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<String> = names
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .filter(|name| name != "scales")
        .collect();
    let codes: BTreeSet<String> = library().iter().map(|it| it.code.clone()).collect();
    assert_eq!(files, codes);
    assert_eq!(library().len(), FILES.len() * LANGUAGES.len());
    for code in PROMISED {
        assert!(codes.contains(code), "{code}");
    }
}

#[test]
fn every_instrument_can_be_published_as_it_is() {
    for instrument in library() {
        let published = instrument.content.clone().publish(None);
        assert!(
            published.is_ok(),
            "{}: {:?}",
            instrument.code,
            published.err()
        );
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for instrument in library() {
        let content = &instrument.content;
        let chinese_first = content.language.as_str() == "zh";
        assert_eq!(is_chinese(&instrument.purpose), chinese_first);
        for wording in wordings(content) {
            let [translation] = wording.translations.as_slice() else {
                panic!("{}: {}", instrument.code, wording.text)
            };
            let (chinese, english) = match chinese_first {
                true => (&wording.text, &translation.text),
                false => (&translation.text, &wording.text),
            };
            assert!(!is_chinese(english), "{}: {english}", instrument.code);
            let is_number = chinese.parse::<u32>().is_ok();
            assert!(
                is_chinese(chinese) || is_number,
                "{}: {chinese}",
                instrument.code
            );
        }
    }
}

#[test]
fn both_languages_ask_the_same() {
    for pair in library().chunks(LANGUAGES.len()) {
        let [chinese, english] = pair else {
            panic!("two languages")
        };
        assert_eq!(chinese.code, english.code);
        let shape = |instrument: &Instrument| {
            let dimensions = instrument.content.dimensions.iter();
            dimensions
                .map(|it| {
                    let items = it.items.iter();
                    let items = items.map(|item| (item.code.clone(), item.weight().cloned()));
                    (it.code.clone(), it.weight.clone(), items.collect())
                })
                .collect::<Vec<(_, _, Vec<_>)>>()
        };
        assert_eq!(shape(chinese), shape(english));
    }
}

#[test]
fn codes_are_ascii_and_every_instrument_has_an_open_question() {
    for instrument in library() {
        let content = &instrument.content;
        let dimensions = content.dimensions.iter().map(|it| &it.code);
        let options = content.items().flat_map(|it| it.options());
        let items = content.items().map(|it| &it.code);
        for code in dimensions.chain(items).chain(options.map(|it| &it.code)) {
            let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            assert!(code.as_str().bytes().all(allowed), "{code:?}");
        }
        let open = content.items().any(|item| item.kind() == ItemKind::Text);
        assert!(open, "{}", instrument.code);
    }
}

#[test]
fn the_internal_assessment_is_that_of_the_method() {
    let content = find("internal-assessment");
    let weights = content.dimensions.iter().map(|it| it.weight.to_string());
    assert_eq!(weights.collect::<Vec<_>>(), ["40", "30", "30", "0"]);
    let scale = content.scale.as_ref().unwrap();
    let labels = scale
        .levels()
        .iter()
        .rev()
        .map(|level| level.label.text.as_str());
    assert_eq!(
        labels.collect::<Vec<_>>(),
        ["A 很满意", "B 满意", "C 基本满意", "D 不太满意", "E 不满意"]
    );
}

#[test]
fn the_index_of_ccsi_is_that_of_satisfaction() {
    let content = find("ccsi");
    let weighing = content
        .dimensions
        .iter()
        .filter(|it| it.weight > Decimal::from(0));
    let codes = weighing.map(|it| it.code.as_str()).collect::<Vec<_>>();
    assert_eq!(codes, ["satisfaction"]);
    assert_eq!(content.dimensions.len(), 7);
}

#[test]
fn what_is_perceived_is_asked_on_the_scale_of_what_is_expected() {
    let content = find("rater-ratio");
    let [expected, perceived, _] = content.dimensions.as_slice() else {
        panic!("three dimensions")
    };
    assert_eq!(expected.weight.to_string(), "0");
    assert_eq!(perceived.weight.to_string(), "100");
    assert_eq!(expected.items.len(), perceived.items.len());
    for (expected, perceived) in expected.items.iter().zip(&perceived.items) {
        let stem = expected.code.as_str().strip_suffix("-expected").unwrap();
        assert_eq!(perceived.code.as_str(), format!("{stem}-perceived"));
        assert_eq!(expected.weight(), perceived.weight());
        assert_eq!(content.scale_of(expected), content.scale_of(perceived));
    }
}

#[test]
fn a_broken_file_is_told_and_not_used() {
    let file = |weight: &str, scale: &str| {
        format!(
            "code = \"x\"\nname = {{ zh = \"一\", en = \"a\" }}\npurpose = {{ zh = \"一\", en = \"a\" }}
            scale = \"{scale}\"\n[[dimensions]]\ncode = \"d\"\nzh = \"一\"\nen = \"a\"\nweight = {weight}
            items = [{{ code = \"i\", weight = 100, zh = \"一\", en = \"a\" }}]"
        )
    };
    assert!(file::read(SCALES, &[&file("100", "five-levels")]).is_ok());
    for broken in [
        file("100", "no-such-scale"),
        file("-1", "five-levels"),
        file("100\ncolour = 1", "five-levels"),
        "code = 1".to_owned(),
    ] {
        assert!(file::read(SCALES, &[&broken]).is_err(), "{broken}");
    }
}
