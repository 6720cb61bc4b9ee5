//! Pages built as sites build them, each with the text «Hovedtekst» that must
//! come through and the word «STØY» that must not.

/// A sentence long enough to be text.
pub(crate) const TEXT: &str = "Hovedtekst om samtalen du skal ha i morgen. Den begynner med et åpent spørsmål. Så lytter du lenge, og noterer hva som ble sagt. Til slutt avtaler dere når dere møtes igjen.";

/// Name, page, and the titles of its sections.
pub(crate) fn structures() -> Vec<(&'static str, Vec<u8>, Vec<&'static str>)> {
    let utf8 = |name, page: String, titles: &[&'static str]| (name, page.into_bytes(), titles.to_vec());
    vec![
        utf8("wordpress-classic", wordpress_classic(), &["Før samtalen", "Etter samtalen"]),
        utf8("wordpress-block", wordpress_block(), &["Før samtalen", "Hva om det går galt?"]),
        utf8("elementor", elementor(), &["Første del"]),
        utf8(
            "plain",
            format!(
                "<html lang=nb><title>Enkel</title><h1>Enkel</h1><p>{TEXT}<h2>Videre</h2><p>Mer om det. {TEXT}</html>"
            ),
            &["Videre"],
        ),
        utf8("table-layout", table_layout(), &["Kolonnen"]),
        utf8(
            "article-tag",
            format!(
                "<html lang=nb><body><header><nav>STØY</nav></header><article><header><h1>Artikkel</h1></header><p>{TEXT}</p><h2>Mer</h2><p>{TEXT}</p></article><aside>STØY</aside></body></html>"
            ),
            &["Mer"],
        ),
        utf8(
            "no-headings",
            format!(
                "<html lang=nb><head><title>Uten overskrift | STØY</title></head><body><div><p>{TEXT}</p><p>{TEXT}</p></div></body></html>"
            ),
            &["Uten overskrift"],
        ),
        utf8("accordion", accordion(), &["Når skal jeg melde?", "Hvem ringer jeg?"]),
        utf8(
            "nested-lists",
            format!(
                "<html lang=nb><main><h1>Lister</h1><p>{TEXT}</p><h2>Punkter</h2><ol><li><p>Ytre punkt.</p><ul><li>Indre punkt.</li><li>Enda et.</li></ul></li><li>Siste.</li></ol></main></html>"
            ),
            &["Punkter"],
        ),
        utf8(
            "definitions",
            format!(
                "<html lang=nb><main><h1>Ord</h1><p>{TEXT}</p><h2>Ordene</h2><dl><dt>Mentor</dt><dd>En trygg voksen.</dd><dt>SLT</dt><dd><p>Samordning av lokale tiltak.</p></dd></dl></main></html>"
            ),
            &["Ordene"],
        ),
        utf8(
            "data-table",
            format!(
                "<html lang=nb><main><h1>Tabell</h1><p>{TEXT}</p><h2>Hvem gjør hva</h2><table><tr><th>Alder</th><th>Tiltak</th></tr><tr><td>Under 18</td><td>Barnevernet</td></tr></table></main></html>"
            ),
            &["Hvem gjør hva"],
        ),
        utf8(
            "nynorsk",
            format!(
                "<html lang=nn><main><h1>Samtalen</h1><p>Hovedtekst: Eg veit ikkje korleis. {TEXT}</p><h2>Kva no</h2><p>Spør kva ho treng.</p></main></html>"
            ),
            &["Kva no"],
        ),
        utf8("noise", noise(), &["Innholdet"]),
        latin1(),
    ]
}

fn wordpress_classic() -> String {
    format!(
        r##"<!DOCTYPE html><html lang="nb-NO"><head><meta charset="UTF-8"><title>Samtalen – Nettstedet</title><script>var STØY = "<p>STØY</p>";</script></head>
<body class="page-template page has-sidebar menu-open"><a class="skip-link screen-reader-text" href="#content">STØY</a>
<header id="masthead" class="site-header"><nav class="main-navigation"><ul class="menu"><li>STØY</li></ul></nav></header>
<div id="content"><div id="primary"><main id="main"><article id="post-7" class="post-7 page hentry">
<header class="entry-header"><h1 class="entry-title">Samtalen</h1></header>
<div class="entry-content"><p>{TEXT}</p><h2><a name="for"></a>Før samtalen</h2><p>Les <a href="/plan/">planen</a>&nbsp;f&oslash;rst.<br />Ta deg tid.</p>
<p><img class="aligncenter" src="/a.jpg" alt="To voksne ved et bord" /></p><h3>Etter samtalen</h3><p>{TEXT}</p>
<div class="sharedaddy sd-sharing-enabled">STØY</div></div><footer class="entry-footer">STØY</footer></article></main></div>
<div id="secondary" class="widget-area">STØY</div></div><footer class="site-footer">STØY</footer></body></html>"##
    )
}

fn wordpress_block() -> String {
    format!(
        r##"<html lang="nb-NO"><body class="wp-embed-responsive"><div class="wp-site-blocks"><header class="wp-block-template-part"><nav>STØY</nav></header>
<main class="wp-block-group"><h1 class="wp-block-post-title">Samtalen</h1><div class="entry-content wp-block-post-content is-layout-constrained">
<p class="has-large-font-size">{TEXT}</p><div class="wp-block-columns"><div class="wp-block-column"><h2 class="wp-block-heading" id="h-for-samtalen">Før samtalen</h2><ul class="wp-block-list"><li>Forbered deg.</li><li>Avtal tid.</li></ul></div></div>
<figure class="wp-block-image"><img src="b.jpg" alt="En dør som står åpen"/><figcaption>Døren er åpen.</figcaption></figure>
<details class="wp-block-details"><summary>Hva om det går galt?</summary><p>Ring en kollega.</p></details>
<div class="wp-block-buttons"><button>STØY</button></div></div></main><footer class="wp-block-template-part">STØY</footer></div></body></html>"##
    )
}

fn elementor() -> String {
    format!(
        r#"<html lang="nb"><body class="elementor-default"><div class="elementor elementor-location-header"><div class="elementor-widget elementor-widget-nav-menu"><nav>STØY</nav></div></div>
<div class="elementor elementor-7"><section class="elementor-section"><div class="elementor-widget elementor-widget-heading widget"><h1>Bygd</h1></div><div class="elementor-widget elementor-widget-text-editor"><p>{TEXT}</p></div>
<div class="elementor-widget-heading"><h2>Første del</h2></div><div class="elementor-widget-text-editor">{TEXT}</div></section></div></body></html>"#
    )
}

fn table_layout() -> String {
    format!(
        "<html lang=nb><body><table width=900><tr><td colspan=2><font size=7>Kommunen</font><tr><td width=150><nav>STØY</nav><td><h1>Gammel side</h1><p>{TEXT}<h2>Kolonnen</h2><p>{TEXT}</table></body></html>"
    )
}

fn accordion() -> String {
    format!(
        r#"<html lang="nb"><body><main><h1>Spørsmål</h1><p>{TEXT}</p><ul class="accordion"><li><h3><button aria-expanded="false">Når skal jeg melde?</button></h3><div class="accordion-panel" style="display: none"><p>Når du er bekymret.</p></div></li>
<li><h3>Hvem ringer jeg?</h3><div hidden class="panel"><p>Politiet på 02800.</p></div></li></ul></main></body></html>"#
    )
}

fn noise() -> String {
    format!(
        r#"<html lang="nb"><body><div id="cookie-consent" class="cookie-banner"><h2>STØY: vi bruker informasjonskapsler</h2><p>STØY</p></div><div id="CybotCookiebotDialog" role="dialog">STØY</div>
<div class="breadcrumbs">STØY</div><div id="topp"><p>STØY</p></div><div class="content"><h1>Side med støy</h1><p>{TEXT}</p><form><label>STØY</label></form><h2>Innholdet</h2><p>{TEXT}</p><script type="text/template"><p>STØY</p></script><div class="related-posts">STØY</div><p style="display:none">STØY</p></div>
<div class="newsletter">STØY</div><footer>STØY</footer></body></html>"#
    )
}

fn latin1() -> (&'static str, Vec<u8>, Vec<&'static str>) {
    let page = format!(
        "<html lang=nb><meta http-equiv=Content-Type content=\"text/html; charset=iso-8859-1\"><h1>Blåbær</h1><p>{TEXT}<h2>Året rundt</h2><p>Også på øya.</html>"
    );
    let bytes = page.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    ("latin1", bytes, vec!["Året rundt"])
}
