//! What the people of the demo company answer: plausible, and the same each time.

use sha2::{Digest, Sha256};

use crate::responses::AnswerForm;

/// The rated items of the demo questionnaire.
pub(super) const ITEMS: [&str; 3] = ["timeliness", "attitude", "resolution"];

/// How good each department's service is, in tenths of a level, quarter by quarter:
/// marketing's complaints made engineering better, IT got worse.
const QUALITY: &[(&str, [u32; 3])] = &[
    ("HRC", [41, 42, 42]),
    ("FIN", [43, 41, 42]),
    ("CSD", [45, 46, 46]),
    ("ITD", [38, 34, 33]),
    ("PLD", [38, 39, 40]),
    ("END", [31, 35, 38]),
    ("PUR", [36, 36, 37]),
];

/// What a bad mark's comment says.
const COMPLAINTS: [&str; 4] = [
    "等了两周才有答复。",
    "问题反复出现，没有彻底解决。",
    "沟通时态度不耐烦。",
    "多次催促才处理。",
];

/// Whether the evaluator has answered at all by the end; a few never do.
pub(super) fn takes_part(quarter: usize, evaluator: &str, assessed: &str) -> bool {
    let most = if quarter == 2 { 45 } else { 92 };
    dice(&["part", &quarter.to_string(), evaluator, assessed], 100) < most
}

/// The sheet of one evaluator about one department. One in fifteen leaves an item
/// out, one in thirty leaves two out and so is invalid.
pub(super) fn sheet(quarter: usize, evaluator: &str, assessed: &str) -> Vec<AnswerForm> {
    let number = quarter.to_string();
    let left_out = match dice(&["missing", &number, evaluator, assessed], 30) {
        0 => 2,
        1 | 2 => 1,
        _ => 0,
    };
    let first = dice(&["which", &number, evaluator, assessed], 3) as usize;
    let kept = (0..ITEMS.len()).filter(|position| (position + 3 - first) % 3 >= left_out);
    kept.map(|position| answer(quarter, evaluator, assessed, ITEMS[position]))
        .collect()
}

fn answer(quarter: usize, evaluator: &str, assessed: &str, item: &str) -> AnswerForm {
    let seed = [&quarter.to_string(), evaluator, assessed, item];
    let quality = QUALITY
        .iter()
        .find(|(code, _)| *code == assessed)
        .map_or(38, |(_, quality)| quality[quarter.min(2)]);
    // The quality in tenths, moved by up to a level either way, then rounded.
    let tenths = quality + dice(&seed, 21) - 10;
    let level = ((tenths + 5) / 10).clamp(1, 5);
    let complaint = COMPLAINTS[dice(&["complaint", evaluator, assessed, item], 4) as usize];
    AnswerForm {
        item: item.to_owned(),
        level: i32::try_from(level).ok(),
        comment: (level <= 2).then(|| complaint.to_owned()),
        ..AnswerForm::default()
    }
}

/// A number below `sides`, always the same for the same words.
fn dice(words: &[&str], sides: u32) -> u32 {
    let hash = Sha256::digest(words.join("/").as_bytes());
    let number = hash
        .iter()
        .take(4)
        .fold(0, |number: u32, byte| number << 8 | u32::from(*byte));
    number % sides
}
