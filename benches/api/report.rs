//! The figures of one database, and all of them side by side.

/// Figures by name, in the order in which they were measured.
pub(crate) struct Report {
    database: &'static str,
    figures: Vec<(String, String)>,
}

impl Report {
    pub(crate) fn new(database: &'static str) -> Self {
        Self {
            database,
            figures: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, name: &str, figure: String) {
        println!("{name:28} {figure}");
        self.figures.push((name.to_owned(), figure));
    }

    /// All figures as a Markdown table, a column for each database.
    pub(crate) fn table(reports: &[Self]) -> String {
        let mut names: Vec<&str> = Vec::new();
        for report in reports {
            for (name, _) in &report.figures {
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
        }
        let columns: Vec<&str> = reports.iter().map(|report| report.database).collect();
        let mut table = format!("| work | {} |\n|---|", columns.join(" | "));
        table.push_str(&"---|".repeat(reports.len()));
        for name in names {
            table.push_str(&format!("\n| {name} |"));
            for report in reports {
                let found = report.figures.iter().find(|(figure, _)| figure == name);
                let figure = found.map_or("–", |(_, figure)| figure.as_str());
                table.push_str(&format!(" {figure} |"));
            }
        }
        table
    }
}

/// A number with a comma at each thousand.
pub(crate) fn whole(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
