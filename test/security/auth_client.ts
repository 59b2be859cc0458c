// Talks to /auth as an app does.
export interface Tokens {
  accessToken: string;
  expiresAt: string;
  refreshToken: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** As it was sent. */
  text: string;
  tokens: Tokens;
  /** The error's code, when there is one. */
  code: string | undefined;
}

/** Sends one command; a text is sent as it is. Answers of one kind are the same to the byte, as each request has the same id. */
export async function send(server: string, path: string, body: object | string, token?: string): Promise<Answer> {
  const response = await fetch(new URL(`/auth/${path}`, server), {
    method: "POST",
    headers: { "content-type": "application/json", "x-request-id": "a-command", ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const json = JSON.parse(text) as Tokens & { errors?: { extensions: { code: string } }[] };
  return { status: response.status, headers: response.headers, text, tokens: json, code: json.errors?.[0]?.extensions.code };
}

/** Status and code of the API's answer to whoever has this access token. */
export async function ask(server: string, token: string): Promise<{ status: number; code?: string; userId?: string }> {
  const response = await fetch(new URL("/graphql", server), {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: "mutation { bootstrap(input: {}) { state { zone } } }" }),
  });
  const json = (await response.json()) as { data?: object; errors?: { extensions: { code: string } }[] };
  const code = json.errors?.[0]?.extensions.code;
  return { status: response.status, ...(code !== undefined && { code }), ...(json.data && { data: json.data }) };
}
