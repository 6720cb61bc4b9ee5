//! The folder `knowledge/` into memory.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::de::DeserializeOwned;

use super::actors::{ActorFile, StartFile, TermFile};
use super::data::{ContentFile, LawFile, RegionFile};
use super::document;
use super::fingerprint::Fingerprint;
use super::library::{Article, Knowledge};
use super::municipalities::{Municipalities, PlaceData};
use super::passage::Passage;
use super::problem::Problem;
use super::versions::{leading, without_duplicates};
use crate::language::thesaurus::ThesaurusFile;

/// Largest file read, in bytes; ours are under 100 kB.
const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// The data files in the order they are read.
const DATA_FILES: [&str; 11] = [
    "innhold.toml",
    "regioner.toml",
    "kommuner.csv",
    "steder.csv",
    "akutt.toml",
    "tegn.toml",
    "lov.toml",
    "aktorer.toml",
    "begreper.toml",
    "startpunkter.toml",
    "synonymer.toml",
];

/// What a folder gave: the valid content, and all that is wrong with the rest.
#[derive(Debug)]
pub struct Loaded {
    /// What may be quoted.
    pub knowledge: Knowledge,
    /// What could not be used, or should be mended.
    pub problems: Vec<Problem>,
    pub(super) contract: ContentFile,
    pub(super) law: LawFile,
}

/// Reads a content folder.
///
/// # Errors
///
/// A list of problems when nothing can be served from it: the folder is
/// missing or cannot be read, holds no passage, or lacks `akutt.toml` (without
/// emergency cards the bot must not answer at all). Anything less is listed in
/// [`Loaded::problems`] and left out.
pub fn load(folder: &Path) -> Result<Loaded, Vec<Problem>> {
    let mut reader = Reader { folder, fingerprint: Fingerprint::new(), problems: Vec::new() };
    if !folder.is_dir() {
        let what = "the content folder is missing";
        return Err(vec![Problem::error(folder, what, "set [knowledge] folder to where the content is")]);
    }
    let (articles, passages) = reader.documents();
    let content: ContentFile = reader.toml("innhold.toml").unwrap_or_default();
    let regions: RegionFile = reader.toml("regioner.toml").unwrap_or_default();
    let municipalities = reader.municipalities(&regions);
    let emergency_rules = reader.text("akutt.toml");
    let emergency_points = reader.text("tegn.toml");
    let law = reader.toml("lov.toml").unwrap_or_default();
    let actors = reader.toml("aktorer.toml").map_or_else(Vec::new, |file: ActorFile| file.aktor);
    let terms = reader.toml("begreper.toml").map_or_else(Vec::new, |file: TermFile| file.begrep);
    let starting_points = reader.toml("startpunkter.toml").map_or_else(Vec::new, |file: StartFile| file.rolle);
    let empty = ThesaurusFile { gruppe: Vec::new(), retning: Vec::new() };
    let thesaurus = reader.toml("synonymer.toml").unwrap_or(empty);
    let mut problems = reader.problems;
    let (passages, by_id) = without_duplicates(passages, &mut problems);
    if passages.is_empty() {
        problems.push(Problem::error(
            folder,
            "the content folder holds no passage",
            "add files under artikler/ or faq/",
        ));
    }
    let (Some(emergency_rules), false) = (emergency_rules, passages.is_empty()) else {
        return Err(problems);
    };
    let knowledge = Knowledge {
        passages,
        leading: leading(&by_id),
        by_id,
        articles,
        parts: content.del.clone(),
        actors,
        terms,
        starting_points,
        regions: regions.region,
        municipalities,
        approval: content.godkjenning.clone(),
        thesaurus,
        emergency_rules,
        emergency_points,
        fingerprint: reader.fingerprint.finish(),
    };
    Ok(Loaded { knowledge, problems, contract: content, law })
}

/// What [`Knowledge::fingerprint`] would be if the folder were loaded now,
/// without reading any meaning into the files.
///
/// Taken before and after a load, it tells whether somebody wrote meanwhile.
#[must_use]
pub fn fingerprint(folder: &Path) -> String {
    let mut reader = Reader { folder, fingerprint: Fingerprint::new(), problems: Vec::new() };
    for file in reader.markdown() {
        reader.text(&file.to_string_lossy());
    }
    for name in DATA_FILES {
        reader.text(name);
    }
    reader.fingerprint.finish()
}

