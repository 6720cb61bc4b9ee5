//! `utveier knowledge check`: every problem, and the content in figures.

use std::process::ExitCode;

use serde::Serialize;
use utveier::engine::{Engine, EngineError, GOAL_FIRST, GOAL_THREE, SelfRetrieval, Stray, self_retrieval};
use utveier::knowledge::{self, Problem, Report, Severity, check::check, report};

use crate::cli::ContentCheckArgs;
use crate::settings::Settings;
use crate::{clock, output};

/// What was found; `--json` writes it as it stands.
#[derive(Debug, Serialize)]
struct Findings {
    errors: usize,
    warnings: usize,
    problems: Vec<Problem>,
    /// `None` when nothing could be loaded.
    report: Option<Report>,
    /// `None` when there are errors: figures of broken content mislead.
    self_retrieval: Option<SelfRetrieval>,
}

/// Runs the command. Warnings are for editors; only errors fail.
pub(super) fn run(settings: &Settings, args: &ContentCheckArgs) -> anyhow::Result<ExitCode> {
    let findings = findings(settings);
    if args.json {
        output::line(&serde_json::to_string_pretty(&findings)?)?;
    } else {
        write(&findings, args.verbose)?;
    }
    Ok(if findings.errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn findings(settings: &Settings) -> Findings {
    let (mut problems, mut figures, mut retrieval) = (Vec::new(), None, None);
    match knowledge::load(&settings.knowledge.folder) {
        Ok(loaded) => {
            problems = check(&loaded, clock::today());
            figures = Some(report(&loaded.knowledge));
            match Engine::build(loaded.knowledge, &settings.web.public_url, &settings.overrides()) {
                Ok(engine) => {
                    retrieval = Some(engine).filter(|_| !has_errors(&problems)).map(|engine| self_retrieval(&engine))
                }
                Err(error) => problems.extend(unusable(error)),
            }
        }
        Err(fatal) => problems.extend(fatal),
    }
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    Findings { errors, warnings: problems.len() - errors, problems, report: figures, self_retrieval: retrieval }
}

fn has_errors(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// Content that reads well file by file can still not be served.
fn unusable(error: EngineError) -> Vec<Problem> {
    match error {
        EngineError::Content(problems) => problems,
        error => {
            let what = error.to_string().replace('\n', " ");
            let file = if matches!(error, EngineError::Points(_)) { "tegn.toml" } else { "akutt.toml" };
            vec![Problem::error(file.as_ref(), what, "mend the rules named here")]
        }
    }
}

fn write(findings: &Findings, verbose: bool) -> anyhow::Result<()> {
    for problem in &findings.problems {
        output::line(&problem.to_string())?;
    }
    if let Some(report) = &findings.report {
        write_report(report, verbose)?;
    }
    match &findings.self_retrieval {
        Some(retrieval) => write_retrieval(retrieval, verbose)?,
        None => output::line("phrasings: not asked, because there are errors")?,
    }
    output::line(&format!("{} errors, {} warnings", findings.errors, findings.warnings))?;
    Ok(())
}

fn write_report(report: &Report, verbose: bool) -> anyhow::Result<()> {
    output::line(&format!(
        "content: {} articles, {} sections, {} questions, {} phrasings, {} terms, {} actors, {} sources",
        report.articles,
        report.sections,
        report.questions,
        report.phrasings,
        report.terms,
        report.actors,
        report.sources
    ))?;
    for (id, part) in &report.parts {
        output::line(&format!(
            "  {id:14} {:>3} passages, {:>6} words, LIX {:.0} (hardest {:.0}, {}), sources {:.1} (fewest {})",
            part.passages,
            part.words,
            part.lix_mean,
            part.lix_highest,
            part.hardest,
            part.sources_mean,
            part.sources_fewest
        ))?;
    }
    let nynorsk = &report.nynorsk;
    let wanted = nynorsk.written + nynorsk.missing.len();
    if !nynorsk.missing.is_empty() {
        output::line(&format!(
            "note: {} of {wanted} passages of om/ and faq/ are written in nynorsk",
            nynorsk.written
        ))?;
    }
    for id in nynorsk.missing.iter().filter(|_| verbose) {
        output::line(&format!("  not in nynorsk: {id}"))?;
    }
    Ok(())
}

fn write_retrieval(retrieval: &SelfRetrieval, verbose: bool) -> anyhow::Result<()> {
    let percent = |rate: f64| format!("{:.1} %", 100.0 * rate);
    output::line(&format!(
        "phrasings: {} asked, {} find their passage or its twin first (goal {}), {} among the first three (goal {})",
        retrieval.phrasings,
        percent(retrieval.rate_first()),
        percent(GOAL_FIRST),
        percent(retrieval.rate_three()),
        percent(GOAL_THREE),
    ))?;
    if verbose {
        return retrieval.strays.iter().try_for_each(|stray| Ok(output::line(&line(stray))?));
    }
    if !retrieval.strays.is_empty() {
        output::line(&format!("  {} lead to another passage first; --verbose lists them", retrieval.strays.len()))?;
    }
    Ok(())
}

fn line(stray: &Stray) -> String {
    let place = stray.place.map_or_else(|| "not among the ten best".to_owned(), |place| format!("at place {place}"));
    let leads_to = stray.leads_to.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
    format!("  {}: «{}» leads to {leads_to}; {} is {place}", stray.file, stray.phrasing, stray.stands_at)
}
