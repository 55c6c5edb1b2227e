import { spawn } from "node:child_process";
import { once } from "node:events";
import { packagePath } from "../../../runtime/host/node/paths.ts";
import { atEnd } from "../../service/helpers/at-end.ts";

/** `headartist serve` with the starter pack, as an artist starts it. */
export interface Served {
  /** The address that it printed, token included. */
  address: string;
  port: number;
  /** What it has written to stderr: pairing codes among others. */
  log(): string;
  /** kill −9. */
  kill(): Promise<void>;
}

/** @param args further arguments of the command. */
export async function serve(data: string, port = 0, ...args: string[]): Promise<Served> {
  const command = [packagePath("runtime", "cli", "main.ts"), "serve", "--data", data, "--port", `${port}`, ...args];
  const child = spawn(process.execPath, command, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DATABASE_URL: undefined, HEADARTIST_TOKEN: undefined, HEADARTIST_HEADS: undefined },
  });
  const exit = once(child, "exit");
  atEnd(() => child.kill("SIGKILL"));
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  let printed = "";
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      const found = / is at (\S+)\n/.exec(printed);
      if (found) resolve(found[1]);
    });
    void exit.then(() => reject(new Error(`the service ended: ${log}`)));
  });
  return {
    address,
    port: Number(new URL(address).port),
    log: () => log,
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
  };
}
