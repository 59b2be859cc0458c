// Run in a server's process: something that prints by itself, and in the end fails, once the start is over.
const before = console.error;
const secret = "s3cret";
const timer = setInterval(() => {
  if (console.error === before) return;
  clearInterval(timer);
  const error = Object.assign(new Error(`of ${secret}@example.com`), { detail: secret });
  console.error(`A library says: Bearer ${secret}`, error, secret);
  console.warn("A library warns", { password: secret });
  console.dir(error);
  process.once("SIGUSR2", () => void Promise.reject(error));
}, 20);
