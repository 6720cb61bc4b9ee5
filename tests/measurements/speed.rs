//! How fast: a reply against the bare query it rests on, the index against a
//! bare writer, and the first answer of a new process.
//!
//! `cargo bench --workspace --bench speed`. Each figure's floor is measured beside it on
//! the same content, so the ratio means something on any machine.

#![expect(clippy::expect_used, reason = "a measurement that cannot read its data must stop")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use divan::{Bencher, counter::BytesCount};
use tantivy::collector::TopDocs;
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{Index, IndexWriter, TantivyDocument};
use utveier::dialogue::{Door, Incoming, Outside, Scope, State, What};
use utveier::engine::Engine;
use utveier::language::Thesaurus;
use utveier::search::corpus::CorpusLine;
use utveier::search::{Document, SearchIndex, query};

fn main() {
    divan::main();
}

/// Short, keyword, nynorsk, misspelt, English, and a story.
const QUESTIONS: &[&str] = &[
    "Når går avvergingsplikten foran taushetsplikten?",
    "mentor opplæring",
    "Korleis kan eg drøfte ei sak anonymt?",
    "hva er radkialisering",
    "Who should take the first conversation?",
    "Jeg er kontaktlærer og har en gutt i klassen som har endret seg mye i høst. Han sitter alene, ser på videoer om krig og sier at noen fortjener det. Hva bør jeg gjøre først, og hvem kan jeg snakke med?",
];

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let folder = root().join("knowledge");
    Engine::load(&folder, "http://127.0.0.1:8080").expect("the shipped content loads").0
});

static CORPUS: LazyLock<Vec<CorpusLine>> = LazyLock::new(|| {
    let text = std::fs::read_to_string(root().join("tests/retrieval/norquad-wiki/corpus.jsonl"))
        .expect("the corpus is in the repository");
    text.lines().map(|line| serde_json::from_str(line).expect("a corpus line")).collect()
});

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A question in, the rendered reply out: danger, analysis, search, decision,
/// excerpt, personal data and text.
#[divan::bench(args = 0..QUESTIONS.len())]
fn reply(bencher: Bencher<'_, '_>, question: usize) {
    let engine = &*ENGINE;
    let incoming = Incoming::new(Door::Terminal, Scope::Private, None, What::Text(QUESTIONS[question].to_owned()));
    bencher.bench(|| {
        let step = engine.advance(Outside::nothing(), State::default(), &incoming);
        utveier_terminal::render(&step.outgoing, 80, true).text.len()
    });
}

/// The very same clauses executed bare on the same index.
#[divan::bench(args = 0..QUESTIONS.len())]
fn bare_query(bencher: Bencher<'_, '_>, question: usize) {
    let index = &ENGINE.index;
    let clauses = index.clauses(&index.analyzer().question(QUESTIONS[question]));
    let (asked, text) = (query::boolean(&clauses.asked), query::boolean(&clauses.text));
    bencher.bench(|| {
        let asked = index.searcher().search(&asked, &TopDocs::with_limit(120).order_by_score()).expect("in memory");
        let text = index.searcher().search(&text, &TopDocs::with_limit(60).order_by_score()).expect("in memory");
        asked.len() + text.len()
    });
}

/// Indexing with every field of evidence.
#[divan::bench(sample_count = 10)]
fn index_build(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::new(corpus_bytes())).bench(|| {
        let documents = CORPUS.iter().map(|line| Document { titles: &line.title, text: &line.text, asked: &[] });
        SearchIndex::build(documents, Thesaurus::default()).expect("in memory").len()
    });
}

/// A bare writer: one field, Snowball's Norwegian stemmer, one thread of the
/// engine's beside the caller's, as ours.
#[divan::bench(sample_count = 10)]
fn index_build_bare(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::new(corpus_bytes())).bench(|| {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_tokenizer("no").set_index_option(IndexRecordOption::WithFreqs);
        let body = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
        let index = Index::create_in_ram(schema.build());
        let chain = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(Stemmer::new(Language::Norwegian));
        index.tokenizers().register("no", chain.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 64 * 1024 * 1024).expect("in memory");
        for line in CORPUS.iter() {
            let mut document = TantivyDocument::default();
            document.add_text(body, format!("{} {}", line.title, line.text));
            writer.add_document(document).expect("in memory");
        }
        writer.commit().expect("in memory");
        writer.wait_merging_threads().expect("in memory");
    });
}

fn corpus_bytes() -> usize {
    CORPUS.iter().map(|line| line.title.len() + line.text.len()).sum()
}

/// Loading the content and building everything made from it.
#[divan::bench(sample_count = 10)]
fn engine_load() -> usize {
    let (engine, _) =
        Engine::load(&root().join("knowledge"), "http://127.0.0.1:8080").expect("the shipped content loads");
    engine.knowledge.passages().len()
}

/// A new process to its first answer; needs `cargo build --release` before.
#[divan::bench(sample_count = 10)]
fn cold_start(bencher: Bencher<'_, '_>) {
    let binary = root().join("target/release/utveier");
    assert!(binary.exists(), "build it first: cargo build --release");
    bencher.bench(|| {
        let mut command = Command::new(&binary);
        let output = command.current_dir(root()).args(["ask", QUESTIONS[0]]).output().expect("the binary runs");
        assert!(output.status.success());
        output.stdout.len()
    });
}
