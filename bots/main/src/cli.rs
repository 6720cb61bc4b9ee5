//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Finds and quotes reviewed passages for people who meet radicalisation and
/// violent extremism at work.
#[derive(Debug, Parser)]
#[command(name = "utveier", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// Configuration file [default: utveier.toml, when there is one].
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Content folder; wins over [knowledge] folder.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub knowledge: Option<PathBuf>,
    /// Write the log as JSON, a line an event.
    #[arg(long, global = true, env = "UTVEIER_LOG_JSON", value_parser = clap::builder::FalseyValueParser::new())]
    pub log_json: bool,
    /// What to do [default: serve].
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// All configured doors (the web page by default).
    Serve,
    /// The terminal door: a conversation, line by line.
    Chat(ChatArgs),
    /// One question, or a stream of them.
    Ask(AskArgs),
    /// Search any collection in BEIR's layout; a TREC run on standard output.
    Search(SearchArgs),
    /// Which RVTS a place belongs to.
    Route(RouteArgs),
    /// The content: check it, import pages, list it.
    #[command(subcommand)]
    Knowledge(KnowledgeCommand),
    /// Advice requests: list them, show one, try again, answer, export.
    #[command(subcommand)]
    Requests(RequestsCommand),
    /// Try what is configured, from end to end.
    #[command(subcommand)]
    Selftest(SelftestCommand),
    /// Counts of what was asked, without people.
    Stats(StatsArgs),
    /// Is this configuration fit to start?
    Check,
    /// Measure on questions with known answers.
    Eval(EvalArgs),
}

/// `utveier chat`.
#[derive(Debug, Args)]
pub(crate) struct ChatArgs {
    /// Keep the lines of this session for the arrow keys (in memory only).
    #[arg(long)]
    pub history: bool,
}

/// `utveier ask`.
#[derive(Debug, Args)]
pub(crate) struct AskArgs {
    /// The question, in quotation marks.
    #[arg(required_unless_present = "jsonl", conflicts_with = "jsonl")]
    pub question: Option<String>,
    /// Show how the answer was found.
    #[arg(long)]
    pub explain: bool,
    /// Write the messages as JSON.
    #[arg(long, conflicts_with = "explain")]
    pub json: bool,
    /// Read {"id","text"} a line from standard input; write a judgement a line.
    #[arg(long, conflicts_with_all = ["explain", "json"])]
    pub jsonl: bool,
}

/// `utveier search`.
#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// Passages: {"_id","title","text"} a line.
    #[arg(long, value_name = "FILE")]
    pub corpus: PathBuf,
    /// Questions: {"_id","text"} a line.
    #[arg(long, value_name = "FILE")]
    pub queries: PathBuf,
    /// Passages a question.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub top: u32,
    /// Show what speaks for each passage, after a «#»: not for TREC's tools.
    #[arg(long)]
    pub explain: bool,
}

/// `utveier route`.
#[derive(Debug, Args)]
pub(crate) struct RouteArgs {
    /// A municipality or county, or a sentence that names one.
    #[arg(required_unless_present = "jsonl", conflicts_with = "jsonl")]
    pub place: Option<String>,
    /// Read {"id","text"} a line from standard input; write a routing a line.
    #[arg(long)]
    pub jsonl: bool,
}

/// `utveier knowledge`.
#[derive(Debug, Subcommand)]
pub(crate) enum KnowledgeCommand {
    /// Every problem of the content, with place and remedy, and the content in figures.
    Check(ContentCheckArgs),
    /// Web pages to files of the content's format, for an editor with the right to the text.
    Import(ImportArgs),
    /// Every passage.
    List {
        /// Write the passages as JSON, a line each.
        #[arg(long)]
        json: bool,
    },
}

/// `utveier knowledge check`.
#[derive(Debug, Args)]
pub(crate) struct ContentCheckArgs {
    /// Write problems and figures as one JSON object.
    #[arg(long)]
    pub json: bool,
    /// List the phrasings that lead elsewhere, and what is not in nynorsk.
    #[arg(long, short)]
    pub verbose: bool,
}

