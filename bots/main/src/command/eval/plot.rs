//! The reliability diagram (Niculescu-Mizil and Caruana 2005): of questions
//! that were given a probability, how many came out so.

use std::fmt::Write as _;

/// A probability and what came out.
pub(super) type Told = (f64, bool);

/// Points of a curve; each holds as many questions as the others.
const POINTS: usize = 10;
/// Side of the square that is plotted, and the margin around it, in pixels.
const SIDE: f64 = 400.0;
const MARGIN: f64 = 60.0;
/// A normal deviation that 95 of 100 stay within.
const DEVIATION: f64 = 1.96;

/// Draws curves, each with its name and colour.
pub(super) fn reliability(curves: &[(&str, &str, Vec<Told>)]) -> String {
    let full = SIDE + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {full} {full}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"{full}\" height=\"{full}\" fill=\"white\"/>\n"
    );
    axes(&mut svg);
    for (place, (name, colour, told)) in curves.iter().enumerate() {
        curve(&mut svg, colour, &points(told.clone()));
        let (x, y) = (MARGIN + 14.0, MARGIN + 20.0 + 20.0 * place as f64);
        push(&mut svg, &format!("<circle cx=\"{x}\" cy=\"{}\" r=\"4\" fill=\"{colour}\"/>", y - 4.0));
        push(&mut svg, &format!("<text x=\"{}\" y=\"{y}\">{name} (n = {})</text>", x + 10.0, told.len()));
    }
    svg.push_str("</svg>\n");
    svg
}

/// A point: mean probability, share that came out, and the interval of the
/// share (Wilson 1927).
struct Point {
    told: f64,
    came: f64,
    low: f64,
    high: f64,
}

fn points(mut told: Vec<Told>) -> Vec<Point> {
    told.sort_by(|one, other| one.0.total_cmp(&other.0));
    let size = told.len().div_ceil(POINTS).max(1);
    let point = |part: &[Told]| {
        let n = part.len() as f64;
        let came = part.iter().filter(|(_, came)| *came).count() as f64 / n;
        let square = DEVIATION * DEVIATION;
        let middle = (came + square / (2.0 * n)) / (1.0 + square / n);
        let half = DEVIATION * (came * (1.0 - came) / n + square / (4.0 * n * n)).sqrt() / (1.0 + square / n);
        let told = part.iter().map(|(told, _)| told).sum::<f64>() / n;
        Point { told, came, low: middle - half, high: middle + half }
    };
    told.chunks(size).map(point).collect()
}

fn axes(svg: &mut String) {
    let (low, high) = (MARGIN, MARGIN + SIDE);
    push(svg, &format!("<path d=\"M{low} {low}V{high}H{high}\" fill=\"none\" stroke=\"black\"/>"));
    push(svg, &format!("<path d=\"M{low} {high}L{high} {low}\" stroke=\"#999\" stroke-dasharray=\"4\"/>"));
    for tenths in (0..=10).step_by(2) {
        let share = f64::from(tenths) / 10.0;
        push(svg, &format!("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{share}</text>", x(share), high + 18.0));
        push(svg, &format!("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{share}</text>", low - 8.0, y(share) + 4.0));
    }
    let middle = MARGIN + SIDE / 2.0;
    push(svg, &format!("<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">probability given</text>", high + 40.0));
    push(
        svg,
        &format!(
            "<text transform=\"translate(18 {middle}) rotate(-90)\" text-anchor=\"middle\">share that came out</text>"
        ),
    );
}

fn curve(svg: &mut String, colour: &str, points: &[Point]) {
    let line: Vec<String> = points.iter().map(|point| format!("{:.1},{:.1}", x(point.told), y(point.came))).collect();
    push(svg, &format!("<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\"/>", line.join(" ")));
    for point in points {
        let at = x(point.told);
        push(svg, &format!("<path d=\"M{at:.1} {:.1}V{:.1}\" stroke=\"{colour}\"/>", y(point.low), y(point.high)));
        push(svg, &format!("<circle cx=\"{at:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{colour}\"/>", y(point.came)));
    }
}

fn x(share: f64) -> f64 {
    MARGIN + SIDE * share
}

fn y(share: f64) -> f64 {
    MARGIN + SIDE * (1.0 - share)
}

fn push(svg: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _done = writeln!(svg, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_rightly_lies_on_the_diagonal() {
        let told: Vec<Told> = (0..1000).map(|at| (f64::from(at / 100) / 10.0, at % 10 < at / 100)).collect();
        for point in points(told.clone()) {
            assert!((point.told - point.came).abs() < 1e-9 && point.low <= point.came && point.came <= point.high);
        }
        let svg = reliability(&[("first", "navy", told)]);
        assert!(svg.starts_with("<svg") && svg.matches("<circle").count() == POINTS + 1);
        assert!(reliability(&[("nothing", "navy", Vec::new())]).ends_with("</svg>\n"));
    }
}
