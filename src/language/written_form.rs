//! Which written form a text is in: bokmål, nynorsk, English, Swedish, Danish.
//!
//! Short questions hold few words, so the small words decide: each form has
//! words the others do not write. Where nothing speaks, it is bokmål.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::lexicon::{self, Headword};
use super::{normalize, token};

/// A language as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WrittenForm {
    /// Norwegian bokmål, `nb`.
    #[serde(rename = "nb")]
    Bokmal,
    /// Norwegian nynorsk, `nn`.
    #[serde(rename = "nn")]
    Nynorsk,
    /// English, `en`.
    #[serde(rename = "en")]
    English,
    /// Swedish, `sv`.
    #[serde(rename = "sv")]
    Swedish,
    /// Danish, `da`.
    #[serde(rename = "da")]
    Danish,
}

impl WrittenForm {
    /// The code of BCP 47.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Bokmal => "nb",
            Self::Nynorsk => "nn",
            Self::English => "en",
            Self::Swedish => "sv",
            Self::Danish => "da",
        }
    }

    /// From a BCP 47 tag as a door gives it (`nb-NO`, `no`, `en-GB`).
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        match language.as_str() {
            "nb" | "no" => Some(Self::Bokmal),
            "nn" => Some(Self::Nynorsk),
            "en" => Some(Self::English),
            "sv" => Some(Self::Swedish),
            "da" => Some(Self::Danish),
            _ => None,
        }
    }

    /// Bokmål or nynorsk.
    #[must_use]
    pub fn is_norwegian(self) -> bool {
        matches!(self, Self::Bokmal | Self::Nynorsk)
    }

    /// The form the bot itself answers in: it writes bokmål, nynorsk and
    /// English; Swedes and Danes read bokmål.
    #[must_use]
    pub fn for_replies(self) -> Self {
        match self {
            Self::Swedish | Self::Danish => Self::Bokmal,
            own => own,
        }
    }
}

const NB: &str = "ikke jeg hva hvem hvordan hvorfor hvilken hvilke noen noe bare fra selv mye hun dere være en et også nå etter de når uten gjøre si vet hjemme nei kommer blir ble sammen ungdommen eller hver mer flere spør";
const NN: &str = "ikkje eg kva kven korleis kvifor kvar kvart nokon noko nokre berre frå sjølv mykje ho dykk dykkar dei vere vera ein eit no då gjere gjer seie seier veit heime kjem vert verta vart saman anten meir fleire utan difor dersom skule skulen ungdommar elevar kommunar gong gongen hjå høyrer høyre tilsette desse nokolunde enno leiar einingsleiar ynskjer ynskje spør spele òg kor";
const EN: &str = "the is are was were what how who when where why which do does did can could should would may must my your his her their our i you he she they we it this that these those of to in and or with about from at for not if there have has had be been am an a someone somebody anyone any some into leave but because help need want go get talk tell know think";
const SV: &str = "och jag är inte vad hur vem när varför någon något några ett från att på också efter utan eller ni ska måste göra gör säga vet hos mycket bara skola skolan barn polisen socialtjänsten tystnadsplikt orosanmälan blir finns vill kommer får här där denna detta sig mig dig åt för sådana ungdomar lämna samtycke uppgifter dela";
const DA: &str = "jeg ikke hvad hvordan hvem hvornår hvorfor nogen noget nogle af til fra også efter uden eller skal må gøre gør sige ved meget kun skole politiet kommunen tavshedspligt underretning bliver findes vil kommer får her der denne dette sig mig dig sådan unge forlade samtykke oplysninger hedder tilsvarende børn være nu op ud tage bekymret";

static MARKERS: LazyLock<HashMap<&'static str, [i8; 5]>> = LazyLock::new(|| {
    let mut markers: HashMap<&'static str, [i8; 5]> = HashMap::new();
    for (form, words) in [NB, NN, EN, SV, DA].into_iter().enumerate() {
        for word in words.split(' ') {
            markers.entry(word).or_default()[form] = 1;
        }
    }
    markers
});

