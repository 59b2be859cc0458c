/** Bytes on a socket that are hardly HTTP: the server has to say so or to hang up, and neither wait nor break. */
import { connect } from "node:net";
import fc from "fast-check";

const lines = [
  "GET / HTTP/1.1", "POST /graphql HTTP/1.1", "POST /graphql HTTP/1.0", "POST /graphql HTTP/9.9", "POST /graphql", "GET http://evil.example.com/ HTTP/1.1", "CONNECT evil.example.com:443 HTTP/1.1", "PRI * HTTP/2.0", "OPTIONS * HTTP/1.1",
  "Host: x", "Host: ", "Host: x\r\nHost: y", "Content-Type: application/json", "Content-Length: 2", "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 1\r\nContent-Length: 2",
  "Transfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3", "Transfer-Encoding: xchunked", "Expect: 100-continue", "Expect: nonsense", "Upgrade: websocket\r\nConnection: Upgrade", "Connection: close",
  "Authorization: Bearer \0", "X-\0: 1", ": no name", " folded", "X-Long: " + "x".repeat(20_000), "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "{}", "0", "5\r\nhello", "zz", "ffffffffffffffff",
];

/** What is written to one connection. */
export const conversations: fc.Arbitrary<Buffer> = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...lines) }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) }), { minLength: 1, maxLength: 12 })
  .map((chosen) => Buffer.from(`${chosen.join("\r\n")}\r\n\r\n{}`, "latin1"));

/** Writes it all, says that no more will come, and returns what came back; undefined when the server has not hung up in time. */
export function converse(port: number, bytes: Buffer, msMax: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const heard: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    const end = (answer: string | undefined): void => {
      clearTimeout(deadline);
      socket.destroy();
      resolve(answer);
    };
    const deadline = setTimeout(() => end(undefined), msMax);
    socket.on("data", (chunk) => heard.push(chunk));
    socket.on("close", () => end(Buffer.concat(heard).toString("latin1")));
    socket.on("error", () => undefined); // hung up on: close follows
    socket.end(bytes);
  });
}
