import { json } from "./api.js";
import { Chart } from "./chart.js";

const INTERVAL = 1000;

const SAMPLES = 100;

const WAIT = "/actuator/metrics/deepseek.concurrency.wait";

const element = (id) => document.getElementById(id);

const groups = new Map();

let logInAgain;

let watching = false;

let timer = 0;

/** Prepares the page, once. */
export function setUp(whenLoggedOut) {
  logInAgain = whenLoggedOut;
  element("burst").addEventListener("submit", (event) => {
    event.preventDefault();
    change("POST", "/api/simulation/burst",
      { user: element("burst-user").value, model: element("burst-model").value });
  });
  element("burst-user").addEventListener("change", explainBurst);
  element("halve").addEventListener("click", ({ target }) =>
    change("PUT", "/api/simulation/limit", { halved: target.getAttribute("aria-checked") !== "true" }));
}

/** Draws on, every second. */
export function watch(me) {
  if (!watching) {
    watching = true;
    poll(me);
  }
}

export function rest() {
  watching = false;
  clearTimeout(timer);
}

async function poll(me) {
  try {
    const [state, waits, simulation] = await Promise.all([json("GET", "/actuator/deepseek"), readWaits(),
      me.simulated ? json("GET", "/api/simulation") : null]);
    for (const [name, group] of Object.entries(state.groups)) {
      if (!groups.has(name)) {
        groups.set(name, new Group(name, group.models));
      }
      groups.get(name).update(group, waits.get(name));
    }
    if (simulation !== null) {
      showSimulation(simulation, me);
    }
    showProblem("");
  }
  catch (problem) {
    report(problem);
  }
  if (watching) {
    timer = setTimeout(poll, INTERVAL, me);
  }
}

/** Reads how many requests of each group have waited, and how long. Before the first has, there is no such meter. */
async function readWaits() {
  const waits = new Map();
  const { names } = await json("GET", "/actuator/metrics");
  if (names.includes("deepseek.concurrency.wait")) {
    const { availableTags } = await json("GET", WAIT);
    const waiting = availableTags.find(({ tag }) => tag === "group").values;
    await Promise.all(waiting.map(async (group) => {
      const { measurements } = await json("GET", `${WAIT}?tag=group:${encodeURIComponent(group)}`);
      waits.set(group, Object.fromEntries(measurements.map(({ statistic, value }) => [statistic, value])));
    }));
  }
  return waits;
}

async function change(method, path, body) {
  try {
    showBurst(await json(method, path, body));
    showProblem("");
  }
  catch (problem) {
    report(problem);
  }
}

function report(problem) {
  showProblem(problem.message);
  if (problem.status === 401) {
    logInAgain(null);
  }
}

function showProblem(text) {
  if (element("board-problem").textContent !== text) {
    element("board-problem").textContent = text;
    element("board-problem").hidden = text === "";
  }
}

function showSimulation(simulation, me) {
  if (element("simulation").hidden) {
    const { users, models, burstSize } = simulation;
    element("burst-user").replaceChildren(...users.map((user) => new Option(user, user, false, user !== me.name)));
    element("burst-model").replaceChildren(...models.map((model) => new Option(model)));
    element("burst-submit").textContent = `Send ${burstSize} questions`;
    element("simulation").hidden = false;
    explainBurst();
  }
  showBurst(simulation);
}

function explainBurst() {
  const { value, options } = element("burst-user");
  const other = [...options].find((option) => option.value !== value)?.value ?? value;
  element("burst-hint").textContent = `Meanwhile ${other} keeps chatting, one question after the other. `
    + `See who waits, and what the limiter learns when you halve the limit.`;
}

function showBurst({ halved, burst }) {
  element("halve").setAttribute("aria-checked", halved);
  element("burst-submit").disabled = burst?.running ?? false;
  element("users").hidden = !burst;
  if (burst) {
    element("users").querySelector("tbody").replaceChildren(...burst.users.map(row));
  }
}

