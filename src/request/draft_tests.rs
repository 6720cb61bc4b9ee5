use super::*;

fn bergen() -> Municipality {
    Municipality { number: Some("4601".into()), name: "Bergen".into(), region: "vest".into() }
}

fn filled() -> Draft {
    let mut draft = Draft::new(Vec::new());
    draft.choose(Choice::Consent);
    draft.choose(Choice::Role("larer".into()));
    draft.choose(Choice::Place(bergen()));
    draft.choose(Choice::Kind(HelpKind::Discuss));
    draft.tell(" en elev ");
    draft.choose(Choice::ReplyHere);
    draft
}

#[test]
fn steps_follow_each_other_to_the_preview() {
    let mut draft = filled();
    assert_eq!((draft.step, draft.story.as_deref()), (Step::Check, Some("en elev")));
    assert!(!draft.is_complete());
    draft.check();
    assert_eq!(draft.step, Step::Preview);
    assert!(draft.is_complete());
}

#[test]
fn edited_step_leads_back_to_the_preview() {
    let mut draft = filled();
    draft.check();
    draft.edit(Step::Kind);
    assert!(!draft.is_complete());
    draft.choose(Choice::Kind(HelpKind::Plan));
    assert_eq!(draft.step, Step::Preview);
}

#[test]
fn new_story_is_checked_anew() {
    let mut draft = filled();
    draft.check();
    draft.edit(Step::Story);
    draft.tell("noe annet");
    assert_eq!(draft.step, Step::Check);
}

#[test]
fn contact_line_is_asked_for() {
    let mut draft = filled();
    draft.edit(Step::Reply);
    draft.choose(Choice::ReplyElsewhere);
    assert_eq!(draft.step, Step::Contact);
    draft.contact("jobbtelefonen min");
    assert_eq!((draft.step, draft.reply), (Step::Check, Some(ReplyWay::Contact("jobbtelefonen min".into()))));
}

#[test]
fn back_walks_to_the_beginning_and_no_further() {
    let mut draft = filled();
    let mut steps = 0;
    while draft.back() {
        steps += 1;
    }
    assert_eq!((draft.step, steps), (Step::Consent, 6));
}

#[test]
fn names_of_steps_and_kinds_read_back() {
    for step in Step::ALL {
        assert_eq!(Step::from_name(step.as_str()), Some(step));
    }
    for kind in HelpKind::ALL {
        assert_eq!(HelpKind::from_name(kind.as_str()), Some(kind));
    }
}
