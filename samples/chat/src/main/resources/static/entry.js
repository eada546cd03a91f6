/** A question on the page, and what becomes of it. Everything is set as text, never as HTML. */
export class Entry {

	constructor(question, status) {
		this.article = document.getElementById("entry").content.firstElementChild.cloneNode(true);
		this.reasoning = this.find(".reasoning");
		this.answer = this.find(".answer");
		this.status = status;
		this.find(".question").textContent = question;
	}

	find(selector) {
		return this.article.querySelector(selector);
	}

	/** Says what is going on, on the page and to a screen reader; nothing to say hides it. */
	state(text) {
		const state = this.find(".state");
		if (state.textContent !== text) {
			state.textContent = text;
			state.hidden = text === "";
			this.status.textContent = text;
		}
	}

	addReasoning(text) {
		this.state("Thinking");
		if (this.reasoning.hidden) {
			this.reasoning.hidden = false;
			this.reasoning.open = true;
		}
		this.find(".reasoning .text").append(text);
	}

	addAnswer(text) {
		if (!this.answer.hasChildNodes()) {
			this.reasoning.open = false;
		}
		this.state("Answering");
		this.answer.append(text);
	}

	finished({ model, finishReason, usage }) {
		const facts = [model];
		if (usage) {
			facts.push(`${usage.promptTokens} tokens in`, `${usage.completionTokens} out`);
		}
		if (finishReason && finishReason !== "stop") {
			facts.push((finishReason === "length") ? "cut off: the longest allowed answer was reached"
				: `ended by ${finishReason}`);
		}
		this.end(facts.filter(Boolean).join(" · "), "The answer is complete");
	}

	stopped() {
		this.end("stopped by you", "Stopped");
	}

	failed({ message, retryAfter }) {
		const problem = this.find(".problem");
		problem.textContent = message;
		problem.hidden = false;
		const facts = [];
		if (this.answer.hasChildNodes()) {
			facts.push("the answer above is not complete");
		}
		if (retryAfter !== undefined) {
			facts.push(`worth another try in ${retryAfter} s`);
		}
		this.end(facts.join(" · "), "");
	}

	end(facts, announcement) {
		this.state("");
		this.status.textContent = announcement;
		const line = this.find(".facts");
		line.textContent = facts;
		line.hidden = facts === "";
	}

}