const FORMS: [WrittenForm; 5] =
    [WrittenForm::Bokmal, WrittenForm::Nynorsk, WrittenForm::English, WrittenForm::Swedish, WrittenForm::Danish];

/// Words looked at; a longer text has shown its form by then.
const ENOUGH_WORDS: usize = 120;

/// Tells the written form of a text.
#[must_use]
pub fn detect(text: &str) -> WrittenForm {
    detect_normal(&normalize::normalize(text))
}

/// The same for a text that is normalised already.
#[must_use]
pub fn detect_normal(normal: &str) -> WrittenForm {
    best(points(normal)).0
}

/// The form only when the words tell it: `None` for «mentor» or «112».
#[must_use]
pub fn detect_sure(normal: &str) -> Option<WrittenForm> {
    let (form, lead) = best(points(normal));
    (lead >= SURE_LEAD).then_some(form)
}

/// How far ahead, in quarter words, a form must be to be sure.
const SURE_LEAD: i32 = 3;

fn points(normal: &str) -> [i32; 5] {
    // Points are quarters: bokmål starts ahead, so that it wins every tie.
    let mut points = [1i32, 0, -1, -2, -2];
    for word in token::words(normal).take(ENOUGH_WORDS) {
        add_points(word, &mut points);
    }
    points
}

/// The form with most points, and how far it leads before the next.
fn best(points: [i32; 5]) -> (WrittenForm, i32) {
    let best = (0..FORMS.len()).max_by_key(|&form| (points[form], std::cmp::Reverse(form))).unwrap_or(0);
    let next = (0..FORMS.len()).filter(|&form| form != best).map(|form| points[form]).max().unwrap_or(0);
    (FORMS[best], points[best] - next)
}

fn add_points(word: &str, points: &mut [i32; 5]) {
    if let Some(marks) = MARKERS.get(word) {
        let shared = marks.iter().filter(|&&mark| mark > 0).count();
        let worth = match shared {
            1 => 4,
            2 => 2,
            _ => 1,
        };
        for (point, mark) in points.iter_mut().zip(marks) {
            *point += i32::from(*mark) * worth;
        }
        return;
    }
    if word.contains(['ä', 'ö']) {
        points[3] += 4;
    }
    if word.len() < 5 {
        return;
    }
    match lexicon::headword(word) {
        Some(Headword::Bokmal) => points[0] += 2,
        Some(Headword::Nynorsk) => points[1] += 3,
        Some(Headword::Both) => {
            points[0] += 1;
            points[1] += 1;
        }
        None if word.ends_with("ane") || word.ends_with("leg") || word.ends_with("heit") => points[1] += 2,
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_questions_are_told_apart() {
        use WrittenForm::{Bokmal, Danish, English, Nynorsk, Swedish};
        for (text, expected) in [
            ("Hva gjør jeg hvis jeg er bekymret?", Bokmal),
            ("mentor", Bokmal),
            ("Korleis melder eg frå til barnevernet?", Nynorsk),
            ("kven kan få mentor", Nynorsk),
            ("teieplikt og samtykke", Nynorsk),
            ("Who can I call about my son?", English),
            ("is there a national exit programme", English),
            ("Vad gör jag om jag är orolig för en elev?", Swedish),
            ("Hvad gør jeg, hvis nogen er bekymret?", Danish),
            ("", Bokmal),
            ("😀", Bokmal),
        ] {
            assert_eq!(detect(text), expected, "{text}");
        }
    }

    #[test]
    fn tags_of_doors_are_read() {
        assert_eq!(WrittenForm::from_tag("nb-NO"), Some(WrittenForm::Bokmal));
        assert_eq!(WrittenForm::from_tag("en_GB"), Some(WrittenForm::English));
        assert_eq!(WrittenForm::from_tag("pl"), None);
    }
}
