// Sends requests over HTTP, one at a time on each connection, which stays open.
import { Client } from "undici";
import type { Opened, Send } from "./generator.ts";
import type { HttpTask } from "./tasks.ts";

/** Opens the connections of a task. */
export async function openHttp(task: HttpTask): Promise<Opened> {
  const clients = Array.from({ length: task.connections }, () => new Client(task.origin, { pipelining: 1 }));
  return {
    connections: clients.map((client) => senderOver(client, task)),
    close: async () => void (await Promise.all(clients.map((client) => client.close()))),
  };
}

function senderOver(client: Client, { path, requests, expected, statuses = [200] }: HttpTask): Send {
  return (index) => {
    const { token, body = null } = requests[index] ?? { token: "" };
    const headers = { authorization: `Bearer ${token}`, ...(body !== null && { "content-type": "application/json" }) };
    return new Promise((resolve, reject) => {
      let status = 0;
      let text = "";
      client.dispatch(
        { path, method: body === null ? "GET" : "POST", headers, body },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_controller, statusCode) => void (status = statusCode),
          onResponseData: (_controller, chunk) => void (text += chunk.toString()),
          onResponseEnd: () => {
            if (statuses.includes(status) && text.includes(expected) && !text.startsWith('{"errors"')) resolve();
            else reject(new Error(`${status} without ${expected}: ${text.slice(0, 500)}`));
          },
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });
  };
}
