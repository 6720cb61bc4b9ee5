pub struct PersonalSpan; pub struct PersonalKind; pub fn personal_data(_: &str) {}
