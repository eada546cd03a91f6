const INTERVAL = 500;
const SAMPLES = 120;
const WIDTH = 600;
const HEIGHT = 160;
const COLOURS = ["first", "second"];

const element = (id) => document.getElementById(id);

const samples = [];
const cards = new Map();

element("redis").addEventListener("click", (event) =>
  press(event.target, "PUT", "api/redis", { running: !latest()?.redis }));
refresh();

async function refresh() {
  try {
    const response = await fetch("api/board");
    if (!response.ok) {
      throw new Error(`The board answered with status ${response.status}.`);
    }
    samples.push(await response.json());
    samples.splice(0, samples.length - SAMPLES);
    show(latest());
    say("");
  }
  catch (error) {
    say((error instanceof TypeError) ? "The board is not there any more." : error.message);
  }
  setTimeout(refresh, INTERVAL);
}

function latest() {
  return samples[samples.length - 1];
}

function say(problem) {
  element("problem").hidden = problem === "";
  element("problem").textContent = problem;
}

/** Does what a button says, and lets it rest until that is done. */
async function press(button, method, path, body) {
  button.disabled = true;
  try {
    await fetch(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  }
  catch {
    // The next refresh says that the board is gone
  }
  finally {
    button.disabled = false;
  }
}

function show(board) {
  element("account").textContent = `DeepSeek runs ${board.running} of the ${board.limit} requests that it allows the account,`
    + ` and has refused ${board.throttled} with status 429.`;
  element("redis-state").textContent = board.redis
    ? "Redis runs. An instance that had to do without it notices within a few seconds."
    : "Redis is gone. Each instance goes by a limit of its own, and nothing fails.";
  element("redis").textContent = board.redis ? "Take Redis away" : "Bring Redis back";
  board.instances.forEach((instance, index) => showInstance(instance, index));
  showBar(board);
  showChart(board.limit);
}

function showInstance(instance, index) {
  const card = cards.get(instance.name) ?? addCard(instance.name, index);
  const part = (name) => card.querySelector(`.${name}`);
  part("state").textContent = instance.up
    ? `${instance.inFlight} requests run, ${instance.waiting} wait.`
    : "It is not there.";
  part("limit").textContent = !instance.up ? ""
    : instance.shared ? "It goes by the shared limit."
    : `It goes by a limit of its own, ${instance.limit}.`;
  part("load").hidden = !instance.up;
  part("toggle").textContent = instance.up ? "Kill" : "Start";
}

function addCard(name, index) {
  const card = element("instance").content.firstElementChild.cloneNode(true);
  card.querySelector(".name").textContent = name;
  card.querySelector(".swatch").classList.add(COLOURS[index % COLOURS.length]);
  const path = `api/instances/${encodeURIComponent(name)}`;
  card.querySelector(".load").addEventListener("click", (event) =>
    press(event.target, "POST", `${path}/load`, { questions: 40 }));
  card.querySelector(".toggle").addEventListener("click", (event) =>
    press(event.target, "PUT", path, { running: !latest().instances[index].up }));
  element("instances").append(card);
  cards.set(name, card);
  return card;
}

/** The instances side by side; the whole width is the limit of the account. */
function showBar(board) {
  const bar = element("bar");
  board.instances.forEach((instance, index) => {
    const part = bar.children[index] ?? bar.appendChild(document.createElement("div"));
    part.className = COLOURS[index % COLOURS.length];
    part.style.width = `${100 * instance.inFlight / board.limit}%`;
  });
  bar.setAttribute("aria-label",
    board.instances.map((instance) => `${instance.name}: ${instance.inFlight} of ${board.limit}`).join(", "));
}

/** The instances on top of each other, the latest at the right. */
function showChart(limit) {
  const highest = Math.max(limit, ...samples.map(total)) * 1.1;
  const x = (index) => WIDTH - (samples.length - 1 - index) * WIDTH / (SAMPLES - 1);
  const y = (requests) => HEIGHT - requests / highest * HEIGHT;
  const areas = latest().instances.map((instance, number) => {
    const below = samples.map((sample, index) => `${x(index)},${y(sumOf(sample, number))}`);
    const above = samples.map((sample, index) => `${x(index)},${y(sumOf(sample, number + 1))}`);
    return shape("polygon", { class: COLOURS[number % COLOURS.length], points: [...above, ...below.reverse()].join(" ") });
  });
  const line = shape("line", { class: "limit-line", x1: 0, x2: WIDTH, y1: y(limit), y2: y(limit) });
  element("chart").replaceChildren(...areas, line);
}

/** How many requests the first instances of a sample run. */
function sumOf(sample, instances) {
  return sample.instances.slice(0, instances).reduce((sum, instance) => sum + instance.inFlight, 0);
}

function total(sample) {
  return sumOf(sample, sample.instances.length);
}

function shape(name, attributes) {
  const created = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([attribute, value]) => created.setAttribute(attribute, value));
  return created;
}
