const NAMESPACE = "http://www.w3.org/2000/svg";

const WINDOW = 60_000;

const LEFT = 30;

const TOP = 10;

const BOTTOM = 18;

function shape(name, attributes, text) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, value);
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/** Returns the smallest of 1, 2, 4, 6, 8, 10, 20, 40, ... that is not below a value. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((factor) => factor * power).find((candidate) => candidate >= value);
}

/** Draws how values have changed within the last minute. */
export class Chart {

  #series;

  #least;

  #svg = shape("svg", { role: "img" });

  /**
   * @param {string} caption what is drawn
   * @param {{key: string, kind: "area" | "line" | "bars"}[]} series the values of a sample to be drawn; the class of
   * their color is that of the key
   * @param {number} least what the scale goes up to at least
   */
  constructor(caption, series, least) {
    this.#series = series;
    this.#least = least;
    this.figure = document.createElement("figure");
    const figcaption = document.createElement("figcaption");
    figcaption.textContent = caption;
    this.figure.append(figcaption, this.#svg);
  }

  /**
   * @param {{time: number}[]} samples the samples, the oldest first
   * @param {string} description what can be seen, for who cannot
   */
  draw(samples, description) {
    const { width, height } = this.#svg.getBoundingClientRect();
    if (width === 0) {
      return;
    }
    const now = samples.at(-1).time;
    const recent = samples.filter(({ time }) => time >= now - WINDOW);
    const values = recent.flatMap((sample) => this.#series.map(({ key }) => sample[key]));
    const top = roundUp(Math.max(this.#least, ...values));
    const x = (time) => LEFT + (width - LEFT) * (1 - (now - time) / WINDOW);
    const y = (value) => TOP + (height - TOP - BOTTOM) * (1 - value / top);
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#svg.setAttribute("aria-label", description);
    this.#svg.replaceChildren(...this.#grid(width, height, top, y),
      ...this.#series.map(({ key, kind }) => shape("path", {
        class: `${kind} key-${key}`,
        d: (kind === "bars") ? bars(recent, key, x, y) : steps(recent, key, x, y, kind === "area")
      })));
  }

  #grid(width, height, top, y) {
    const lines = [0, top / 2, top].flatMap((value) => [
      shape("line", { class: "grid", x1: LEFT, x2: width, y1: y(value), y2: y(value) }),
      shape("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, value)
    ]);
    return [...lines, shape("text", { x: LEFT, y: height - 2 }, "1 min ago"),
      shape("text", { x: width, y: height - 2, "text-anchor": "end" }, "now")];
  }

}

/** A value holds until the next one is known. */
function steps(samples, key, x, y, closed) {
  const [first] = samples;
  const path = samples.map((sample) => `H${x(sample.time)}V${y(sample[key])}`).join("");
  const start = closed ? `M${x(first.time)} ${y(0)}` : `M${x(first.time)} ${y(first[key])}`;
  return start + path + (closed ? `V${y(0)}Z` : "");
}

function bars(samples, key, x, y) {
  return samples.filter((sample) => sample[key] > 0)
    .map((sample) => `M${x(sample.time)} ${y(0)}V${y(sample[key])}`)
    .join("");
}
