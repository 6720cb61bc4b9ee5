//! `knowledge import` against a web server of our own: pages as sites build
//! them, a second run, and everything a server can do wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;
mod pages;
mod server;

use std::fs;
use std::path::{Path, PathBuf};

use harness::binary::{Ended, run};
use harness::content::folder;
use pages::{TEXT, structures};
use server::{Reply, Site};
use utveier::knowledge::{self, Block, Passage};
use utveier::language::WrittenForm;

/// A folder to import into: data files of the shipped content around it, so
/// that what was imported can be loaded.
struct Out(tempfile::TempDir);

impl Out {
    fn new() -> Self {
        let out = Self(tempfile::tempdir().unwrap());
        fs::create_dir(out.path().join("faq")).unwrap();
        for entry in fs::read_dir(folder()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, out.path().join(path.file_name().unwrap())).unwrap();
            }
        }
        out
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn import(&self, source: &str) -> Ended {
        run(&["knowledge", "import", source, "--out", &self.path().to_string_lossy(), "--pause", "0"])
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path().join("artikler/import").join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    fn passages(&self) -> Vec<Passage> {
        let loaded = knowledge::load(self.path()).unwrap();
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        loaded.knowledge.passages().to_vec()
    }

    /// Nothing half is left behind.
    fn assert_whole(&self) {
        let Ok(entries) = fs::read_dir(self.path().join("artikler/import")) else { return };
        let strange: Vec<_> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_none_or(|e| e != "md"))
            .collect();
        assert!(strange.is_empty(), "{strange:?}");
    }
}

fn assert_said(ended: &Ended, code: i32, parts: &[&str]) {
    let said = format!("{}{}", ended.out, ended.err);
    assert_eq!(ended.code, code, "{said}");
    parts.iter().for_each(|part| assert!(said.contains(part), "«{part}» is not in: {said}"));
    assert!(!said.contains("panicked") && !said.contains("a defect"), "{said}");
}

fn page(second: &str) -> Reply {
    Reply::html(&format!("<html lang=nb><main><h1>Side</h1><p>{TEXT}</p><h2>En</h2><p>{second}</p></main></html>"))
}

#[test]
fn pages_of_every_structure_become_files_that_load() {
    let (site, out) = (Site::start(), Out::new());
    let mut locations = String::new();
    for (name, body, _) in structures() {
        let kind = if name == "latin1" { "text/html" } else { "text/html; charset=utf-8" };
        site.set(&format!("/{name}/"), Reply::Page(kind.into(), body));
        locations.push_str(&format!("<url><loc>{}</loc></url>", site.at(&format!("/{name}/"))));
    }
    let xml = |text: String| Reply::Page("application/xml".into(), text.into_bytes());
    site.set("/sitemap.xml", xml(format!("<sitemapindex><sitemap><loc>{0}/a.xml</loc></sitemap><sitemap><loc>{0}/sitemap.xml</loc></sitemap></sitemapindex>", site.url)));
    site.set(
        "/a.xml",
        xml(format!(
            "<?xml version=\"1.0\"?><urlset>{locations}<url><loc>http://192.0.2.1/fremmed</loc></url></urlset>"
        )),
    );
    let ended = out.import(&site.at("/sitemap.xml"));
    assert_said(&ended, 0, &["14 new", "not on its site", "a table became a list"]);
    let passages = out.passages();
    for (name, _, titles) in structures() {
        let own: Vec<&Passage> =
            passages.iter().filter(|passage| passage.id.document() == format!("import/{name}")).collect();
        let found: Vec<&str> = own.iter().map(|passage| passage.title.as_str()).collect();
        assert!(titles.iter().all(|title| found.contains(title)), "{name}: {found:?}");
        let file = if name == "nynorsk" { "nynorsk.nn.md".to_owned() } else { format!("{name}.md") };
        let text = out.text(&file);
        assert!(text.contains("Hovedtekst") && !text.contains("STØY"), "{name}: {text}");
        assert!(
            own.iter().all(|passage| passage.sources == [site.at(&format!("/{name}/"))] || name == "wordpress-classic"),
            "{name}"
        );
        let form = if name == "nynorsk" { WrittenForm::Nynorsk } else { WrittenForm::Bokmal };
        assert!(own.iter().all(|passage| passage.form == form), "{name}");
    }
    details(&out, &passages);
}

