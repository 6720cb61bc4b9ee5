//! Headers, origin and the cookie.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::fake::Door;
use super::pages::PAGES;

#[tokio::test]
async fn every_response_is_locked_down() {
    let door = Door::new();
    for path in PAGES.into_iter().chain(["/helse", "/sitemap.xml", "/statisk/x"]) {
        let reply = door.get(path).await;
        assert_eq!(
            reply.header("content-security-policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "{path}"
        );
        assert_eq!(reply.header("referrer-policy"), "no-referrer");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("x-frame-options"), "DENY");
        assert_eq!(reply.header("cross-origin-embedder-policy"), "require-corp");
        assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin");
        assert!(reply.header("permissions-policy").contains("camera=()"));
        assert_eq!(reply.header("strict-transport-security"), "");
    }
}

#[tokio::test]
async fn transport_security_follows_the_public_address() {
    let reply = Door::at("https://spor.example.no").get("/").await;
    assert!(reply.header("strict-transport-security").starts_with("max-age=31536000"));
}

#[tokio::test]
async fn conversation_is_not_kept_and_assets_are() {
    let door = Door::new();
    let home = door.get("/").await;
    assert_eq!(home.header("cache-control"), "no-store");
    assert_eq!(door.post("tekst=hei", &[]).await.header("cache-control"), "no-store");
    let assets: Vec<&str> = home.body.split('"').filter(|part| part.starts_with("/statisk/")).collect();
    assert_eq!(assets.len(), 4, "icon, style, script, mark: {assets:?}");
    for path in assets {
        let reply = door.get(path).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert!(reply.header("cache-control").contains("immutable"));
    }
}

#[tokio::test]
async fn cookie_is_strict_and_secure_over_tls() {
    let plain = Door::new().post("tekst=hei", &[]).await;
    let cookie = plain.header("set-cookie");
    assert!(cookie.starts_with("utveier=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
    let secure = Door::at("https://spor.example.no").get("/").await;
    let cookie = secure.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-utveier=") && cookie.ends_with("; HttpOnly; SameSite=Strict; Secure"),
        "{cookie}"
    );
}

#[tokio::test]
async fn session_is_kept_by_its_cookie_until_forgotten() {
    let door = Door::new();
    let first = door.post("tekst=hei", &[]).await;
    let cookie = first.header("set-cookie").split(';').next().unwrap().to_owned();
    let second = door.post("tekst=hei", &[("cookie", &cookie)]).await;
    assert_eq!(second.header("set-cookie"), "", "the browser has it already");
    let forgotten = door.post("handling=slett", &[("cookie", &cookie)]).await;
    assert!(forgotten.header("set-cookie").contains("Max-Age=0"));
    let after = door.post("tekst=hei", &[]).await;
    assert!(after.header("set-cookie").starts_with("utveier=") && !after.header("set-cookie").starts_with(&cookie));
    let sessions = door.core.sessions.lock().unwrap();
    assert!(sessions[..3].iter().all(|session| cookie.contains(session)) && sessions[3] != sessions[0]);
}

#[tokio::test]
async fn reading_sets_no_cookie() {
    let door = Door::new();
    for path in ["/tema", "/les/samarbeid/mentor", "/personvern", "/finnes"] {
        assert_eq!(door.get(path).await.header("set-cookie"), "", "{path}");
    }
}

#[tokio::test]
async fn posts_from_other_sites_are_refused() {
    let door = Door::new();
    let refused: [&[(&str, &str)]; 7] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:8080")],
        &[("origin", "https://ond.example")],
        &[("origin", "http://127.0.0.1:8080.ond.example")],
        &[("origin", "null")],
        &[("origin", "null"), ("cookie", "utveier=00000000000000000000000000000001")],
    ];
    for headers in refused {
        let reply = door.post("tekst=hei", headers).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    assert!(door.core.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn own_posts_are_taken() {
    let door = Door::new();
    let first = door.get("/").await;
    let cookie = first.header("set-cookie").split(';').next().unwrap();
    let taken: [&[(&str, &str)]; 5] = [
        &[("sec-fetch-site", "same-origin"), ("origin", "null")],
        &[("origin", "http://127.0.0.1:8080")],
        &[("origin", "http://intern.example:81"), ("host", "intern.example:81")],
        &[("origin", "null"), ("cookie", cookie)],
        &[],
    ];
    for headers in taken {
        assert_eq!(door.post("tekst=hei", headers).await.status, StatusCode::OK, "{headers:?}");
    }
}

#[tokio::test]
async fn wrong_method_is_met_kindly() {
    let reply = Door::new().send(Request::delete("/tema").body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(reply.body.contains("Gå til forsiden"));
}
