//! The figures, each printed with its goal.

use std::time::{Duration, Instant};

use utveier::language::WrittenForm;

use crate::bots::Bot;
use crate::harness::content;
use crate::harness::discord::events::{self, Where};

/// Interactions measured one after the other, of each bot.
const TRIPS: usize = 600;
/// Interactions of the stream, and how many wait at a time.
const STREAM: usize = 3_000;
const IN_FLIGHT: usize = 64;
/// Servers the bot is in.
const SERVERS: u64 = 1_000;
/// Times the gateway's connection breaks, and interactions between two of them.
const DROPS: usize = 100;
const BETWEEN: usize = 20;
/// A pause between two interactions of a stream.
const PACE: Duration = Duration::from_millis(2);
/// How long the platform waits for an acknowledgement.
const PATIENCE: Duration = Duration::from_secs(3);

const QUESTION: &str = "Når slår avvergingsplikten inn?";
const QUESTIONS: &[&str] = &[
    QUESTION,
    "mentor opplæring",
    "Korleis kan eg drøfte ei sak anonymt?",
    "hva er radkialisering",
    "Who should take the first conversation?",
    "Jeg er kontaktlærer og har en gutt i klassen som har endret seg mye i høst. Han sitter alene og ser på videoer om krig. Hva bør jeg gjøre først?",
];

fn place(server: u64) -> Where {
    Where::Server { server, channel: server + 100, manages: false }
}

fn asked(person: u64, question: &str) -> serde_json::Value {
    events::command(person, place(70), "ask", &[("question", question)])
}

fn at(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    times[((times.len() - 1) as f64 * share) as usize]
}

/// From the interaction to its acknowledgement, beside a bare responder. The two
/// take turns, so that what else the machine does harms both alike.
pub(crate) async fn first_response() {
    let (bare, door) = (Bot::start("bare", false).await, Bot::start("door", false).await);
    let (mut least, mut own) = (Vec::new(), Vec::new());
    for trip in 0..TRIPS + 50 {
        for (bot, times) in [(&bare, &mut least), (&door, &mut own)] {
            let token = bot.discord.interact(asked(500 + trip as u64, QUESTIONS[trip % QUESTIONS.len()]));
            let waited = bot.discord.waited(&token).await;
            bot.discord.answer(&token).await;
            // The first ones open connections.
            if trip >= 50 {
                times.push(waited);
            }
        }
    }
    for share in [0.5, 0.99] {
        let (least, own) = (at(&mut least, share), at(&mut own, share));
        let ratio = own.as_secs_f64() / least.as_secs_f64();
        println!("first response, p{}: bare {least:?}, door {own:?}, ratio {ratio:.2} (goal 1.3)", share * 100.0);
    }
}

/// Suggestions for what is typed, letter by letter as people stop to look.
pub(crate) async fn suggestions() {
    let engine = content::engine();
    let mut typed: Vec<String> = Vec::new();
    for passage in engine.knowledge.questions(WrittenForm::Bokmal) {
        let letters = passage.title.chars().count();
        typed.extend([3, 6, 12, 24, 100].map(|most| passage.title.chars().take(most.min(letters)).collect()));
    }
    typed.dedup();
    let mut inside = Vec::new();
    for text in &typed {
        let start = Instant::now();
        let choices = utveier_discord::suggestions(&engine, "ask", text, Some(WrittenForm::Bokmal));
        inside.push(start.elapsed());
        assert!(choices.len() <= 25);
    }
    println!("suggestions in process, p95 of {}: {:?} (goal 20 ms)", typed.len(), at(&mut inside, 0.95));
    let door = Bot::start("door", false).await;
    let mut whole = Vec::new();
    for text in &typed {
        let token = door.discord.interact(events::typing(500, place(70), "ask", &[("question", text)]));
        whole.push(door.discord.waited(&token).await);
    }
    println!("suggestions end to end, p95 of {}: {:?} (goal 150 ms)", typed.len(), at(&mut whole, 0.95));
}

/// Questions of as many persons as there are interactions, on one core.
pub(crate) async fn stream() {
    let door = Bot::start("door", true).await;
    let warm = door.discord.interact(asked(1, QUESTION));
    door.discord.answer(&warm).await;
    let (before, seconds, start) = (door.discord.filled(), door.process.seconds(), Instant::now());
    let mut tokens = Vec::new();
    for number in 0..STREAM {
        if number >= IN_FLIGHT {
            door.discord.until_filled(before + number - IN_FLIGHT).await;
        }
        tokens.push(door.discord.interact(asked(1_000 + number as u64, QUESTIONS[number % QUESTIONS.len()])));
    }
    door.discord.until_filled(before + STREAM).await;
    let (wall, core) = (start.elapsed().as_secs_f64(), door.process.seconds() - seconds);
    let mut waits: Vec<Duration> = door.discord.waits(&tokens).into_iter().flatten().collect();
    assert_eq!(waits.len(), STREAM, "an interaction without acknowledgement");
    println!(
        "{STREAM} questions of as many persons, {IN_FLIGHT} at a time, one core: {:.0} a second, {:.0} in a second of processor time (goal 300); acknowledged within p99 {:?}",
        STREAM as f64 / wall,
        STREAM as f64 / core,
        at(&mut waits, 0.99),
    );
}

/// What the process holds with many servers.
pub(crate) async fn memory() {
    // What the reader cannot read it would drop without a word.
    serde_json::from_value::<serenity::all::Guild>(events::server(1)).unwrap();
    let door = Bot::start("door", false).await;
    let before = door.process.megabytes("VmRSS");
    for server in 1..=SERVERS {
        door.discord.dispatch("GUILD_CREATE", events::server(server * 1_000));
    }
    let question = |person: u64, server: u64| {
        door.discord.interact(events::command(person, place(server * 1_000), "ask", &[("question", QUESTION)]))
    };
    for server in 1..=SERVERS {
        let token = question(server, server);
        door.discord.answer(&token).await;
    }
    println!(
        "memory with {SERVERS} servers and a question from each: {} MB, at most {} MB; {before} MB without (goal 150)",
        door.process.megabytes("VmRSS"),
        door.process.megabytes("VmHWM"),
    );
}

/// Interactions while the connection breaks again and again.
pub(crate) async fn drops() {
    let door = Bot::start("door", false).await;
    let mut tokens = Vec::new();
    for drop in 0..DROPS {
        for number in 0..BETWEEN {
            if number == BETWEEN / 2 {
                door.discord.connected().await;
                door.discord.drop_connection();
            }
            tokens.push(door.discord.interact(asked(1_000 + (drop * BETWEEN + number) as u64, QUESTION)));
            tokio::time::sleep(PACE).await;
        }
    }
    door.discord.connected().await;
    let last = tokens.last().cloned().unwrap();
    door.discord.waited(&last).await;
    let start = Instant::now();
    while start.elapsed() < PATIENCE * 2 && door.discord.waits(&tokens).iter().any(Option::is_none) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let waits = door.discord.waits(&tokens);
    let lost = waits.iter().filter(|wait| wait.is_none()).count();
    let (identifies, resumes) = door.discord.sessions();
    println!(
        "{DROPS} drops in a stream of {}: {lost} without acknowledgement (goal 0), longest wait {:?}; {resumes} resumes, {identifies} identifies",
        tokens.len(),
        waits.iter().flatten().max().unwrap(),
    );
}
