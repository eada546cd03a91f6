import { Markdown } from "./markdown.js";

const FINISH_REASONS = { length: "cut off at the longest allowed answer", content_filter: "withheld by a filter" };

function clone(template) {
  return document.getElementById(template).content.firstElementChild.cloneNode(true);
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A question on the page, and what becomes of it. */
export class Entry {

  #texts = [];

  #tools = new Map();

  #part = null;

  #status;

  #timer = 0;

  /**
   * @param {string} question what was asked
   * @param {HTMLElement} status where a screen reader is told what is going on
   * @param {() => void} retry asks again
   */
  constructor(question, status, retry) {
    this.article = clone("entry");
    this.#status = status;
    this.find(".question").textContent = question;
    this.find(".retry").addEventListener("click", retry);
    this.find(".copy").addEventListener("click", ({ target }) => this.#copy(target));
  }

  find(selector) {
    return this.article.querySelector(selector);
  }

  /** Says what is going on, and for how long; nothing to say hides it. */
  state(text) {
    const what = this.find(".what");
    if (what.textContent === text) {
      return;
    }
    clearInterval(this.#timer);
    what.textContent = text;
    this.#status.textContent = text;
    this.find(".seconds").textContent = "";
    this.find(".state").hidden = text === "";
    if (text !== "") {
      const start = performance.now();
      this.#timer = setInterval(() => {
        this.find(".seconds").textContent = `${Math.round((performance.now() - start) / 1000)} s`;
      }, 1000);
    }
  }

  addReasoning(text) {
    this.state("Thinking");
    if (this.#part?.kind !== "reasoning") {
      this.#begin({ kind: "reasoning", element: clone("reasoning"), start: performance.now() });
    }
    this.#part.element.querySelector(".text").append(text);
  }

  addText(text) {
    this.state("Answering");
    if (this.#part?.kind !== "text") {
      const element = document.createElement("div");
      element.className = "answer";
      this.#begin({ kind: "text", element });
      this.#texts.push(new Markdown(element));
    }
    this.#texts.at(-1).append(text);
  }

  toolStarted({ id, name, arguments: input }) {
    this.state(`Using ${name}`);
    const element = clone("tool");
    element.querySelector(".tool-name").textContent = name;
    element.querySelector(".arguments").textContent = input;
    this.#begin({ kind: "tool", element });
    this.#tools.set(id, element);
  }

  toolFinished({ id, result, failed }) {
    const element = this.#tools.get(id);
    element.querySelector(".tool-state").textContent = failed ? "failed" : "was used";
    element.querySelector(".result").textContent = result;
    this.state("Waiting for DeepSeek");
  }

  /** Reasoning folds away as soon as something else begins. */
  #begin(part) {
    this.#endReasoning();
    this.#part = part;
    this.find(".parts").append(part.element);
  }

  #endReasoning() {
    if (this.#part?.kind === "reasoning") {
      const { element, start } = this.#part;
      element.open = false;
      element.querySelector("summary").textContent = `Thought for ${seconds(performance.now() - start)}`;
    }
  }

  finished({ model, finishReason, usage, cost, firstTokenMillis }) {
    const facts = [model];
    if (usage) {
      const cached = (usage.cachedTokens > 0) ? ` (${usage.cachedTokens.toLocaleString()} from the cache)` : "";
      facts.push(`${usage.promptTokens.toLocaleString()} tokens in${cached}`,
        `${usage.completionTokens.toLocaleString()} out`);
    }
    if (cost) {
      facts.push(new Intl.NumberFormat(undefined,
        { style: "currency", currency: cost.currency, maximumSignificantDigits: 2 }).format(cost.amount));
    }
    if (firstTokenMillis !== undefined) {
      facts.push(`first token after ${seconds(firstTokenMillis)}`);
    }
    if (finishReason !== "stop") {
      facts.push(FINISH_REASONS[finishReason] ?? `ended by ${finishReason}`);
    }
    this.#end(facts, "The answer is complete");
  }

  stopped() {
    this.#end(["Stopped by you", "not part of the conversation"], "Stopped");
  }

  /** Says what went wrong, and offers a way on. */
  failed({ message, retryAfter }, { label, action }) {
    const problem = this.find(".problem");
    const when = (retryAfter !== undefined) ? ` It is worth another try in ${retryAfter} s.` : "";
    const incomplete = (this.#texts.length > 0) ? " The answer above is not complete." : "";
    problem.querySelector("p").textContent = message + incomplete + when;
    problem.querySelector("button").textContent = label;
    problem.querySelector("button").addEventListener("click", action);
    this.find(".retry").hidden = true;
    this.#end([], "");
    problem.hidden = false;
  }

  #end(facts, announcement) {
    this.#endReasoning();
    this.state("");
    this.#status.textContent = announcement;
    this.#texts.forEach((text) => text.render());
    this.find(".facts").replaceChildren(...facts.filter(Boolean).map((fact) => {
      const item = document.createElement("li");
      item.textContent = fact;
      return item;
    }));
    this.find(".copy").hidden = this.#texts.length === 0;
    this.find("footer").hidden = facts.length === 0 && this.#texts.length === 0;
  }

  /** An earlier answer is no longer asked for again. */
  settle() {
    this.find(".retry").hidden = true;
    this.find(".way-on").hidden = true;
  }

  async #copy(button) {
    try {
      await navigator.clipboard.writeText(this.#texts.map((text) => text.source).join("\n\n"));
      button.textContent = "Copied";
    }
    catch {
      button.textContent = "The browser does not allow it";
    }
    this.#status.textContent = button.textContent;
    setTimeout(() => button.textContent = "Copy", 2000);
  }

}
