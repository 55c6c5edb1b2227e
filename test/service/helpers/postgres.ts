import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** Folder of PostgreSQL's programs: POSTGRES_BIN, or Debian's newest. Undefined where there is none. */
export function postgresPrograms(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [process.env.POSTGRES_BIN, ...versions.map((version) => join(debian, version, "bin"))];
  return folders.find((folder) => folder && existsSync(join(folder, "initdb")));
}

/** Why the tests on a real server are skipped; false where they run. */
export const NO_POSTGRES = postgresPrograms()
  ? false
  : "no PostgreSQL server here: install Debian's postgresql, or set POSTGRES_BIN";

export interface PostgresServer {
  /** URL of a fresh database. */
  database(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a server of its own in a temporary folder, on a free port of 127.0.0.1. It refuses to run as root: then as nobody. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = postgresPrograms()!;
  const folder = mkdtempSync(join(tmpdir(), "headartist-postgres-"));
  const identity = process.getuid?.() === 0 ? numbersOf("nobody") : undefined;
  if (identity) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, "data");
  execFileSync(join(programs, "initdb"), ["-D", data, "-U", "test", "-A", "trust", "--no-sync", "-E", "UTF8"], {
    ...identity,
    stdio: "ignore",
  });
  const port = await freePort();
  const settings = ["fsync=off", "shared_buffers=16MB", "max_connections=60", `unix_socket_directories=${folder}`];
  const args = ["-D", data, "-h", "127.0.0.1", "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const server: ChildProcess = spawn(join(programs, "postgres"), args, { ...identity, stdio: "ignore" });
  const admin = `postgres://test@127.0.0.1:${port}/postgres`;
  await untilReady(admin);
  let databases = 0;
  return {
    async database() {
      const name = `heads${++databases}`;
      await query(admin, `create database ${name}`);
      return `postgres://test@127.0.0.1:${port}/${name}`;
    },
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGQUIT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function numbersOf(user: string) {
  const number = (flag: string) => Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
  return { uid: number("-u"), gid: number("-g") };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 100; ; tries--) {
    try {
      return await query(url, "select 1");
    } catch (error) {
      if (tries === 0) throw error;
      await sleep(100);
    }
  }
}
