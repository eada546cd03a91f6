import { json, send } from "./api.js";
import * as board from "./board.js";
import * as chat from "./chat.js";

const element = (id) => document.getElementById(id);

const VIEWS = { "/": { id: "chat", title: "DeepSeek chat" }, "/board": { id: "board", title: "Limits at work" } };

let me = { name: null, simulated: false };

/** Whose questions are on the page. */
let owner = null;

/** What the owner wanted to do when the session had ended. */
let unfinished = null;

/** Shows the page to who is logged in, and the login to everybody else. */
async function enter() {
  try {
    me = await json("GET", "/api/me");
  }
  catch (problem) {
    me = { name: null, simulated: false };
    showLoginProblem(problem.message);
  }
  element("simulated").hidden = !me.simulated;
  if (me.name !== null) {
    element("name").textContent = me.name;
    element("name").dataset.initial = me.name.slice(0, 1);
  }
  show();
  if (me.name !== null && me.name !== owner) {
    owner = me.name;
    await chat.begin(me);
  }
  else if (me.name !== null) {
    unfinished?.();
  }
  unfinished = null;
}

function show() {
  const loggedIn = me.name !== null;
  const path = (location.pathname in VIEWS) ? location.pathname : "/";
  element("login").hidden = loggedIn;
  element("account").hidden = !loggedIn;
  element("pages").hidden = !loggedIn;
  for (const [each, { id, title }] of Object.entries(VIEWS)) {
    element(id).hidden = !loggedIn || each !== path;
    if (each === path) {
      document.title = title;
    }
  }
  for (const link of element("pages").children) {
    if (link.pathname === path) {
      link.setAttribute("aria-current", "page");
    }
    else {
      link.removeAttribute("aria-current");
    }
  }
  if (loggedIn && path === "/board") {
    board.watch(me);
  }
  else {
    board.rest();
  }
  if (!loggedIn) {
    element("username").focus();
  }
}

/**
 * Asks for the password again, since the session has ended.
 * @param {() => void} then what to do when the same user is back
 */
function logInAgain(then) {
  me = { ...me, name: null };
  unfinished = then;
  show();
}

function showLoginProblem(text) {
  element("login-problem").textContent = text;
  element("login-problem").hidden = text === "";
}

async function logIn(event) {
  event.preventDefault();
  showLoginProblem("");
  try {
    await send("POST", "/login", { body: new URLSearchParams(new FormData(element("login"))) });
    element("login").reset();
  }
  catch (problem) {
    showLoginProblem(problem.message);
    return;
  }
  await enter();
}

async function logOut() {
  try {
    await send("POST", "/logout");
  }
  finally {
    // A fresh page: the next user must not see the answers of the last one
    location.assign("/");
  }
}

function turnPage(event) {
  const link = event.target.closest("a");
  if (link !== null && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    history.pushState(null, "", link.href);
    show();
    window.scrollTo(0, 0);
  }
}

element("login").addEventListener("submit", logIn);
element("logout").addEventListener("click", logOut);
element("pages").addEventListener("click", turnPage);
window.addEventListener("popstate", show);
chat.setUp(logInAgain);
board.setUp(logInAgain);
await enter();
