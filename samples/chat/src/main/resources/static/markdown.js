import DOMPurify from "/webjars/dompurify/dist/purify.es.mjs";
import { Marked } from "/webjars/marked/lib/marked.esm.js";

/**
 * What a model writes is not trusted. Its HTML is shown as text, and of the HTML that Markdown becomes only this is let
 * through: no script, no style, no image, and no link that runs code. DOMPurify owns the page's only policy for trusted
 * types.
 */
const RULES = {
  ALLOWED_TAGS: ["p", "br", "hr", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol",
    "li", "table", "thead", "tbody", "tr", "th", "td", "a"],
  ALLOWED_ATTR: ["href", "title", "start", "align"],
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/i,
  RETURN_DOM_FRAGMENT: true
};

const marked = new Marked({
  renderer: {
    heading({ tokens, depth }) {
      const level = Math.min(depth + 2, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    html({ text, block }) {
      return block ? `<pre><code>${escaped(text.trim())}</code></pre>` : `<code>${escaped(text)}</code>`;
    },
    image({ text }) {
      return escaped(text);
    }
  }
});

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName === "A" && node.hasAttribute("href")) {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
});

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Shows Markdown that grows. At most once per frame, and only the blocks that have changed, so that what was read or
 * selected before stays as it is.
 */
export class Markdown {

  #element;

  #blocks = [];

  #frame = 0;

  constructor(element) {
    this.#element = element;
    this.source = "";
  }

  append(text) {
    this.source += text;
    this.#frame ||= requestAnimationFrame(() => this.render());
  }

  render() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const tokens = marked.lexer(this.source).filter((token) => token.type !== "space");
    tokens.forEach((token, index) => this.#show(token, index));
    this.#blocks.splice(tokens.length).forEach(({ element }) => element.remove());
  }

  #show(token, index) {
    const shown = this.#blocks[index];
    if (shown?.raw === token.raw) {
      return;
    }
    const element = document.createElement("div");
    element.className = "block";
    element.append(DOMPurify.sanitize(marked.parser([token]), RULES));
    if (shown) {
      shown.element.replaceWith(element);
    }
    else {
      this.#element.append(element);
    }
    this.#blocks[index] = { raw: token.raw, element };
  }

}
