//! The instrument library: looking through it and taking a questionnaire out of it.

use super::editing::{Origin, begin};
use crate::access::{Action, OpContext};
use crate::kernel::text::Code;
use crate::kernel::{Outcome, Parse};
use crate::questionnaires::error;
use crate::questionnaires::library::{Instrument, instruments};
use crate::questionnaires::model::{LanguageTag, Questionnaire};

/// The instruments in `language`, or in every language of the library.
pub async fn instrument_library(
    context: &OpContext,
    language: Option<&str>,
) -> Outcome<Vec<&'static Instrument>> {
    context.authorize(Action::QuestionnaireRead).await?;
    let wanted = language.map(LanguageTag::parse);
    let speaks = |instrument: &&Instrument| match &wanted {
        None => true,
        Some(Ok(language)) => instrument.speaks(language),
        // What is no language is not spoken here.
        Some(Err(_)) => false,
    };
    Ok(instruments()?.iter().filter(speaks).collect())
}

/// Makes a questionnaire that is a copy of an instrument, to be changed at will. Its
/// texts are in `language`, with those of the other languages as translations.
pub async fn questionnaire_install(
    context: &OpContext,
    instrument: &str,
    code: &str,
    language: &str,
) -> Outcome<Questionnaire> {
    context
        .authorize_company(Action::QuestionnaireWrite)
        .await?;
    let named = |it: &&Instrument| it.code == instrument;
    let entries: Vec<_> = instruments()?.iter().filter(named).collect();
    let mut parse = Parse::arguments();
    if entries.is_empty() {
        parse.push("instrument", error::instrument_not_found());
    }
    let code = parse.field("code", Code::parse(code));
    let language = parse.field("language", LanguageTag::parse(language));
    let spoken = language.and_then(|language| {
        let spoken = instruments().ok()?.iter().any(|it| it.speaks(&language));
        if !spoken {
            parse.push("language", error::language_not_spoken());
        }
        entries.into_iter().find(|it| it.speaks(&language))
    });
    let (code, found) = parse.finish(code.zip(spoken))?;
    let origin = Origin {
        path: &["code"],
        instrument: Some(&found.code),
    };
    begin(context, code, &found.content, origin).await
}
