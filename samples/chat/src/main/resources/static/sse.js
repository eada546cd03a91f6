/**
 * Reads a text/event-stream piece by piece. Network chunks end anywhere: in the middle of an event, of a line, of a
 * line break, or of a character. What is not complete waits for the next chunk; an event without its blank line at
 * the end of the stream is dropped, as the specification has it.
 *
 * @param {ReadableStream<Uint8Array>} body the body of the response
 * @yields {{event: string, data: string}}
 */
export async function* serverSentEvents(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let event = "";
  let data = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      // Before the end, a carriage return at the very end may be the first half of a line break
      const lineBreak = done ? /\r\n|\n|\r/ : /\r\n|\n|\r(?!$)/;
      let match;
      while ((match = lineBreak.exec(rest)) !== null) {
        const line = rest.slice(0, match.index);
        rest = rest.slice(match.index + match[0].length);
        if (line === "") {
          if (data.length > 0) {
            yield { event: event || "message", data: data.join("\n") };
          }
          event = "";
          data = [];
          continue;
        }
        const colon = line.indexOf(":");
        const field = (colon < 0) ? line : line.slice(0, colon);
        const text = (colon < 0) ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (field === "event") {
          event = text;
        }
        else if (field === "data") {
          data.push(text);
        }
      }
      if (done) {
        return;
      }
    }
  }
  finally {
    // Also when the consumer stops early: closes the connection, and with it the call to DeepSeek
    reader.cancel().catch(() => {});
  }
}