/// Reads files and notes what is wrong with them.
struct Reader<'a> {
    folder: &'a Path,
    fingerprint: Fingerprint,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn documents(&mut self) -> (Vec<Article>, Vec<Passage>) {
        let (mut articles, mut passages) = (Vec::new(), Vec::new());
        for file in self.markdown() {
            let Some(text) = self.text(&file.to_string_lossy()) else {
                continue;
            };
            let document = document::read(&file, &id_of(&file), &text);
            articles.extend(document.article);
            passages.extend(document.passages);
            self.problems.extend(document.problems);
        }
        (articles, passages)
    }

    /// Articles and questions, relative to the folder, in the order of their names.
    fn markdown(&mut self) -> Vec<PathBuf> {
        let mut all = Vec::new();
        for root in ["artikler", "faq"] {
            let mut files = Vec::new();
            if let Err(error) = markdown_files(&self.folder.join(root), &mut files) {
                let what = format!("the folder cannot be read: {error}");
                self.problems.push(Problem::error(Path::new(root), what, "check that it exists and may be read"));
            }
            files.sort();
            all.extend(files.iter().map(|path| path.strip_prefix(self.folder).unwrap_or(path).to_owned()));
        }
        all
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let (path, relative) = (self.folder.join(name), Path::new(name));
        let metadata = fs::metadata(&path).and_then(|metadata| {
            // Reading a pipe or a device could wait for ever.
            if metadata.is_file() { Ok(metadata.len()) } else { Err(io::Error::other("it is no ordinary file")) }
        });
        let bytes = match metadata {
            Ok(size) if size > MAX_FILE_BYTES => {
                let what = format!("the file is {size} bytes, over the limit of {MAX_FILE_BYTES}");
                self.problems.push(Problem::error(relative, what, "split it, or check that it is the right file"));
                return None;
            }
            Ok(_) => fs::read(&path),
            Err(error) => Err(error),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                let what = format!("the file cannot be read: {error}");
                self.problems.push(Problem::error(relative, what, "check that it exists and may be read"));
                return None;
            }
        };
        self.fingerprint.add(name.as_bytes());
        self.fingerprint.add(&bytes);
        let text = String::from_utf8(bytes).map_err(|error| self.not_utf8(relative, &error)).ok()?;
        if let Some(line) = conflict_mark(&text) {
            let what = "two editors' changes are left in conflict";
            self.problems.push(Problem::error(relative, what, "choose one text and take the marks away").at(line));
            return None;
        }
        Some(text)
    }

    fn not_utf8(&mut self, file: &Path, error: &std::string::FromUtf8Error) {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + valid.iter().filter(|&&byte| byte == b'\n').count();
        self.problems.push(Problem::error(file, "the file is not UTF-8", "save it as UTF-8").at(line));
    }

    fn toml<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        match toml::from_str(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                let line = error.span().map(|span| 1 + text[..span.start.min(text.len())].matches('\n').count());
                let what = format!("the file cannot be read: {}", error.message().replace('\n', " "));
                let mut problem = Problem::error(Path::new(name), what, "see the head of the file for its keys");
                problem.line = line;
                self.problems.push(problem);
                None
            }
        }
    }

    fn municipalities(&mut self, file: &RegionFile) -> Municipalities {
        // Read even without regions, for the fingerprint; then every row would be wrong.
        let texts = self.text("kommuner.csv").zip(self.text("steder.csv"));
        let Some((municipalities, places)) = texts.filter(|_| !file.region.is_empty()) else {
            return Municipalities::default();
        };
        let data = PlaceData { municipalities: &municipalities, places: &places, regions: &file.region };
        let (read, unreadable) = Municipalities::read(data);
        self.problems.extend(unreadable.into_iter().map(|row| {
            Problem::error(Path::new(row.file), row.what, "see «Steder» in knowledge/README.md").at(row.line)
        }));
        for (county, region) in &file.fylker {
            let found = read.find(county);
            if found.is_empty() || found.iter().any(|place| place.region_id() != region) {
                let what = format!("«{county}» stands under [fylker] as «{region}», but not so in the lists of places");
                let remedy = "make [[region]] fylker, kommuner.csv and steder.csv agree with it";
                self.problems.push(Problem::error(Path::new("regioner.toml"), what, remedy));
            }
        }
        read
    }
}

/// The line, counted from 1, of the first mark that a version control system
/// leaves where two changes could not be joined.
fn conflict_mark(text: &str) -> Option<usize> {
    const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
    let is_mark = |line: &str| {
        let rest = MARKS.iter().find_map(|mark| line.strip_prefix(mark));
        rest.is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with(' '))
    };
    text.lines().position(is_mark).map(|at| at + 1)
}

fn markdown_files(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        // Editors keep locks and copies of their own beside a file.
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        if path.is_dir() {
            markdown_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    Ok(())
}

/// `artikler/samarbeid/mentor.nn.md` → `samarbeid/mentor`; `faq/x.md` → `faq/x`.
fn id_of(relative: &Path) -> String {
    let text = relative.to_string_lossy().replace('\\', "/");
    let text = text.strip_prefix("artikler/").unwrap_or(&text);
    let text = text.strip_suffix(".md").unwrap_or(text);
    text.strip_suffix(".nn").or_else(|| text.strip_suffix(".en")).unwrap_or(text).to_owned()
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