function row({ name, asked, waiting, running, answered, failed, averageWait, longestWait }) {
  const line = document.createElement("tr");
  const header = document.createElement("th");
  header.scope = "row";
  header.textContent = name;
  line.append(header);
  for (const value of [asked, waiting, running, answered, failed, ...[averageWait, longestWait].map(seconds)]) {
    line.insertCell().textContent = value;
  }
  line.cells[6].className = "wait";
  return line;
}

function seconds(value) {
  return `${value.toFixed(1)} s`;
}

/** A limit group on the board. */
class Group {

  #article = element("group").content.firstElementChild.cloneNode(true);

  #samples = [];

  #charts = {
    slots: new Chart("Requests", [{ key: "in-use", kind: "area" }, { key: "waiting", kind: "line" },
      { key: "limit", kind: "line" }], 4),
    waits: new Chart("Wait for a slot, in seconds", [{ key: "wait", kind: "bars" }], 1),
    throttled: new Chart("Answers with status 429", [{ key: "throttled", kind: "bars" }], 4)
  };

  constructor(name, models) {
    this.#article.querySelector("h2").textContent = (name === "default") ? "All other models" : name;
    this.#article.querySelector(".models").textContent = models.filter((model) => model !== name).join(", ");
    this.#article.querySelector(".charts").append(...Object.values(this.#charts).map(({ figure }) => figure));
    element("groups").append(this.#article);
  }

  update(group, { COUNT: waits = 0, TOTAL_TIME: waited = 0, MAX: longest = 0 } = {}) {
    const throttled = group.throttled.told + group.throttled.untold;
    const before = this.#samples.at(-1) ?? { totals: { waits, waited, throttled } };
    const newWaits = waits - before.totals.waits;
    this.#samples.push({
      time: Date.now(),
      "in-use": group.inFlight,
      limit: group.limit,
      waiting: group.waiting,
      wait: (newWaits > 0) ? (waited - before.totals.waited) / newWaits : 0,
      throttled: throttled - before.totals.throttled,
      totals: { waits, waited, throttled }
    });
    this.#samples.splice(0, this.#samples.length - SAMPLES);
    this.#show(group, (waits > 0) ? waited / waits : 0, longest, throttled);
  }

  #show(group, average, longest, throttled) {
    const { inFlight, limit, ceiling, waiting, waitingCallers, rejected, lastThrottled, shared } = group;
    const refused = Object.values(rejected).reduce((sum, count) => sum + count, 0);
    const users = (waitingCallers === 1) ? "of 1 user" : `of ${waitingCallers} users`;
    const told = (lastThrottled?.toldLimit != null) ? `last told: ${lastThrottled.toldLimit}` : "";
    const figures = [["in-use", "In use", inFlight, ""], ["limit", "Limit", limit, `of ${ceiling}`],
      ["waiting", "Waiting", waiting, (waiting > 0) ? users : ""],
      ["wait", "Average wait", seconds(average), (longest > 0) ? `max ${seconds(longest)}` : ""],
      ["throttled", "429s", throttled, told], ["refused", "Refused", refused, ""]];
    if (shared) {
      figures.push(["shared", "All instances", `${shared.inFlight} of ${shared.limit}`, `${shared.instances} known`]);
    }
    this.#article.querySelector(".figures").replaceChildren(...figures.map(figure));
    this.#charts.slots.draw(this.#samples, `${inFlight} in use, ${waiting} waiting, limit ${limit}`);
    this.#charts.waits.draw(this.#samples, `${seconds(average)} on average since the start`);
    this.#charts.throttled.draw(this.#samples, `${throttled} since the start`);
  }

}

function figure([key, label, value, addition]) {
  const group = document.createElement("div");
  const term = document.createElement("dt");
  const number = document.createElement("dd");
  const small = document.createElement("small");
  group.className = `key-${key}`;
  term.textContent = label;
  small.textContent = addition;
  number.append(`${value} `, small);
  group.append(term, number);
  return group;
}
