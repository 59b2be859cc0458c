// The frame of the long forms that play on one database: it is there while they run, and what they find is the exit status.
import { createTestDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import setUp from "./global_setup.ts";
import tearDown from "./global_teardown.ts";

interface Figures {
  /** How many by what was checked: there should be none. */
  differences: Record<string, number>;
}

/** Plays on a test database of its own, tells each step and then the figures; differences fail the process. */
export async function playLongForm(
  play: (database: TestDatabase, tell: (line: string) => void) => Promise<Figures>,
): Promise<void> {
  await setUp();
  try {
    const database = await createTestDatabase();
    try {
      const figures = await play(database, (line) => console.log(line));
      console.log(JSON.stringify(figures, null, 2));
      if (Object.values(figures.differences).some((differences) => differences > 0)) process.exitCode = 1;
    } finally {
      await database.drop();
    }
  } finally {
    await tearDown();
  }
}
