// Says on stderr how far a long command is: one line that is rewritten where a person looks, a line now and then in a log.

const terminalMs = 1_000;
const logMs = 5_000;
const clearLine = "\r\u001B[K";

export interface Progress {
  /** Prints a line of what was found on stdout. */
  print(line: string): void;
  /** Ends the progress; the last line of it says what came of it. */
  end(line: string): void;
  /** Ends it without a word. */
  stop(): void;
}

/** Takes what tells how far it is; it is asked about once a second. */
export function startProgress(describe: () => string): Progress {
  const { stderr } = process;
  const show = () => stderr.write(stderr.isTTY ? `${clearLine}${describe()}` : `${describe()}\n`);
  const clear = () => void (stderr.isTTY && stderr.write(clearLine));
  const timer = setInterval(show, stderr.isTTY ? terminalMs : logMs);
  const stop = () => {
    clearInterval(timer);
    clear();
  };
  return {
    print(line) {
      clear();
      console.log(line);
    },
    end(line) {
      stop();
      console.error(line);
    },
    stop,
  };
}

/** A number as people read it: 1234567 is 1,234,567. */
export function readable(number: number): string {
  return number.toLocaleString("en-US");
}
