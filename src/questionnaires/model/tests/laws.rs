//! Laws that hold for every questionnaire.

use proptest::prelude::*;

use super::*;

/// A weight with two places, in hundredths.
fn hundredths(value: u32) -> Decimal {
    decimal(&format!("{}.{:02}", value / 100, value % 100))
}

/// A questionnaire with items of every kind, own scales, conditions, translations.
fn any_form() -> impl Strategy<Value = QuestionnaireForm> {
    let item = (
        0..5_usize,
        any::<bool>(),
        any::<bool>(),
        proptest::option::of(0..4_i32),
        "[a-z财 ]{1,20}x",
    );
    let sizes = (0..=1_i32, 2..=9_i32);
    (
        sizes,
        proptest::collection::vec(proptest::collection::vec(item, 1..5), 1..4),
    )
        .prop_map(|((min, length), dimensions)| {
            let mut count = 0;
            let dimensions = dimensions.into_iter().enumerate().map(|(index, items)| {
                let items = items.into_iter().map(|(kind, required, na, shown, text)| {
                    count += 1;
                    let mut item = ItemForm {
                        options: Vec::new(),
                        ..ItemForm::new(format!("i{count}"), text.clone(), ItemKind::ALL[kind])
                    };
                    item.required = required;
                    item.allow_not_applicable = na;
                    item.translations = vec![TranslationForm {
                        language: "en".to_owned(),
                        text,
                    }];
                    if matches!(item.kind, ItemKind::SingleChoice | ItemKind::MultipleChoice) {
                        item.options = choice("c", &["a", "b"]).options;
                    }
                    if let Some(offset) = shown
                        && count > 1
                    {
                        item.show_when = Some(ConditionForm {
                            item: "i0".to_owned(),
                            at_or_above: Some(min + offset % length),
                            ..ConditionForm::default()
                        });
                    }
                    item
                });
                let items: Vec<_> = items.collect();
                dimension(&format!("d{index}"), "0", items)
            });
            let mut dimensions: Vec<_> = dimensions.collect();
            dimensions[0].items.insert(0, rating("i0", "100"));
            let mut form = QuestionnaireForm {
                dimensions,
                ..three_items()
            };
            form.scale = Some(scale(min..min + length));
            let rated =
                |it: &DimensionForm| it.items.iter().any(|item| item.kind == ItemKind::Rating);
            for dimension in &mut form.dimensions {
                if let Some(item) = dimension
                    .items
                    .iter_mut()
                    .find(|it| it.kind == ItemKind::Rating)
                {
                    item.weight = Some(Ok(decimal("100")));
                }
            }
            if let Some(dimension) = form.dimensions.iter_mut().find(|it| rated(it)) {
                dimension.weight = Some(Ok(decimal("100")));
            }
            form
        })
}

proptest! {
    #[test]
    fn what_was_stored_reads_back_the_same(form in any_form()) {
        let content = read(form).unwrap();
        let document = content.document().unwrap();
        let again: QuestionnaireContent = Document::read(&document.json).unwrap();
        prop_assert_eq!(&again, &content);
        let same = again.document().unwrap();
        prop_assert_eq!(&same, &document);
        let published = content.clone().publish(None).unwrap();
        let reread = PublishedContent::read(&document.json).unwrap();
        prop_assert_eq!(reread.content(), published.content());
        prop_assert_eq!(reread.rating_items().count(), published.rating_items().count());
        prop_assert!(content.publish(Some(published.content())).is_ok());
    }

    #[test]
    fn the_order_of_levels_and_translations_does_not_matter(
        levels in Just((0..=10).collect::<Vec<i32>>()).prop_shuffle(),
        languages in Just(vec!["en", "fr", "de", "ja"]).prop_shuffle(),
    ) {
        let mut form = three_items();
        form.scale = Some(scale(0..=10));
        let translations = |languages: &[&str]| languages.iter().map(|language| TranslationForm {
            language: (*language).to_owned(),
            text: format!("in {language}"),
        }).collect();
        form.translations = translations(&["de", "en", "fr", "ja"]);
        let sorted = read(form.clone()).unwrap().document().unwrap();
        form.scale = Some(scale(levels));
        form.translations = translations(&languages);
        prop_assert_eq!(read(form).unwrap().document().unwrap(), sorted);
    }

    #[test]
    fn weights_pass_exactly_when_they_total_100(
        cuts in proptest::collection::vec(0..=10_000_u32, 0..6),
        slip in -1..=1_i32,
    ) {
        let mut cuts = cuts;
        cuts.extend([0, 10_000]);
        cuts.sort_unstable();
        let mut weights: Vec<u32> = cuts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        weights[0] = weights[0].saturating_add_signed(slip);
        let total: u32 = weights.iter().sum();
        let items = weights.iter().enumerate().map(|(index, weight)| ItemForm {
            weight: Some(Ok(hundredths(*weight))),
            ..rating(&format!("i{index}"), "0")
        });
        let mut form = three_items();
        form.dimensions = vec![dimension("all", "100.00", items.collect())];
        prop_assert_eq!(read(form).unwrap().publish(None).is_ok(), total == 10_000);
    }

    #[test]
    fn no_text_and_no_number_makes_reading_panic(
        texts in proptest::collection::vec(any::<String>(), 8),
        numbers in proptest::collection::vec(any::<i32>(), 4),
    ) {
        let mut form = three_items();
        form.name = texts[0].clone();
        form.translations = vec![TranslationForm { language: texts[1].clone(), text: texts[2].clone() }];
        form.scale = Some(scale(numbers.clone()));
        form.dimensions[0].code = texts[3].clone();
        form.dimensions[0].items[1].code = texts[4].clone();
        form.dimensions[0].items[1].comment_required_at_or_below = Some(numbers[0]);
        form.dimensions[0].items[1].show_when = Some(ConditionForm {
            item: texts[5].clone(),
            at_or_below: Some(numbers[1]),
            choice: Some(texts[6].clone()),
            ..ConditionForm::default()
        });
        prop_assert!(!read(form).unwrap_err().is_empty());
    }
}
