//! Holds calls against the published description of the Bot API.

use std::sync::LazyLock;

use serde_json::Value;

static SPEC: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../telegram-api.json")).expect("the description is JSON"));

/// What is wrong with a call, if anything.
pub(crate) fn problem(method: &str, body: &Value) -> Option<String> {
    let Some(fields) = SPEC["methods"].get(method) else {
        return Some(format!("{method}: no such method among those described"));
    };
    object(method, fields, body)
}

fn object(place: &str, fields: &Value, body: &Value) -> Option<String> {
    let fields = fields.as_object()?;
    let Some(given) = body.as_object() else { return Some(format!("{place}: not an object: {body}")) };
    for (name, field) in fields {
        if field["required"] == true && !given.contains_key(name) {
            return Some(format!("{place}.{name}: required, and missing"));
        }
    }
    given.iter().find_map(|(name, value)| {
        let place = format!("{place}.{name}");
        let Some(field) = fields.get(name) else { return Some(format!("{place}: no such field")) };
        let types = field["types"].as_array()?;
        let problems: Vec<Option<String>> =
            types.iter().filter_map(Value::as_str).map(|kind| typed(&place, kind, value)).collect();
        if problems.iter().any(Option::is_none) { None } else { problems.into_iter().flatten().next() }
    })
}

fn typed(place: &str, kind: &str, value: &Value) -> Option<String> {
    if let Some(inner) = kind.strip_prefix("Array of ") {
        let Some(items) = value.as_array() else { return Some(format!("{place}: not a list")) };
        return items.iter().find_map(|item| typed(place, inner, item));
    }
    let fits = match kind {
        "Integer" => value.is_i64() || value.is_u64(),
        "Float" => value.is_number(),
        "String" => value.is_string(),
        "Boolean" | "True" => value.is_boolean(),
        // One of several types, told apart by a field: by the one we send.
        "InlineQueryResult" => return typed(place, "InlineQueryResultArticle", value),
        "InputMessageContent" => return typed(place, "InputTextMessageContent", value),
        other => {
            match SPEC["types"].get(other).filter(|fields| fields.as_object().is_some_and(|all| !all.is_empty())) {
                Some(fields) => return object(place, fields, value),
                None => value.is_object(),
            }
        }
    };
    (!fits).then(|| format!("{place}: not a {kind}: {value}"))
}
