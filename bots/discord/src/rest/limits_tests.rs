use reqwest::header::HeaderValue;

use super::*;

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    pairs.iter().map(|&(key, value)| (key.parse().unwrap(), HeaderValue::from_static(value))).collect()
}

#[test]
fn buckets_are_told_apart_by_route_and_major_parameter() {
    let of = |path: &str| bucket(&Method::POST, path);
    assert_eq!(of("/channels/1/messages"), of("/channels/1/messages?limit=1"));
    assert_ne!(of("/channels/1/messages"), of("/channels/2/messages"));
    assert_eq!(of("/channels/1/messages/7"), of("/channels/1/messages/8"));
    assert_ne!(of("/webhooks/1/a/messages/@original"), of("/webhooks/1/b/messages/@original"));
    assert_ne!(of("/channels/1/messages"), bucket(&Method::GET, "/channels/1/messages"));
}

#[tokio::test(start_paused = true)]
async fn empty_bucket_waits_until_it_is_open_again() {
    let limits = Limits::default();
    limits.learn("POST channels/1", &headers(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset-after", "2")]), 200);
    let start = Instant::now();
    limits.admit("POST channels/1", Duration::from_secs(5)).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(2));
    limits.admit("POST channels/2", Duration::ZERO).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn wait_beyond_patience_is_told_instead() {
    let limits = Limits::default();
    limits.learn("POST channels/1", &headers(&[("retry-after", "60")]), 429);
    assert!(matches!(limits.admit("POST channels/1", Duration::from_secs(5)).await, Err(RestError::RetryAfter(_))));
}

#[tokio::test(start_paused = true)]
async fn global_limit_holds_back_all_but_interactions() {
    let limits = Limits::default();
    limits.learn("POST channels/1", &headers(&[("retry-after", "60"), ("x-ratelimit-global", "true")]), 429);
    assert!(limits.admit("GET users/@me", Duration::ZERO).await.is_err());
    limits.admit(&bucket(&Method::POST, "/webhooks/1/t"), Duration::ZERO).await.unwrap();
}
