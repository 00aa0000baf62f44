//! Links as pictures that a phone reads from paper or from a screen.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// How many modules stay light around the picture: readers need four (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

/// A QR code of `url` as an SVG of its own, dark on white, as large as what it stands in:
/// its unit is one module. It may stand in a page as it is, and as a file. A seventh of it
/// may be stained (level M). `None` for what no code holds, more than 2,331 bytes.
pub fn svg(url: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(url, EcLevel::M).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (row, modules) in colors.chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|one, next| one == next) {
            if run[0] == Color::Dark {
                let (x, y, length) = (column + QUIET, row + QUIET, run.len());
                // Nothing goes wrong when a text is written to a text.
                let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
            }
            column += run.len();
        }
    }
    let side = width + 2 * QUIET;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"QR\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many dots of the picture one module becomes, for the reader.
    const SCALE: usize = 4;

    /// Draws the dark path of `svg` and reads it as a phone does.
    fn read(svg: &str) -> String {
        let number = |text: &str| text.parse::<usize>().unwrap();
        let (_, rest) = svg.split_once("viewBox=\"0 0 ").unwrap();
        let side = number(rest.split_once(' ').unwrap().0);
        let (_, path) = svg.rsplit_once("d=\"M").unwrap();
        let path = path.strip_suffix("z\"/></svg>").unwrap();
        let mut dark = vec![false; side * side];
        for run in path.split("zM") {
            let (start, run) = run.split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let (length, _) = run.split_once('v').unwrap();
            let from = number(y) * side + number(x);
            dark[from..from + number(length)].fill(true);
        }
        let size = side * SCALE;
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(size, size, |x, y| {
            if dark[y / SCALE * side + x / SCALE] {
                0
            } else {
                255
            }
        });
        let grids = picture.detect_grids();
        assert_eq!(grids.len(), 1, "one code");
        grids[0].decode().unwrap().1
    }

    #[test]
    fn a_reader_finds_the_link() {
        let long = format!("https://survey.example.com/{}", "a".repeat(600));
        for url in [
            "https://survey.example.com/r/5f2mW0aVqJ0c3nX8yB1kTz7LpQe9RdHu4sG6iNoYwEA",
            "http://127.0.0.1:8080/r/a",
            "https://调查.example/r/一",
            &long,
        ] {
            assert_eq!(read(&svg(url).unwrap()), url);
        }
    }

    #[test]
    fn the_picture_holds_nothing_of_the_link_but_the_code() {
        let svg = svg("https://a.example/\"><script>alert(1)</script>").unwrap();
        assert!(
            !svg.contains("script") && !svg.contains("a.example"),
            "{svg}"
        );
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
    }

    #[test]
    fn what_is_too_long_is_no_code() {
        assert!(svg(&"a".repeat(2_331)).is_some());
        assert!(svg(&"a".repeat(2_332)).is_none());
    }
}
