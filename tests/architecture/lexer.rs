//! Cuts Rust source into words and signs, so that rules see code and nothing else.
//!
//! Comments vanish and every literal becomes one `"` token: a rule can neither be
//! tripped by prose nor be fooled by layout. It knows just enough of the language
//! for that; whether the source is correct is the compiler's business.

/// A word, `::`, a single sign, or `"` in the place of a text literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// The token as written.
    pub(super) text: &'a str,
    /// The line on which it begins, counted from 1.
    pub(super) line: usize,
}

/// What stands in the place of a text or character literal.
pub(super) const LITERAL: &str = "\"";

/// All tokens of `source`, in order.
pub(super) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (length, text) = if let Some(length) = comment(rest) {
            (length, None)
        } else if let Some(length) = literal(rest) {
            (length, Some(LITERAL))
        } else if first.is_whitespace() {
            (first.len_utf8(), None)
        } else {
            let length = word_or_sign(rest, first);
            (length, Some(&rest[..length]))
        };
        tokens.extend(text.map(|text| Token { text, line }));
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

/// The length of the comment that `rest` begins with.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += next_width(&rest[at..]);
        }
    }
    Some(rest.len())
}

/// The length of the text or character literal that `rest` begins with.
fn literal(rest: &str) -> Option<usize> {
    let body = rest.trim_start_matches(['b', 'c', 'r']);
    let prefix = &rest[..rest.len() - body.len()];
    let length = match prefix {
        "" | "b" | "c" if body.starts_with('"') => quoted(body, '"'),
        "" | "b" if is_character(body) => quoted(body, '\''),
        "r" | "br" | "cr" => raw(body)?,
        _ => return None,
    };
    Some(prefix.len() + length)
}

/// Whether the `'` that `body` begins with opens a character and not a lifetime.
fn is_character(body: &str) -> bool {
    let mut characters = body.chars();
    let [first, second, third] = [(); 3].map(|()| characters.next());
    first == Some('\'') && (second == Some('\\') || third == Some('\''))
}

/// The length up to and with the closing quote, stepping over escapes.
fn quoted(body: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in body.char_indices().skip(1) {
        if !escaped && character == quote {
            return at + character.len_utf8();
        }
        escaped = !escaped && character == '\\';
    }
    body.len()
}

/// The length of a raw text after its prefix; none for a raw name such as `r#type`.
fn raw(body: &str) -> Option<usize> {
    let text = body.trim_start_matches('#');
    let hashes = &body[..body.len() - text.len()];
    let inside = text.strip_prefix('"')?;
    let close = format!("\"{hashes}");
    let length = inside
        .find(&close)
        .map_or(inside.len(), |at| at + close.len());
    Some(hashes.len() + 1 + length)
}

/// The length of the word, `::` or single sign that `rest` begins with.
fn word_or_sign(rest: &str, first: char) -> usize {
    let is_word = |character: char| character == '_' || character.is_alphanumeric();
    if is_word(first) {
        rest.find(|character| !is_word(character))
            .unwrap_or(rest.len())
    } else if rest.starts_with("::") {
        2
    } else {
        first.len_utf8()
    }
}

/// The width in bytes of the first character of `rest`.
fn next_width(rest: &str) -> usize {
    rest.chars().next().map_or(1, char::len_utf8)
}

#[test]
fn prose_and_literals_are_no_code() {
    let source = r####"
        // unwrap in a comment
        /* todo /* nested */ unwrap */
        let quote = '"'; let escape = '\''; fn held<'a>() {}
        let text = "unwrap \" sea_orm"; let raw = r#"todo " unwrap"#; let bytes = b"unwrap";
        let r#type = 数::ok;
    "####;
    let words: Vec<&str> = tokens(source).iter().map(|token| token.text).collect();
    assert_eq!(
        words.join(" "),
        "let quote = \" ; let escape = \" ; fn held < ' a > ( ) { } \
         let text = \" ; let raw = \" ; let bytes = \" ; \
         let r # type = 数 :: ok ;"
    );
}

#[test]
fn a_token_knows_its_line_also_after_a_literal_of_many_lines() {
    let lines: Vec<usize> = tokens("a /* \n */ \"x\ny\" b")
        .iter()
        .map(|token| token.line)
        .collect();
    assert_eq!(lines, [1, 2, 3]);
}
