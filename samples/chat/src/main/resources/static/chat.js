import { Problem, send } from "./api.js";
import { Entry } from "./entry.js";
import { serverSentEvents } from "./sse.js";

const element = (id) => document.getElementById(id);

let running = null;

/** Shows the chat to who is logged in, and the login to everybody else. */
async function enter() {
	try {
		const me = await (await send("GET", "/api/me")).json();
		element("name").textContent = me.name;
		element("simulated").hidden = !me.simulated;
		show(true);
	}
	catch (problem) {
		show(false);
		if (problem.status !== 401) {
			showLoginProblem(problem.message);
		}
	}
}

function show(loggedIn) {
	for (const id of ["account", "chat", "ask"]) {
		element(id).hidden = !loggedIn;
	}
	element("login").hidden = loggedIn;
	element(loggedIn ? "message" : "username").focus();
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
		element("entries").replaceChildren();
		element("empty").hidden = false;
		await enter();
	}
	catch (problem) {
		showLoginProblem(problem.message);
	}
}

async function logOut() {
	running?.abort();
	try {
		await send("POST", "/logout");
	}
	finally {
		// A fresh page: the next user must not see the answers of the last one
		location.reload();
	}
}

async function ask(event) {
	event.preventDefault();
	const message = element("message").value.trim();
	if (running !== null || message === "") {
		return;
	}
	running = new AbortController();
	const entry = new Entry(message, element("status"));
	element("entries").append(entry.article);
	element("empty").hidden = true;
	element("message").value = "";
	setRunning(true);
	entry.state("Sending");
	entry.article.scrollIntoView({ block: "nearest" });
	try {
		await read(entry, { message, model: element("model").value }, running.signal);
	}
	catch (error) {
		await fail(entry, error);
	}
	running = null;
	setRunning(false);
	keepInView();
	element("message").focus();
}

async function read(entry, body, signal) {
	const response = await send("POST", "/api/chat/stream", { body, accept: "text/event-stream", signal });
	for await (const { event, data } of serverSentEvents(response.body)) {
		const follow = isAtEnd();
		const value = JSON.parse(data);
		if (event === "queued") {
			entry.state((value.waitingFor === "slot") ? "Waiting for a free slot" : "Waiting for DeepSeek");
		}
		else if (event === "reasoning") {
			entry.addReasoning(value.text);
		}
		else if (event === "text") {
			entry.addAnswer(value.text);
		}
		else if (event === "error") {
			throw Problem.of(value);
		}
		else if (event === "finished") {
			entry.finished(value);
			return;
		}
		if (follow) {
			keepInView();
		}
	}
	throw new Problem(0, "Broken off", "The answer broke off before it was complete.");
}

async function fail(entry, error) {
	if (error.name === "AbortError") {
		entry.stopped();
		return;
	}
	entry.failed((error instanceof Problem) ? error
		: new Problem(0, "Broken off", "The connection broke off before the answer was complete."));
	if (error.status === 401) {
		await enter();
	}
}

function setRunning(on) {
	element("submit").hidden = on;
	element("stop").hidden = !on;
	element("chat").setAttribute("aria-busy", on);
}

function isAtEnd() {
	return window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 40;
}

function keepInView() {
	window.scrollTo(0, document.documentElement.scrollHeight);
}

element("login").addEventListener("submit", logIn);
element("logout").addEventListener("click", logOut);
element("ask").addEventListener("submit", ask);
element("stop").addEventListener("click", () => running?.abort());
element("message").addEventListener("keydown", (event) => {
	if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
		event.preventDefault();
		element("ask").requestSubmit();
	}
});

await enter();
