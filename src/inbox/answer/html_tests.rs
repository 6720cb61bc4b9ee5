//! HTML as text.

use super::to_text;

#[test]
fn lines_paragraphs_and_lists() {
    assert_eq!(
        to_text("<p>En</p><p>To<br>tre</p><ul><li>a</li><li><p>b</p></li></ul>"),
        "En\n\nTo\ntre\n\n- a\n- b\n\n"
    );
    assert_eq!(to_text("<div>a</div><div><br></div><div>b<br></div>"), "a\n\nb\n");
    assert_eq!(to_text("  a\n  b  "), "a b\n");
}

#[test]
fn outlook_paragraphs_are_lines() {
    let page = "<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>b</p>";
    assert_eq!(to_text(page).replace('\u{a0}', ""), "a\n\nb\n");
}

#[test]
fn quotes_are_marked_however_deep() {
    assert_eq!(to_text("a<blockquote>b<blockquote>c</blockquote></blockquote>d"), "a\n> b\n> c\nd\n");
}

#[test]
fn links_keep_their_address_unless_it_is_shown() {
    assert_eq!(
        to_text("<a href=\"https://example.org/x?a=1&amp;b=2\">her</a>"),
        "her <https://example.org/x?a=1&b=2>\n"
    );
    assert_eq!(to_text("<a href=\"https://example.org/\">example.org</a>"), "example.org\n");
    assert_eq!(to_text("<a href='mailto:a@example.org'>a@example.org</a>"), "a@example.org\n");
}

#[test]
fn what_is_not_for_reading_is_left_out() {
    let page = "<head><title>x</title><style>p{}</style></head><!-- y --><script>z</script>a<!--[if mso]>b<![endif]-->";
    assert_eq!(to_text(page), "a\n");
}

#[test]
fn less_than_signs_and_unknown_entities_stay() {
    assert_eq!(to_text("3 < 4 &amp; 5 &gt; 4 &ukjent; &#229;&#xe6;&oslash;"), "3 < 4 & 5 > 4 &ukjent; åæø\n");
    assert_eq!(to_text("R&D & Q&A"), "R&D & Q&A\n");
}

#[test]
fn a_comment_that_never_ends_hides_only_itself() {
    assert_eq!(to_text("a<!-- b>c"), "a c\n".replace(' ', ""));
}

#[test]
fn lines_of_preformatted_text_stay() {
    assert_eq!(to_text("a<pre>-- \nKari\n</pre>b\nc"), "a\n--\nKari\nb c\n");
}