/// What single structures must keep.
fn details(out: &Out, passages: &[Passage]) {
    let passage =
        |id: &str| passages.iter().find(|passage| passage.id.as_str() == id).unwrap_or_else(|| panic!("{id}"));
    let list = |items: &[&str]| Block::List(items.iter().map(|item| (*item).to_owned()).collect());
    assert_eq!(
        passage("import/nested-lists#punkter").blocks,
        [list(&["Ytre punkt.", "Indre punkt.", "Enda et.", "Siste."])]
    );
    assert_eq!(
        passage("import/definitions#ordene").blocks,
        [list(&["Mentor: En trygg voksen.", "SLT: Samordning av lokale tiltak."])]
    );
    assert_eq!(passage("import/data-table#hvem-gjor-hva").blocks, [list(&["Under 18; Tiltak: Barnevernet"])]);
    assert_eq!(passage("import/wordpress-block#h-for-samtalen").anchor.as_deref(), Some("Før samtalen"));
    assert_eq!(passage("import/latin1#aret-rundt").text(), "Også på øya.");
    let classic = out.text("wordpress-classic.md");
    assert!(classic.contains("Les planen først.\n") && classic.contains("# bilde: To voksne ved et bord"), "{classic}");
    assert!(classic.contains("/plan/") && classic.contains("{#for}"), "{classic}");
    assert!(out.text("wordpress-block.md").contains("# bilde: En dør som står åpen"));
    assert!(out.text("accordion.md").contains("Politiet på 02800."));
}

#[test]
fn a_second_run_asks_only_for_what_changed_and_keeps_what_people_wrote() {
    let (site, out) = (Site::start(), Out::new());
    site.set("/a", page("Gammel tekst her."));
    site.set("/b", page("Den andre siden."));
    let list = out.path().join("liste.txt");
    fs::write(&list, format!("# sider\n{}\n\n{}\n", site.at("/a"), site.at("/b"))).unwrap();
    assert_said(&out.import(&list.to_string_lossy()), 0, &["2 new"]);
    assert_eq!(site.asked(), ["GET /robots.txt 404", "GET /a 200", "GET /b 200"]);
    let edited = out
        .text("a.md")
        .replace("eier: \"import\"", "eier: Kari")
        .replace("anker: \"En\"\n", "anker: \"En\"\nsporsmal:\n  - hva er en\n");
    fs::write(out.file("a.md"), &edited).unwrap();
    assert_said(&out.import(&list.to_string_lossy()), 0, &["0 new, 0 changed, 2 unchanged"]);
    assert_eq!(site.asked(), ["GET /robots.txt 404", "GET /a 304", "GET /b 304"]);
    assert_eq!(out.text("a.md"), edited);
    site.set("/a", page("Ny tekst her."));
    assert_said(&out.import(&list.to_string_lossy()), 0, &["0 new, 1 changed, 1 unchanged"]);
    assert_eq!(out.text("a.md"), edited.replace("Gammel tekst her.", "Ny tekst her."));
    site.set("/a", page("Enda nyere tekst."));
    fs::write(out.file("a.md"), edited.replace("Gammel tekst her.", "Skrevet for hånd.")).unwrap();
    assert_said(
        &out.import(&list.to_string_lossy()),
        0,
        &["was changed here and on the page; what stands here is kept"],
    );
    assert!(out.text("a.md").contains("Skrevet for hånd."));
}

#[test]
fn what_a_site_asks_not_to_read_is_not_read() {
    let (site, out) = (Site::start(), Out::new());
    site.set("/robots.txt", Reply::Page("text/plain".into(), b"User-agent: *\nDisallow: /lukket/\n".to_vec()));
    site.set("/lukket/side", page("Hemmelig."));
    site.set("/omvei", Reply::To("/lukket/side".into()));
    for start in ["/lukket/side", "/omvei"] {
        assert_said(&out.import(&site.at(start)), 0, &["closed by robots.txt: "]);
    }
    assert!(site.asked().iter().all(|asked| !asked.contains("/lukket/side")));
    let other = Site::start();
    other.set("/robots.txt", Reply::Status(503));
    other.set("/side", page("Tekst."));
    assert_said(&out.import(&other.at("/side")), 1, &["robots.txt cannot be had", "503"]);
    assert!(!out.path().join("artikler").exists());
}

