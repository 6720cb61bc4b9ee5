use super::*;

const LIMITS: Limits = Limits { person: Rate { per_minute: 20, burst: 10 }, chat: Rate { per_minute: 60, burst: 15 } };

fn key(number: u32) -> PersonKey {
    let mut key = [0; 32];
    key[..4].copy_from_slice(&number.to_be_bytes());
    PersonKey(key)
}

fn taken(limiter: &Limiter, person: u32, chat: u32, messages: usize) -> usize {
    let admit = |_| limiter.admit(key(person), key(chat), Instant::now()) == Admission::Open;
    (0..messages).map(admit).filter(|is_open| *is_open).count()
}

#[tokio::test(start_paused = true)]
async fn a_burst_is_taken_and_then_what_time_brings() {
    let limiter = Limiter::new(LIMITS);
    assert_eq!(taken(&limiter, 1, 2, 30), 10);
    tokio::time::advance(Duration::from_secs(3)).await;
    assert_eq!(taken(&limiter, 1, 2, 30), 1, "20 a minute is one in three seconds");
    tokio::time::advance(Duration::from_secs(3600)).await;
    assert_eq!(taken(&limiter, 1, 2, 30), 10, "rest is not saved up beyond the burst");
}

#[tokio::test(start_paused = true)]
async fn one_person_takes_nothing_from_another_but_a_chat_has_its_own_limit() {
    let limiter = Limiter::new(LIMITS);
    assert_eq!(taken(&limiter, 1, 90, 30), 10);
    assert_eq!(taken(&limiter, 2, 91, 30), 10);
    assert_eq!(taken(&limiter, 3, 90, 30), 5, "the chat takes 15 at once");
    assert_eq!(taken(&limiter, 3, 92, 30), 5, "what the chat refused was not taken from the person");
}

#[tokio::test(start_paused = true)]
async fn a_person_is_told_at_most_once_a_minute() {
    let limiter = Limiter::new(LIMITS);
    let told = || {
        let told = |_| limiter.admit(key(1), key(2), Instant::now()) == Admission::Limited { is_told: true };
        (0..40).map(told).filter(|told| *told).count()
    };
    assert_eq!(told(), 1);
    tokio::time::advance(Duration::from_secs(59)).await;
    assert_eq!(told(), 0);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(told(), 1);
}

#[tokio::test(start_paused = true)]
async fn memory_is_bounded_however_many_come() {
    let limiter = Limiter::new(LIMITS);
    let many = u32::try_from(MOST).unwrap() * 2;
    for person in 0..many {
        limiter.admit(key(person), key(person), Instant::now());
        assert!(limiter.buckets.lock().unwrap().len() <= MOST);
    }
    tokio::time::advance(Duration::from_secs(600)).await;
    limiter.make_room(&mut limiter.buckets.lock().unwrap(), Instant::now());
    assert!(limiter.buckets.lock().unwrap().is_empty(), "full buckets are forgotten");
}

#[tokio::test(start_paused = true)]
async fn the_oldest_make_room_and_the_newest_stay_limited() {
    let limiter = Limiter::new(LIMITS);
    for person in 0..u32::try_from(MOST - 2).unwrap() {
        limiter.admit(key(person), key(person), Instant::now());
    }
    tokio::time::advance(Duration::from_secs(1)).await;
    let newest = 900_000;
    assert_eq!(taken(&limiter, newest, newest + 1, 30), 10);
    limiter.admit(key(700_000), key(700_001), Instant::now());
    assert!(limiter.buckets.lock().unwrap().len() <= MOST);
    assert_eq!(taken(&limiter, newest, newest + 1, 30), 0, "it is remembered");
}

#[test]
fn the_ways_to_help_never_wait() {
    let never = [Action::Adviser, Action::Emergency, Action::Form(FormAction::Send)];
    assert!(never.iter().all(is_way_to_help));
    let waits = [Action::Start, Action::Form(FormAction::Back), Action::Mine, Action::ForgetSure];
    assert!(!waits.iter().any(is_way_to_help));
}
