//! Inputs made from inputs: what is left out, doubled, swapped, or put in from
//! elsewhere. The same seed gives the same inputs.
//!
//! Knows nothing of what the inputs are for, besides whether they are text.

/// Random numbers after Steele, Lea and Flood (`SplitMix64`): small, and the same
/// everywhere. Not for secrets.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// From a seed.
    #[must_use]
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub(crate) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 when there is none.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.number() % (bound as u64).max(1)).unwrap_or(0)
    }

    /// One of them; `None` of none.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }
}

/// What inputs look like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// Whether they are always UTF-8: cuts are made between characters then.
    pub(crate) is_text: bool,
    /// Most bytes of one.
    pub(crate) longest: usize,
    /// Words that mean something to the reader of the input.
    pub(crate) words: &'static [&'static str],
}

/// Characters that have surprised readers of text: other widths of the same
/// letter, letters that grow when folded, marks, directions, separators, ends.
const STRANGE: &[&str] = &[
    "\0",
    "\r",
    "\n",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{301}",
    "\u{30a}",
    "\u{131}",
    "\u{130}",
    "\u{df}",
    "\u{1e9e}",
    "\u{fb01}",
    "\u{3a3}",
    "\u{212b}",
    "\u{1d7d8}",
    "\u{ff11}",
    "\u{661}",
    "\u{1f468}\u{200d}\u{1f469}",
    "\u{10ffff}",
    "\u{fffd}",
    "æ",
    "Ø",
    "å",
    "a\u{30a}",
    "«",
    "»",
    "–",
    "…",
    "\t",
    "  ",
    "'",
    "\"",
    "\\",
    "%",
    "<",
    ">",
    "&",
    "{",
    "}",
    "[",
    "]",
    ":",
    ";",
    ",",
    ".",
    "@",
    "#",
    "/",
];

/// Numbers at the edges of what programs hold.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "255",
    "256",
    "999",
    "1000",
    "32768",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483649",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551616",
    "1e999",
    "0.1",
    "NaN",
    "00000000000000000001",
    "29.02.2023",
    "31.12.9999",
    "01.01.0000",
    "010100",
];

/// Makes an input out of others; at least one step is taken.
#[must_use]
pub(crate) fn mutated(random: &mut Random, pool: &[Vec<u8>], shape: Shape) -> Vec<u8> {
    let mut input = random.pick(pool).cloned().unwrap_or_default();
    let steps = 1 << random.below(5);
    for _ in 0..1 + random.below(steps) {
        step(random, &mut input, pool, shape);
    }
    if input.len() > shape.longest {
        let end = cut(&input, shape.longest, shape.is_text);
        input.truncate(end);
    }
    if shape.is_text && std::str::from_utf8(&input).is_err() {
        input = String::from_utf8_lossy(&input).into_owned().into_bytes();
    }
    input
}

fn step(random: &mut Random, input: &mut Vec<u8>, pool: &[Vec<u8>], shape: Shape) {
    let (from, to) = stretch(random, input, shape.is_text);
    match random.below(12) {
        0 if !shape.is_text => flip(random, input),
        0 | 1 => replace(input, (from, to), random.pick(STRANGE).copied().unwrap_or("").as_bytes()),
        2 => replace(input, (from, from), random.pick(STRANGE).copied().unwrap_or("").as_bytes()),
        3 => replace(input, (from, to), b""),
        4 => repeat(random, input, (from, to), shape.longest),
        5 | 6 => replace(input, (from, from), random.pick(shape.words).copied().unwrap_or("").as_bytes()),
        7 => replace(input, (from, to), random.pick(shape.words).copied().unwrap_or("").as_bytes()),
        8 => renumber(random, input),
        9 => splice(random, input, pool, shape.is_text),
        10 => swap(random, input, shape.is_text),
        _ => recase(input, (from, to)),
    }
}

/// The nearest place at or before `at` where a cut may be.
fn cut(input: &[u8], at: usize, is_text: bool) -> usize {
    let mut at = at.min(input.len());
    while is_text && at > 0 && input.get(at).is_some_and(|byte| byte & 0xC0 == 0x80) {
        at -= 1;
    }
    at
}

/// A stretch of the input, mostly a short one.
fn stretch(random: &mut Random, input: &[u8], is_text: bool) -> (usize, usize) {
    let from = random.below(input.len() + 1);
    let most = if random.one_in(4) { input.len() } else { 12 };
    let to = from + random.below(most.min(input.len() - from) + 1);
    (cut(input, from, is_text), cut(input, to, is_text))
}

fn replace(input: &mut Vec<u8>, (from, to): (usize, usize), with: &[u8]) {
    drop(input.splice(from..to.max(from), with.iter().copied()));
}

fn flip(random: &mut Random, input: &mut [u8]) {
    let (at, bit) = (random.below(input.len()), random.below(8));
    if let Some(byte) = input.get_mut(at) {
        *byte ^= 1 << bit;
    }
}

/// A stretch over and over, now and then up to the longest there may be.
fn repeat(random: &mut Random, input: &mut Vec<u8>, (from, to): (usize, usize), longest: usize) {
    let what = input[from..to].to_vec();
    if what.is_empty() {
        return;
    }
    let room = longest.saturating_sub(input.len()) / what.len();
    let times = if random.one_in(8) { room } else { (1 + random.below(20)).min(room) };
    replace(input, (to, to), &what.repeat(times));
}

/// Another number where one stands, or a digit where none does.
fn renumber(random: &mut Random, input: &mut Vec<u8>) {
    let digits: Vec<usize> = (0..input.len()).filter(|&at| input[at].is_ascii_digit()).collect();
    let Some(&at) = random.pick(&digits) else { return };
    if random.one_in(2) {
        input[at] = b'0' + u8::try_from(random.below(10)).unwrap_or(0);
        return;
    }
    let from = (0..at).rev().take_while(|&at| input[at].is_ascii_digit()).last().unwrap_or(at);
    let to = (at..input.len()).take_while(|&at| input[at].is_ascii_digit()).last().unwrap_or(at) + 1;
    replace(input, (from, to), random.pick(NUMBERS).copied().unwrap_or("").as_bytes());
}

/// The beginning of one input with the end of another.
fn splice(random: &mut Random, input: &mut Vec<u8>, pool: &[Vec<u8>], is_text: bool) {
    let Some(other) = random.pick(pool) else { return };
    let (_, end) = stretch(random, input, is_text);
    let begin = cut(other, random.below(other.len() + 1), is_text);
    input.truncate(end);
    input.extend_from_slice(&other[begin..]);
}

/// Two stretches in each other's place.
fn swap(random: &mut Random, input: &mut Vec<u8>, is_text: bool) {
    let mut at = [0; 4].map(|_: usize| cut(input, random.below(input.len() + 1), is_text));
    at.sort_unstable();
    let [a, b, c, d] = at;
    let swapped = [&input[..a], &input[c..d], &input[b..c], &input[a..b], &input[d..]].concat();
    *input = swapped;
}

fn recase(input: &mut [u8], (from, to): (usize, usize)) {
    for byte in &mut input[from..to.max(from)] {
        if byte.is_ascii_alphabetic() {
            *byte ^= 0x20;
        }
    }
}
