//! `@bot …` in any chat.

use serde_json::{Value, json};

use crate::world::World;

async fn results(world: &World, query: &str) -> Vec<Value> {
    let before = world.telegram.calls("answerInlineQuery").len();
    let from = json!({"id": 1, "is_bot": false, "first_name": "A", "language_code": "nb-NO"});
    world.telegram.update(json!({"inline_query": {"id": "i", "from": from, "query": query, "offset": ""}}));
    let answer = || world.telegram.calls("answerInlineQuery").get(before).cloned();
    let answer = world.telegram.wait("an answer to an inline query", answer).await;
    answer["results"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn list_is_ranked_and_puts_quote_place_and_link() {
    let world = World::open().await;
    let found = results(&world, "taushetsplikt").await;
    assert!((2..=50).contains(&found.len()));
    let mut ids: Vec<&str> = found.iter().filter_map(|result| result["id"].as_str()).collect();
    assert!(ids.iter().all(|id| (1..=64).contains(&id.len())));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), found.len(), "ids are unique");
    let entities = found[0]["input_message_content"]["entities"].as_array().unwrap();
    assert!(entities.iter().any(|entity| entity["type"] == "blockquote"));
    assert!(entities.iter().any(|entity| entity["type"] == "text_link"));
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn shared_passage_is_the_only_result_and_danger_comes_first() {
    let world = World::open().await;
    assert_eq!(results(&world, "samarbeid/mentor#hva").await.len(), 1);
    assert!(results(&world, "").await.is_empty());
    let found = results(&world, "han har pistol og skal skyte dem nå").await;
    let text = found[0]["input_message_content"]["message_text"].as_str().unwrap();
    assert!(text.contains("112"), "{text}");
}
