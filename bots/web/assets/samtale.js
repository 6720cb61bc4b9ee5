// Improves pages that work without it: answers are added to the page instead of
// replacing it. What is asked is kept nowhere but in the page itself.
'use strict';
(() => {
  for (const button of document.querySelectorAll('button.print')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  }

  const log = document.getElementById('u-log');
  const composer = document.getElementById('u-composer');
  if (!log || !composer) return;
  const main = document.getElementById('u-main');
  const box = document.getElementById('u-text');
  const error = document.getElementById('u-error');
  const send = composer.querySelector('.send');
  const keys = document.getElementById('u-keys');
  keys.hidden = false;
  const label = composer.querySelector('label');
  const hint = document.getElementById('u-hint');
  let busy = false;

  const element = (name, className, text) => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const setBusy = (value) => {
    busy = value;
    send.setAttribute('aria-disabled', String(value));
  };

  const showQuestion = (text) => {
    const asked = document.createElement('div');
    asked.className = 'asked';
    const words = element('p', '', text);
    words.dir = 'auto';
    asked.append(element('p', 'sr', log.dataset.you + ':'), words);
    log.append(asked);
    return asked;
  };

  // The first question turns the front page into a conversation.
  const beginTalking = () => {
    if (main.classList.contains('talking')) return;
    main.classList.add('talking');
    for (const part of main.querySelectorAll('.beginnings, .assurances, .standing')) part.remove();
  };

  // The box says what the text in it will be taken as.
  const prepareBox = (message) => {
    const wanted = (message && message.dataset.box) || 'question';
    const at = wanted === 'question' ? 0 : 1;
    const question = message && message.dataset.label;
    label.textContent = question || composer.dataset[wanted];
    label.lang = question ? message.lang : '';
    send.textContent = composer.dataset.sends.split('|')[at];
    hint.textContent = composer.dataset.hints.split('|')[at];
    keys.textContent = composer.dataset.keys.split('|')[at];
  };

  // The form has gone on: a step that is behind takes no answer.
  const closeEarlier = () => {
    for (const message of log.querySelectorAll('.message[data-box]')) {
      message.classList.add('past');
      for (const button of message.querySelectorAll('button')) button.disabled = true;
    }
  };

  // The server's messages, or nothing when something else answered.
  const fetchMessages = async (body) => {
    const response = await fetch('/spor', {
      method: 'POST',
      body,
      headers: { 'X-Utveier-Del': 'svar' },
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(20000),
    });
    if (response.headers.get('X-Utveier-Del') !== 'svar') throw new Error('not an answer');
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    return { accepted: response.ok, messages: [...page.body.children] };
  };

  const append = (messages, pressed) => {
    for (const message of messages) {
      message.classList.add('new');
      message.tabIndex = -1;
    }
    const last = messages[messages.length - 1];
    if (last && last.matches('[data-box], .receipt')) closeEarlier();
    log.append(...messages);
    prepareBox(last);
    const first = messages[0];
    if (!first) return;
    // A typed question leaves the focus in the box, and the live region speaks;
    // a pressed button is left behind above, so the focus follows the answer,
    // unless it asks for words, or to where a typed answer left a choice.
    const wanted = last.dataset.box;
    if (wanted === 'words') box.focus({ preventScroll: true });
    else if (pressed || wanted === 'choice') first.focus({ preventScroll: true });
    const asked = first.previousElementSibling;
    const isInView = asked && asked.offsetHeight < innerHeight / 3;
    (pressed || !isInView ? first : asked).scrollIntoView({ block: 'start' });
  };

  const ask = async (body, question, label) => {
    setBusy(true);
    error.textContent = '';
    const shown = question === null ? label : question;
    const echo = shown ? showQuestion(shown) : null;
    const action = body.get('handling') || '';
    const patience = action ? log.dataset.moment : log.dataset.searching;
    const waiting = setTimeout(() => log.append(element('p', 'pending', patience)), 500);
    try {
      const { accepted, messages } = await fetchMessages(body);
      if (accepted) {
        beginTalking();
        const asksFirst = messages.some((message) => message.querySelector('[value="slett:ja"]'));
        if (action.startsWith('slett') && !asksFirst) log.replaceChildren();
        if (question !== null) box.value = '';
        append(messages, question === null);
      } else {
        if (echo) echo.remove();
        // Danger first: an emergency card is shown even for what was refused.
        const cards = messages.filter((message) => message.classList.contains('acute'));
        const notices = messages.filter((message) => !cards.includes(message));
        error.textContent = notices.map((message) => message.textContent.trim()).join(' ');
        if (cards.length) {
          beginTalking();
          append(cards, true);
        }
      }
    } catch {
      if (echo) echo.remove();
      const isSending = action.endsWith(':send');
      const lost = isSending ? log.dataset.unsure : log.dataset.noReply;
      error.textContent = navigator.onLine ? lost : log.dataset.offline;
    } finally {
      clearTimeout(waiting);
      for (const pending of log.querySelectorAll('.pending')) pending.remove();
      setBusy(false);
    }
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.getAttribute('action').startsWith('/spor')) return;
    event.preventDefault();
    if (busy) return;
    const body = new URLSearchParams(new FormData(form));
    const pressed = event.submitter && event.submitter.name === 'handling' ? event.submitter : null;
    if (pressed) {
      body.set('handling', pressed.value);
      const label = pressed.querySelector('span') || pressed;
      ask(body, null, label.textContent.trim());
    } else {
      ask(body, box.value.trim(), null);
    }
  });

  // What came since is put under the rest, without moving the box from under
  // somebody's hands. A receipt that nothing has followed is renewed in its place.
  const appendWaiting = (messages) => {
    const before = composer.getBoundingClientRect().top;
    for (const message of messages) {
      const latest = [...log.querySelectorAll('.message')].pop();
      const isSame = latest && message.dataset.case && latest.dataset.case === message.dataset.case;
      if (isSame) latest.replaceWith(message);
      else log.append(message);
    }
    const moved = composer.getBoundingClientRect().top - before;
    if (document.activeElement === box) window.scrollBy({ top: moved, behavior: 'instant' });
  };

  // A request was sent from this page: what becomes of it is shown when it comes.
  let fetching = false;
  const fetchWaiting = async () => {
    if (busy || fetching || document.hidden || !log.querySelector('.message.receipt, .message.letter')) return;
    fetching = true;
    try {
      const response = await fetch('/venter?sprak=' + document.documentElement.lang, { credentials: 'same-origin', redirect: 'error', cache: 'no-store' });
      if (response.headers.get('X-Utveier-Del') !== 'svar') return;
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      appendWaiting([...page.body.children]);
    } catch {
      // The next time, or when the page is loaded again.
    } finally {
      fetching = false;
    }
  };
  setInterval(fetchWaiting, 10000);
  document.addEventListener('visibilitychange', fetchWaiting);

  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    composer.requestSubmit();
  });
})();
