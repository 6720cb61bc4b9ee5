//! The judge: Discord's published description of its interface, and the rules
//! it does not write down.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde_json::Value;

use super::Call;

/// Discord's own description (MIT, licence beside it), the operations we use.
static API: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../specs/discord-openapi.json")).expect("the description is JSON")
});

/// Why a request is not as described; `None` when it is.
pub(super) fn wrong(call: &Call) -> Option<String> {
    let parts: Vec<&str> = call.path.split('?').next()?.split('/').collect();
    let paths = API["paths"].as_object().expect("paths");
    let fits = |pattern: &str| {
        let own: Vec<&str> = pattern.split('/').collect();
        own.len() == parts.len() && own.iter().zip(&parts).all(|(own, part)| own.starts_with('{') || own == part)
    };
    // A literal part is meant before a parameter.
    let known =
        paths.iter().filter(|(pattern, _)| fits(pattern)).min_by_key(|(pattern, _)| pattern.matches('{').count());
    let Some(operation) = known.and_then(|(_, methods)| methods.get(call.method.to_lowercase())) else {
        // Of no consequence here: asked of nothing but the stand-in.
        return Some("no such operation in the description".into());
    };
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    if schema.is_null() {
        return None;
    }
    check(schema, &call.body).err().or_else(|| rules(call).map(str::to_owned))
}

fn check(schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        return check(&API["components"]["schemas"][name], value).map_err(|why| format!("{name}: {why}"));
    }
    for branch in ["oneOf", "anyOf"] {
        if let Some(all) = schema[branch].as_array() {
            let whys: Vec<String> = all.iter().filter_map(|one| check(one, value).err()).collect();
            if whys.len() == all.len() {
                return Err(format!("none of: {}", whys.join(" | ")));
            }
        }
    }
    for one in schema["allOf"].as_array().into_iter().flatten() {
        check(one, value)?;
    }
    typed(schema, value)?;
    let listed = schema["enum"].as_array();
    if listed.is_some_and(|listed| !listed.contains(value)) {
        return Err(format!("{value} is not listed"));
    }
    if !schema["const"].is_null() && schema["const"] != *value {
        return Err(format!("{value} is not {}", schema["const"]));
    }
    sized(schema, value)?;
    children(schema, value)
}

fn typed(schema: &Value, value: &Value) -> Result<(), String> {
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is = |own: &Value| *own == *name || (*own == *"number" && name == "integer");
    let fits = match &schema["type"] {
        Value::Array(all) => all.iter().any(is),
        Value::Null => true,
        own => is(own),
    };
    if fits { Ok(()) } else { Err(format!("{} where {} is wanted", name, schema["type"])) }
}

fn sized(schema: &Value, value: &Value) -> Result<(), String> {
    let size = match value {
        Value::String(text) => Some(("Length", text.chars().count() as f64)),
        Value::Array(all) => Some(("Items", all.len() as f64)),
        Value::Number(number) => Some(("imum", number.as_f64().unwrap_or(0.0))),
        _ => None,
    };
    let Some((what, size)) = size else { return Ok(()) };
    let bound = |key: String| schema[key.as_str()].as_f64();
    if bound(format!("min{what}")).is_some_and(|least| size < least) {
        return Err(format!("{value} is too small"));
    }
    if bound(format!("max{what}")).is_some_and(|most| size > most) {
        return Err(format!("{size} is too much: {value}"));
    }
    Ok(())
}

fn children(schema: &Value, value: &Value) -> Result<(), String> {
    if let (Some(all), false) = (value.as_array(), schema["items"].is_null()) {
        for (at, item) in all.iter().enumerate() {
            check(&schema["items"], item).map_err(|why| format!("[{at}] {why}"))?;
        }
    }
    let Some(object) = value.as_object() else { return Ok(()) };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(name) {
            return Err(format!("{name} is missing"));
        }
    }
    let known = schema["properties"].as_object();
    for (name, own) in object {
        match known.and_then(|known| known.get(name)) {
            Some(schema) => check(schema, own).map_err(|why| format!("{name}: {why}"))?,
            None if schema["additionalProperties"].is_object() => check(&schema["additionalProperties"], own)?,
            None if known.is_some() => return Err(format!("{name} is not known")),
            None => {}
        }
    }
    Ok(())
}

/// What holds of every request of ours: nobody is mentioned.
fn rules(call: &Call) -> Option<&'static str> {
    let body =
        [&call.body, &call.body["data"], &call.body["message"]].into_iter().find(|body| body["content"].is_string())?;
    let nobody = body["allowed_mentions"]["parse"].as_array().is_some_and(Vec::is_empty);
    (!nobody).then_some("mentions are not turned off")
}

/// The code the platform refuses a message with.
pub(super) fn refusal(body: &Value) -> Option<i64> {
    let text = body["content"].as_str().unwrap_or_default();
    let rows = body["components"].as_array().cloned().unwrap_or_default();
    if text.trim().is_empty() && rows.is_empty() && body["embeds"].as_array().is_none_or(Vec::is_empty) {
        return Some(50_006);
    }
    let mut ids = HashSet::new();
    let mut is_wrong = text.chars().count() > 2000 || rows.len() > 5;
    for row in &rows {
        let items = row["components"].as_array().cloned().unwrap_or_default();
        let menus = items.iter().filter(|item| item["type"] == 3).count();
        is_wrong |= items.is_empty() || items.len() > 5 || (menus > 0 && items.len() > 1);
        for item in &items {
            is_wrong |= !ids.insert(item["custom_id"].as_str().unwrap_or_default().to_owned());
            let options = item["options"].as_array().cloned().unwrap_or_default();
            let values: HashSet<&str> = options.iter().filter_map(|option| option["value"].as_str()).collect();
            is_wrong |= options.len() > 25 || values.len() != options.len();
            is_wrong |= item["type"] == 2
                && item["label"].as_str().is_none_or(|label| label.is_empty() || label.chars().count() > 80);
            is_wrong |= item["custom_id"].as_str().is_none_or(|id| id.is_empty() || id.len() > 100);
        }
    }
    is_wrong.then_some(50_035)
}
