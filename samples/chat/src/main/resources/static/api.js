/** A failure that the server, or the lack of one, has put into words for the user. */
export class Problem extends Error {

  constructor(status, detail, retryAfter) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  static of(body) {
    return new Problem(body.status, body.detail ?? body.title ?? "Something went wrong.", body.retryAfter);
  }

}

/**
 * Sends a request and returns its response, or throws a Problem if it is not a success.
 */
export async function send(method, path, { body, accept = "application/json", signal } = {}) {
  const headers = { "Accept": `${accept}, application/problem+json`, "X-Requested-With": "XMLHttpRequest" };
  if (method !== "GET") {
    headers["X-XSRF-TOKEN"] = csrfToken();
  }
  if (body !== undefined && !(body instanceof URLSearchParams)) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, { method, headers, body, signal, credentials: "same-origin" });
  }
  catch (error) {
    throw signal?.aborted ? error : new Problem(0, "The chat server cannot be reached.");
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

/** Sends a request and returns the JSON that comes back. */
export async function json(method, path, body) {
  return (await send(method, path, { body })).json();
}

async function problemOf(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (type.includes("json")) {
    return Problem.of(await response.json());
  }
  return (response.status === 403)
    ? new Problem(403, "The page is out of date.")
    : new Problem(response.status, `The server answered with status ${response.status}.`);
}

function csrfToken() {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("XSRF-TOKEN="));
  return (cookie !== undefined) ? decodeURIComponent(cookie.slice("XSRF-TOKEN=".length)) : "";
}
