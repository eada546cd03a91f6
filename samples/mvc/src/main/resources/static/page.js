const WAITING = {
  slot: "Waiting for a free slot of this application …",
  deepseek: "Waiting for DeepSeek …"
};

const element = (id) => document.getElementById(id);

let running = null;

element("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  ask(element("question").value, new FormData(event.target).get("style"));
});
element("stop").addEventListener("click", () => running?.abort());
element("logout").addEventListener("click", async () => {
  await send("logout");
  location.assign("login?logout");
});
element("name").textContent = (await (await fetch("chat/me")).json()).name;

async function ask(text, style) {
  running = new AbortController();
  clear();
  setBusy(true);
  try {
    const response = await send(`chat/${style}`, { text }, running.signal);
    if (response.status === 401 || response.status === 403) {
      location.reload();
    }
    else if (!response.ok) {
      fail((await response.json()).detail);
    }
    else if (style === "blocking") {
      show("text", await response.json());
      show("finished", {});
    }
    else {
      await follow(response.body);
    }
  }
  catch (error) {
    if (error.name === "AbortError") {
      say("Stopped.");
    }
    else {
      fail("The connection is lost.");
    }
  }
  finally {
    setBusy(false);
  }
}

function send(path, body, signal) {
  const token = document.cookie.split("; ").find((cookie) => cookie.startsWith("XSRF-TOKEN=")) ?? "";
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-XSRF-TOKEN": token.slice("XSRF-TOKEN=".length) },
    body: JSON.stringify(body),
    signal
  });
}

/** Shows the events of a stream as they come, and says so if the last one is missing. */
async function follow(body) {
  let last = "";
  let rest = "";
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let { done, value } = await reader.read();
  while (!done) {
    const events = (rest + decoder.decode(value, { stream: true })).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const lines = event.split("\n");
      last = field(lines, "event:");
      show(last, JSON.parse(field(lines, "data:")));
    }
    ({ done, value } = await reader.read());
  }
  if (last !== "finished" && last !== "failed") {
    fail("The answer was cut off.");
  }
}

const field = (lines, name) => lines.find((line) => line.startsWith(name)).slice(name.length);

function show(name, data) {
  switch (name) {
    case "waiting":
      say(WAITING[data.for]);
      break;
    case "reasoning":
      say("DeepSeek thinks …");
      element("thoughts").hidden = false;
      element("reasoning").append(data.text);
      break;
    case "text":
      say("DeepSeek answers …");
      element("answer").append(data.text ?? "");
      break;
    case "finished":
      say(data.reason === "length" ? "The answer reached its longest length." : "Complete.");
      break;
    case "failed":
      fail(data.detail);
  }
}

function say(text) {
  element("state").textContent = text;
}

function fail(text) {
  say("");
  element("problem").textContent = text;
  element("problem").hidden = false;
}

function clear() {
  say("Waiting for the application …");
  element("thoughts").hidden = true;
  element("problem").hidden = true;
  for (const id of ["reasoning", "answer", "problem"]) {
    element(id).textContent = "";
  }
}

function setBusy(busy) {
  element("submit").disabled = busy;
  element("stop").disabled = !busy;
}
