/** The server does not serve with a login for which row-level security is no wall. Roles are everybody's: each change is taken back unseen. */
import { refuseMightyLogin } from "../../src/database/login.ts";
import { UserError } from "../../src/user_error.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function asServer(change: string): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query(`begin; ${change}; set session authorization app_server`);
    await refuseMightyLogin(client);
  } finally {
    client.release(true);
  }
}

test("as it is made, the login will do", () => expect(asServer("select")).resolves.toBeUndefined());

test.each(["superuser", "bypassrls", "createrole", "replication"])("one that has %s will not", async (attribute) => {
  await expect(asServer(`alter role app_server ${attribute}`)).rejects.toThrow(UserError);
  await expect(asServer(`alter role app_server ${attribute}`)).rejects.toThrow(/^The role app_server .*: alter role app_server nosuperuser/);
});

test.each([
  ["app_owner", "grant app_owner to app_server"],
  ["app_owner", "grant app_owner to app_user"],
  ["pg_read_all_data", "grant pg_read_all_data to app_server"],
])("one that may become %s will not: %s", (role, grant) =>
  expect(asServer(grant)).rejects.toThrow(new RegExp(`^The role app_server may become ${role}, .*: revoke ${role} from app_server`)));
