//! Tags of a forum: those its owners made for regions are put on posts. None is
//! made by the bot.

use serde_json::Value;

/// The flag of a forum whose posts must have a tag.
const REQUIRES_TAG: u64 = 1 << 4;

/// The tag to put on a post of a region: one that is called like it, else any
/// where the forum takes no post without. Those only moderators may use are
/// left alone.
pub(super) fn of_region(forum: &Value, region: &str) -> Option<String> {
    let tags = forum["available_tags"].as_array()?.iter();
    let free: Vec<&Value> = tags.filter(|tag| tag["moderated"] != true).collect();
    let own = free.iter().find(|tag| tag["name"].as_str().is_some_and(|name| is_called(name, region)));
    let must = forum["flags"].as_u64().unwrap_or(0) & REQUIRES_TAG != 0;
    let tag = own.or_else(|| free.first().filter(|_| must))?;
    tag["id"].as_str().map(str::to_owned)
}

/// Whether one of a name's words is the region's id, as people spell it.
fn is_called(name: &str, region: &str) -> bool {
    name.to_lowercase().split(|letter: char| !letter.is_alphanumeric()).any(|word| plain(word) == region)
}

/// Ids have no letters beyond a to z.
fn plain(word: &str) -> String {
    word.chars().map(|letter| if letter == '\u{f8}' { 'o' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn forum(flags: u64) -> Value {
        json!({ "flags": flags, "available_tags": [
            { "id": "1", "name": "Haster", "moderated": false },
            { "id": "2", "name": "RVTS Øst", "moderated": false },
            { "id": "3", "name": "nord", "moderated": true },
        ] })
    }

    #[test]
    fn post_gets_the_tag_of_its_region_however_it_is_written() {
        assert_eq!(of_region(&forum(0), "ost").as_deref(), Some("2"));
    }

    #[test]
    fn region_without_a_tag_of_its_own_gets_one_only_where_posts_must_have_one() {
        assert_eq!(of_region(&forum(0), "vest"), None);
        assert_eq!(of_region(&forum(REQUIRES_TAG), "vest").as_deref(), Some("1"));
        assert_eq!(of_region(&json!({}), "ost"), None);
    }

    #[test]
    fn tag_for_moderators_is_left_alone() {
        assert_eq!(of_region(&forum(0), "nord"), None);
    }
}