#[test]
fn what_servers_do_wrong_is_told_and_the_old_file_stays() {
    let (site, out) = (Site::start(), Out::new());
    site.set("/a", page("Den gode teksten."));
    assert_said(&out.import(&site.at("/a")), 0, &["1 new"]);
    let good = out.text("a.md");
    let other = Site::start();
    let wrong = [
        (Reply::Status(500), 1, "500"),
        (Reply::Status(404), 0, "gone (404)"),
        (Reply::To("/a".into()), 1, "redirects"),
        (Reply::To(other.at("/a")), 1, "another site"),
        (Reply::Endless(200 * 1024 * 1024, true), 1, "over the limit"),
        (Reply::Endless(200 * 1024 * 1024, false), 1, "over the limit"),
        (Reply::Cut, 1, "broke before the end"),
        (Reply::Page("application/pdf".into(), b"%PDF-1.7".to_vec()), 1, "application/pdf"),
        (Reply::Page("text/html".into(), b"\x00\x01\x02".to_vec()), 1, "holds no text"),
        (Reply::Page("text/html; charset=shift_jis".into(), b"\x83\xff\xfe".to_vec()), 1, "shift_jis"),
        (Reply::html("<div id=app></div><script>tegn()</script>"), 1, "no text to read"),
        (Reply::html(&"<i>x".repeat(400_000)), 1, "elements"),
    ];
    for (reply, code, said) in wrong {
        site.set("/a", reply);
        assert_said(&out.import(&site.at("/a")), code, &[said]);
        assert_eq!(out.text("a.md"), good, "{said}");
        out.assert_whole();
    }
    drop(site);
    out.passages();
}

#[test]
fn hostile_pages_are_read_as_far_as_they_are_pages() {
    let (site, out) = (Site::start(), Out::new());
    let deep = format!("<html lang=nb><h1>Dyp</h1>{}<p>{TEXT}</p>{}", "<div>".repeat(30_000), "</div>".repeat(30_000));
    site.set("/dyp", Reply::html(&deep));
    let bomb = format!(
        "<!DOCTYPE html [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><html lang=nb><h1>Bombe</h1><p>{TEXT} &b;&b;</p>"
    );
    site.set("/bombe", Reply::html(&bomb));
    let script = format!(
        "<html lang=nb><h1>Skript <img src=x onerror=alert(1)></h1><p onclick=alert(1)>{TEXT} &lt;script&gt;alert(1)&lt;/script&gt; <a href=\"javascript:alert(1)\">her</a></p><script>alert(1)</script>"
    );
    site.set("/skript", Reply::html(&script));
    let list = out.path().join("liste.txt");
    fs::write(&list, ["/dyp", "/bombe", "/skript"].map(|path| site.at(path)).join("\n")).unwrap();
    assert_said(&out.import(&list.to_string_lossy()), 0, &["3 new", "nested too deep", "signs that mean markup"]);
    assert_eq!(out.passages().len(), 3);
    assert!(out.text("bombe.md").len() < 2000);
    assert!(!out.text("skript.md").contains("<script") && !out.text("skript.md").contains("javascript:"));
}

#[test]
fn a_folder_of_saved_pages_is_imported() {
    let (saved, out) = (tempfile::tempdir().unwrap(), Out::new());
    fs::create_dir(saved.path().join("under")).unwrap();
    let html = |extra: &str| {
        format!(
            "<html lang=nb><head>{extra}</head><main><h1>Side</h1><p>{TEXT}</p><h2>En</h2><p>Tekst.</p></main></html>"
        )
    };
    fs::write(saved.path().join("en.html"), html("<link rel=canonical href=\"https://eksempel.no/en/\">")).unwrap();
    fs::write(saved.path().join("under/en.html"), html("")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", saved.path().join("null.html")).unwrap();
    let ended = out.import(&saved.path().to_string_lossy());
    assert_said(&ended, 1, &["2 new", "1 failed", "no ordinary file"]);
    assert!(out.text("en.md").contains("lenke: \"https://eksempel.no/en/\""));
    assert!(out.text("under-en.md").contains("id: import/under-en"));
    assert_said(&out.import(&saved.path().join("en.html").to_string_lossy()), 0, &["1 unchanged"]);
    assert_said(&out.import("finnes/ikke"), 1, &["finnes/ikke"]);
}

#[test]
fn a_file_that_was_not_imported_is_left_alone() {
    let (site, out) = (Site::start(), Out::new());
    site.set("/a", page("Ny tekst."));
    fs::create_dir_all(out.path().join("artikler/import")).unwrap();
    fs::write(out.file("a.md"), "skrevet av noen").unwrap();
    assert_said(&out.import(&site.at("/a")), 1, &["stands there already", "left alone"]);
    assert_eq!(out.text("a.md"), "skrevet av noen");
    fs::write(out.path().join(".import.json"), "{").unwrap();
    assert_said(&out.import(&site.at("/a")), 1, &[".import.json cannot be read"]);
}

#[test]
fn the_site_is_given_a_pause_between_two_requests() {
    let (site, out) = (Site::start(), Out::new());
    site.set(
        "/robots.txt",
        Reply::Page("text/plain".into(), b"User-agent: utveier-import\nCrawl-delay: 0.4\n".to_vec()),
    );
    site.set("/a", page("Tekst."));
    let start = std::time::Instant::now();
    assert_said(&out.import(&site.at("/a")), 0, &["1 new"]);
    assert!(start.elapsed().as_millis() >= 400, "{:?}", start.elapsed());
}
