import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Project } from "./install.ts";

/** The installed package's service, as its user starts it. */
export interface Served {
  url: string;
  /** What it wrote to stderr: pairing codes among others. */
  log(): string;
  /** Ctrl-C. */
  stop(): Promise<void>;
}

export async function serveInstalled({ folder, env }: Project, ...args: string[]): Promise<Served> {
  const command = join(folder, "node_modules", "babylon-headartist", "runtime", "cli", "headartist.js");
  const child = spawn("node", [command, "serve", ...args], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const exit = once(child, "exit");
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  let printed = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      const found = / is at (\S+)\n/.exec(printed);
      if (found) resolve(new URL(found[1]).origin);
    });
    void exit.then(() => reject(new Error(`the service ended: ${log}`)));
  });
  return {
    url,
    log: () => log,
    async stop() {
      child.kill("SIGINT");
      await exit;
    },
  };
}
