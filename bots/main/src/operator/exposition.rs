//! The text format of Prometheus, written by hand: names, help, samples.
//!
//! Names, help and labels are `'static`: they stand in the source, so nothing a
//! person wrote can become one. <https://prometheus.io/docs/instrumenting/exposition_formats/>

use std::fmt::Write;

/// A label's name and value.
pub(super) type Label = (&'static str, &'static str);

/// Kinds of metrics.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Counts by size.
    Histogram,
}

/// Metrics being written.
#[derive(Debug, Default)]
pub(super) struct Exposition {
    text: String,
}

impl Exposition {
    /// Begins a metric; its samples follow.
    pub(super) fn begin(&mut self, name: &'static str, kind: Kind, help: &'static str) {
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    /// A sample.
    pub(super) fn sample(&mut self, name: &'static str, labels: &[Label], value: f64) {
        self.text.push_str(name);
        for (at, (label, of)) in labels.iter().enumerate() {
            let before = if at == 0 { '{' } else { ',' };
            let _ = write!(self.text, "{before}{label}=\"{of}\"");
        }
        let end = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.text, "{end} {value}");
    }

    /// A gauge of one sample.
    pub(super) fn gauge(&mut self, name: &'static str, help: &'static str, value: f64) {
        self.begin(name, Kind::Gauge, help);
        self.sample(name, &[], value);
    }

    /// All that was written.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A count as a sample; exact up to 2^53.
pub(super) fn number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_written_as_prometheus_reads_them() {
        let mut text = Exposition::default();
        text.begin("a_total", Kind::Counter, "What it is.");
        text.sample("a_total", &[("door", "web"), ("decision", "answer")], 3.0);
        text.gauge("b_seconds", "Another.", 0.25);
        assert_eq!(
            text.finish(),
            "# HELP a_total What it is.\n# TYPE a_total counter\na_total{door=\"web\",decision=\"answer\"} 3\n\
             # HELP b_seconds Another.\n# TYPE b_seconds gauge\nb_seconds 0.25\n"
        );
    }
}
