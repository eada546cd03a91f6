import { json, Problem, send } from "./api.js";
import { Entry } from "./entry.js";
import { serverSentEvents } from "./sse.js";

const element = (id) => document.getElementById(id);

let logInAgain;

/** What aborts the question that is being answered. */
let running = null;

/** The entries on the page, the oldest first. */
let entries = [];

/** The id of the last answer, which the next question goes on from. */
let last;

/** Prepares the page, once. */
export function setUp(whenLoggedOut) {
  logInAgain = whenLoggedOut;
  element("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    const message = element("message").value.trim();
    if (running === null && message !== "") {
      element("message").value = "";
      ask(message);
    }
  });
  element("message").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      element("ask").requestSubmit();
    }
  });
  element("chat").addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      running?.abort();
    }
  });
  element("stop").addEventListener("click", () => running?.abort());
  element("new").addEventListener("click", startOver);
  element("suggestions").addEventListener("click", (event) => {
    const suggestion = event.target.closest("button");
    if (suggestion !== null && running === null) {
      ask(suggestion.querySelector("span").textContent);
    }
  });
}

/** Begins anew for who has logged in. */
export async function begin({ name, simulated }) {
  startOver();
  element("greeting").textContent = `Hello, ${name}.`;
  if (simulated && element("suggestions").querySelector(".simulated") === null) {
    try {
      const { questions } = await json("GET", "/api/simulation");
      element("suggestions").append(...questions.map(suggestion));
    }
    catch {
      // The other suggestions have to do
    }
  }
}

function suggestion({ title, question }) {
  const item = element("suggestions").firstElementChild.cloneNode(true);
  item.className = "simulated";
  item.querySelector("b").textContent = title;
  item.querySelector("span").textContent = question;
  return item;
}

function startOver() {
  running?.abort();
  entries = [];
  last = undefined;
  element("entries").replaceChildren();
  element("empty").hidden = false;
  element("new").hidden = true;
  element("message").focus();
}

async function ask(message) {
  const turn = { message, after: last, model: element("model").value };
  const controller = new AbortController();
  const entry = new Entry(message, element("status"), () => askAgain(entry, turn));
  running = controller;
  entries.at(-1)?.settle();
  entries.push(entry);
  element("entries").append(entry.article);
  element("empty").hidden = true;
  element("new").hidden = false;
  setRunning(true);
  entry.state("Sending");
  keepInView();
  try {
    const reply = await read(entry, turn, controller.signal);
    last = reply.id;
    entry.finished(reply);
  }
  catch (error) {
    fail(entry, turn, error);
  }
  if (running === controller) {
    running = null;
    setRunning(false);
    keepInView();
  }
}

/** Asks from where the question was asked, as if it had not been asked before. */
function askAgain(entry, { message, after }) {
  if (running === null) {
    entries.pop();
    entry.article.remove();
    last = after;
    ask(message);
  }
}

async function read(entry, turn, signal) {
  const response = await send("POST", "/api/chat/stream", { body: turn, accept: "text/event-stream", signal });
  for await (const { event, data } of serverSentEvents(response.body)) {
    const follow = isAtEnd();
    const value = JSON.parse(data);
    switch (event) {
      case "queued":
        entry.state("Waiting for a free slot");
        break;
      case "keep-alive":
        entry.state("Waiting for DeepSeek");
        break;
      case "reasoning":
        entry.addReasoning(value.text);
        break;
      case "text":
        entry.addText(value.text);
        break;
      case "tool-started":
        entry.toolStarted(value);
        break;
      case "tool-finished":
        entry.toolFinished(value);
        break;
      case "error":
        throw Problem.of(value);
      case "done":
        return value;
    }
    if (follow) {
      requestAnimationFrame(keepInView);
    }
  }
  throw new Problem(0, "The answer broke off.");
}

function fail(entry, turn, error) {
  if (error.name === "AbortError") {
    entry.stopped();
    return;
  }
  const problem = (error instanceof Problem) ? error : new Problem(0, "The connection broke off.");
  entry.failed(problem, wayOn(entry, turn, problem.status));
}

function wayOn(entry, turn, status) {
  switch (status) {
    case 401:
      return { label: "Log in again", action: () => logInAgain(() => askAgain(entry, turn)) };
    case 403:
      return { label: "Reload the page", action: () => location.reload() };
    case 410:
      return { label: "New chat", action: startOver };
    case 400:
    case 422:
      return { label: "Change the question", action: () => change(turn.message) };
    default:
      return { label: "Try again", action: () => askAgain(entry, turn) };
  }
}

function change(message) {
  element("message").value = message;
  element("message").focus();
}

function setRunning(on) {
  const { activeElement } = document;
  element("submit").hidden = on;
  element("stop").hidden = !on;
  element("entries").setAttribute("aria-busy", on);
  if (activeElement === element("submit") || activeElement === element("stop")) {
    element("message").focus();
  }
}

function isAtEnd() {
  return window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 60;
}

function keepInView() {
  window.scrollTo(0, document.documentElement.scrollHeight);
}
