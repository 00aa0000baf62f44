//! Forced distribution.

use super::*;

fn grades() -> Vec<Grade> {
    [("A", "90"), ("B", "75"), ("C", "60"), ("D", "0")]
        .map(|(code, from)| Grade {
            code: code.to_owned(),
            from: decimal(from),
            coefficient: decimal("1"),
        })
        .into()
}

fn rules() -> Vec<DistributionRule> {
    let rule = |grade: &str, most: Option<&str>, least: Option<&str>| DistributionRule {
        grade: grade.to_owned(),
        at_most: most.map(decimal),
        at_least: least.map(decimal),
    };
    vec![rule("A", Some("20"), None), rule("D", None, Some("5"))]
}

fn distributed(totals: &[&str]) -> String {
    let standings: Vec<Standing> = totals
        .iter()
        .map(|total| Standing {
            total: exact(total),
            weight_present: exact("100"),
            penalties: exact("0"),
        })
        .collect();
    let grades = grades();
    let given = distribute(&grades, &rules(), &standings);
    given.iter().map(|at| grades[*at].code.as_str()).collect()
}

#[test]
fn at_most_a_fifth_is_best_and_at_least_a_twentieth_worst() {
    // Ten people: two A at most, and a twentieth of ten is one person.
    let totals = ["99", "98", "97", "96", "95", "80", "80", "70", "70", "65"];
    assert_eq!(distributed(&totals), "AABBBBBCCD");
}

#[test]
fn bands_that_keep_the_shares_stay() {
    assert_eq!(distributed(&["95", "80", "80", "70", "30"]), "ABBCD");
    assert_eq!(distributed(&[]), "");
}

#[test]
fn equal_people_stand_together() {
    // Two of ten may be A, but three are equal behind the first.
    let totals = ["99", "95", "95", "95", "80", "80", "80", "70", "70", "10"];
    assert_eq!(distributed(&totals), "ABBBBBBCCD");
    // The two who are equal at the end are both worst.
    let totals = ["99", "89", "88", "87", "86", "80", "80", "70", "65", "65"];
    assert_eq!(distributed(&totals), "ABBBBBBCDD");
}

#[test]
fn the_worst_come_from_the_nearest_grade_that_has_somebody() {
    assert_eq!(distributed(&["99", "89", "88", "87", "86"]), "ABBBD");
    assert_eq!(distributed(&["99"]), "D", "a fifth of one person is nobody");
}

#[test]
fn ties_are_broken_by_weight_present_and_then_by_penalties() {
    let standing = |present: &str, penalties: &str| Standing {
        total: exact("95"),
        weight_present: exact(present),
        penalties: exact(penalties),
    };
    let mut standings = vec![
        standing("80", "0"),
        standing("100", "-3"),
        standing("100", "0"),
    ];
    standings.extend((0..7).map(|_| Standing {
        total: exact("1"),
        ..standing("100", "0")
    }));
    let given = distribute(&grades(), &rules(), &standings);
    assert_eq!(&given[..3], [1, 0, 0]);
}