/// `utveier knowledge import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// A page or sitemap (https://…), a folder of saved pages, or a file with an address a line.
    pub source: String,
    /// Folder the files are written to, under artikler/PART.
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// Part of the content that new files belong to.
    #[arg(long, value_name = "PART", default_value = "import", value_parser = part_name)]
    pub part: String,
    /// Who keeps new files.
    #[arg(long, value_name = "NAME", default_value = "import")]
    pub owner: String,
    /// Seconds between two requests; a site can ask for more.
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0)]
    pub pause: f64,
    /// Write the report as one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// A folder's name: lower-case letters, digits and hyphens.
fn part_name(text: &str) -> Result<String, String> {
    let fits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits { Ok(text.to_owned()) } else { Err("use lower-case letters, digits and hyphens".to_owned()) }
}

/// `utveier requests`.
#[derive(Debug, Subcommand)]
pub(crate) enum RequestsCommand {
    /// Every request with its stage and what hinders it.
    List {
        /// Only what a person must look at: given up, or waiting for long.
        #[arg(long)]
        stuck: bool,
    },
    /// One request: stages, letters, deliveries.
    Show {
        /// Its case code.
        code: String,
        /// Show what was written as well.
        #[arg(long)]
        text: bool,
    },
    /// Try given-up deliveries of a request again, now.
    Retry {
        /// Its case code.
        code: String,
    },
    /// Answer a request; the text is read from standard input.
    Answer {
        /// Its case code.
        code: String,
        /// Close the case with it.
        #[arg(long)]
        close: bool,
    },
    /// Every request as JSON, a line each.
    Export {
        /// With what was written.
        #[arg(long)]
        text: bool,
    },
}

/// `utveier stats`.
#[derive(Debug, Args)]
pub(crate) struct StatsArgs {
    /// First day, YYYY-MM-DD [default: 30 days with the last].
    #[arg(long, value_name = "DAY")]
    pub from: Option<jiff::civil::Date>,
    /// Last day, YYYY-MM-DD [default: today].
    #[arg(long, value_name = "DAY")]
    pub to: Option<jiff::civil::Date>,
    /// Write the tables as one JSON object.
    #[arg(long)]
    pub json: bool,
    /// Instead: the questions that people gave the editors, by month.
    #[arg(long, conflicts_with_all = ["from", "to"])]
    pub donations: bool,
    /// Delete the given question of this id.
    #[arg(long, value_name = "ID", requires = "donations", conflicts_with = "json")]
    pub forget: Option<uuid::Uuid>,
}

/// `utveier selftest`.
#[derive(Debug, Subcommand)]
pub(crate) enum SelftestCommand {
    /// A marked message to every inbox; read back where answers are read.
    Inbox {
        /// Only this region: ost, sor, vest, midt, nord, nasjonal.
        #[arg(long)]
        region: Option<String>,
    },
}

/// `utveier eval`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct EvalArgs {
    /// Measure something other than the answers.
    #[command(subcommand)]
    pub what: Option<EvalWhat>,
    /// Files of questions: {"id","text","accept"|"expect"} a line.
    #[arg(required = true, value_name = "FILE")]
    pub questions: Vec<PathBuf>,
    /// Fail when a figure of safety, or success@3, is below the interval of the
    /// one kept in this file.
    #[arg(long, value_name = "FILE")]
    pub gate: Option<PathBuf>,
    /// Keep the figures, and how good what each question gave was, in this file.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Show which questions were won and lost since this file was kept.
    #[arg(long, value_name = "FILE")]
    pub compare: Option<PathBuf>,
    /// Draw the reliability diagram of the decision, cross-validated, as SVG.
    #[arg(long, value_name = "FILE")]
    pub plot: Option<PathBuf>,
    /// Fit the decision on the questions and print its weights.
    #[arg(long)]
    pub fit: bool,
    /// Show every question that missed.
    #[arg(long)]
    pub misses: bool,
}

/// What else `utveier eval` measures.
#[derive(Debug, Subcommand)]
pub(crate) enum EvalWhat {
    /// Danger, requests for harm, personal data, and how fast they are seen.
    Safety(EvalSafetyArgs),
}

/// `utveier eval safety`.
#[derive(Debug, Args)]
pub(crate) struct EvalSafetyArgs {
    /// Folder of labelled messages.
    #[arg(long, default_value = "tests/questions", value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Write the figures as JSON.
    #[arg(long)]
    pub json: bool,
}
