//! `utveier ask`: one question, or a stream of them.

use serde::{Deserialize, Serialize};
use utveier::dialogue::{Door, Incoming, Judgement, Kind, Outcome, Outside, Scope, State, What};
use utveier::engine::Engine;
use utveier::safety;
use utveier::search::decision::FEATURE_NAMES;
use utveier::search::{Decision, Evidence};

use super::json_lines;
use crate::cli::AskArgs;
use crate::output;

/// How many parts of the danger's sum are shown, the weightiest first.
const PARTS_SHOWN: usize = 15;

/// A line of `ask --jsonl`'s input.
#[derive(Debug, Deserialize)]
struct Question {
    id: String,
    text: String,
}

/// A line of its output.
#[derive(Debug, Serialize)]
struct Line<'a> {
    id: &'a str,
    kind: Kind,
    hits: Vec<HitLine<'a>>,
    acute: Option<&'static str>,
    personal_data: Vec<Span>,
    language: &'static str,
}

#[derive(Debug, Serialize)]
struct HitLine<'a> {
    id: &'a str,
    score: f64,
}

/// Unicode scalar values, half-open.
#[derive(Debug, Serialize)]
struct Span {
    start: usize,
    end: usize,
    kind: &'static str,
}

/// Runs the command.
pub(crate) fn run(engine: &Engine, args: &AskArgs) -> anyhow::Result<()> {
    if args.jsonl {
        return json_lines::each(std::io::stdin().lock(), "standard input", |question: Question| {
            output::line(&serde_json::to_string(&line(engine, &question))?)?;
            Ok(())
        });
    }
    let text = args.question.clone().unwrap_or_default();
    if args.explain {
        explain(engine, &text)?;
    }
    let incoming = Incoming::new(Door::Terminal, Scope::Private, None, What::Text(text)).own();
    let step = engine.advance(Outside::nothing(), State::default(), &incoming);
    if args.json {
        output::line(&serde_json::to_string_pretty(&step.outgoing)?)?;
    } else {
        output::line(&utveier_terminal::render(&step.outgoing, utveier_terminal::width(), false).text)?;
    }
    Ok(())
}

fn line<'a>(engine: &'a Engine, question: &'a Question) -> Line<'a> {
    let alarm = engine.safety.danger(&question.text);
    let judgement = engine.judge(&question.text);
    let spans = safety::personal_data(&question.text);
    Line {
        id: &question.id,
        kind: if alarm.is_some() { Kind::Acute } else { kind(&judgement) },
        hits: judgement
            .ranked
            .iter()
            .map(|ranked| HitLine { id: ranked.passage.id.as_str(), score: rounded(ranked.hit.score) })
            .collect(),
        acute: alarm.map(|alarm| alarm.category.as_str()),
        personal_data: spans
            .iter()
            .map(|span| Span { start: span.start, end: span.end, kind: span.kind.as_str() })
            .collect(),
        language: judgement.analysis.form.code(),
    }
}

/// Six digits are more than the score means.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1e6).round() / 1e6
}

/// The kind of message a judgement gives.
pub(crate) fn kind(judgement: &Judgement<'_>) -> Kind {
    match judgement.outcome {
        Outcome::Found(Decision::Answer) => Kind::Answer,
        Outcome::Found(Decision::Options) => Kind::Options,
        Outcome::Found(Decision::Decline) | Outcome::Empty => Kind::Decline,
        Outcome::Smalltalk(_) => Kind::Smalltalk,
        Outcome::Refuse => Kind::Refuse,
    }
}

fn explain(engine: &Engine, text: &str) -> anyhow::Result<()> {
    let judgement = engine.judge(text);
    output::line(&format!("written form: {}", judgement.analysis.form.code()))?;
    output::line("words:")?;
    for word in &judgement.analysis.words {
        let mended = word.corrected.as_ref().map_or_else(String::new, |corrected| format!(" taken for «{corrected}»"));
        let parts =
            if word.term.parts.is_empty() { String::new() } else { format!(" parts {}", word.term.parts.join("+")) };
        let known = if word.known { "" } else { " (not in the index)" };
        output::line(&format!("  {} → {}{parts}{mended}{known} [{:?}]", word.surface, word.term.stem, word.term.role))?;
    }
    for synonym in &judgement.analysis.synonyms {
        output::line(&format!("  also: {} (for word {})", synonym.stems.join(" "), synonym.at + 1))?;
    }
    let names = Evidence::default().parts().map(|(name, _)| name).join(", ");
    output::line(&format!("passages: score ({names})"))?;
    for ranked in &judgement.ranked {
        let (hit, evidence) = (ranked.hit, ranked.hit.evidence);
        let parts = evidence.parts().map(|(_, part)| format!("{part:.3}")).join(" ");
        output::line(&format!("  {:.3}  ({parts})  {}", hit.score, ranked.passage.id))?;
    }
    output::line("decision:")?;
    for (name, value) in FEATURE_NAMES.iter().zip(judgement.features.0) {
        output::line(&format!("  {name:12} {value:.3}"))?;
    }
    let verdict = judgement.verdict;
    output::line(&format!(
        "  first answers {:.2}, is answered at all {:.2}: {:?}",
        verdict.first, verdict.inside, judgement.outcome
    ))?;
    output::line("danger:")?;
    for trace in engine.safety.explain_danger(text) {
        output::line(&format!("  {trace:?}"))?;
    }
    let (sum, parts) = engine.safety.explain_sum(text);
    output::line(&format!("  sum {sum}, danger from {}", engine.safety.threshold().unwrap_or_default()))?;
    for (name, points) in parts.iter().take(PARTS_SHOWN) {
        output::line(&format!("  {points:+4} {name}"))?;
    }
    for span in safety::personal_data(text) {
        output::line(&format!("personal data: {} at {}–{}", span.kind.as_str(), span.start, span.end))?;
    }
    output::line("")?;
    Ok(())
}
