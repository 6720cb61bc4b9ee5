//! Whether a door can be reached by those who use it: told by the door, read by
//! whoever watches over the service.

use std::sync::Mutex;
use std::sync::PoisonError;

use jiff::Timestamp;

use super::Desk;
use crate::dialogue::Door;

/// What is known of one door's way to its platform.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pulse {
    /// Whether its platform can be reached now.
    pub is_up: bool,
    /// When the platform was last heard from.
    pub heard: Option<Timestamp>,
}

/// The pulses of all doors.
#[derive(Debug, Default)]
pub(super) struct Pulses {
    telegram: Mutex<Pulse>,
    discord: Mutex<Pulse>,
    web: Mutex<Pulse>,
    terminal: Mutex<Pulse>,
}

impl Pulses {
    fn of(&self, door: Door) -> &Mutex<Pulse> {
        match door {
            Door::Telegram => &self.telegram,
            Door::Discord => &self.discord,
            Door::Web => &self.web,
            Door::Terminal => &self.terminal,
        }
    }
}

impl Desk {
    /// A door tells that its platform has just been heard from.
    pub fn heard(&self, door: Door) {
        let now = self.now();
        *self.pulses.of(door).lock().unwrap_or_else(PoisonError::into_inner) = Pulse { is_up: true, heard: Some(now) };
    }

    /// A door tells that its platform cannot be reached.
    pub fn lost(&self, door: Door) {
        self.pulses.of(door).lock().unwrap_or_else(PoisonError::into_inner).is_up = false;
    }

    /// What a door has told last.
    #[must_use]
    pub fn pulse(&self, door: Door) -> Pulse {
        *self.pulses.of(door).lock().unwrap_or_else(PoisonError::into_inner)
    }
}
