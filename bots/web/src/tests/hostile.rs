//! Whatever is asked or stands in the content comes out as text.

use proptest::prelude::*;

use super::fake::{Door, FRAGMENT, HOSTILE, encoded};
use super::pages::PAGES;

#[tokio::test]
async fn markup_in_the_content_is_shown_as_text() {
    let door = Door::new();
    for path in PAGES {
        let body = door.get(path).await.body;
        for raw in ["<script>alert", "<b>nettverk", "<i>", "<u>"] {
            assert!(!body.contains(raw), "{raw} in {path}");
        }
    }
    let article = door.get("/les/samarbeid/mentor").await.body;
    let escaped = HOSTILE.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    assert!(article.contains(&format!("<h1>{escaped}</h1>")), "{article}");
}

#[tokio::test]
async fn markup_in_a_question_is_shown_as_text() {
    let door = Door::new();
    for question in ["<script>alert(1)</script>", "</textarea><img src=x onerror=alert(1)>", "\u{202e}txet", "a\0b"] {
        let body = door.post(&format!("tekst={}", encoded(question)), &[]).await.body;
        assert!(!body.contains("<script>alert") && !body.contains("<img src=x"), "{question}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// No question, of whatever characters, changes the tags of the answer.
    #[test]
    fn any_question_leaves_the_markup_alone(question in "\\PC{1,80}|[<>&\"'/a-z =]{1,80}", raw in proptest::collection::vec(any::<u8>(), 0..60)) {
        prop_assume!(!question.trim().is_empty() && question != "panikk" && question != "alt");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let door = Door::new();
            let plain = door.post("tekst=hei", &[FRAGMENT]).await.body;
            let asked = door.post(&format!("tekst={}", encoded(&question)), &[FRAGMENT]).await.body;
            prop_assert_eq!(asked.matches('<').count(), plain.matches('<').count());
            prop_assert_eq!(asked.matches('>').count(), plain.matches('>').count());
            let bytes: String = raw.iter().map(|byte| format!("%{byte:02X}")).collect();
            for body in [format!("tekst={bytes}"), format!("handling={bytes}"), format!("sprak={bytes}&tekst=a")] {
                let reply = door.post(&body, &[]).await;
                prop_assert!(!reply.status.is_server_error(), "{}", body);
            }
            Ok(())
        })?;
    }
}
