import { fork } from "node:child_process";
import { once } from "node:events";
import type { ServiceOptions } from "../../../runtime/service/options.ts";
import { type Service, startService } from "../../../runtime/service/start.ts";
import { atEnd } from "./at-end.ts";
import type { Target } from "./client.ts";
import { dataFolder, temporaryFolder, wordsPack } from "./folders.ts";

/** The compute process of the tests, see there. */
export const TEST_ENTRY = new URL("./compute.ts", import.meta.url);

/** Starts a service in this process; it ends after the tests of this file. */
export async function service(options: ServiceOptions = {}): Promise<Service & { data: string }> {
  const data = options.data ?? (await (options.databaseUrl ? temporaryFolder() : dataFolder()));
  const packs = options.packs ?? { starter: await wordsPack() };
  const started = await startService({
    port: 0,
    entry: TEST_ENTRY,
    standby: false,
    previewInterval: 50,
    warn: () => {},
    ...options,
    packs,
    data,
  });
  atEnd(() => started.stop());
  return { ...started, data };
}

/** A process of its own, which a test may kill. */
export interface ServiceProcess extends Target {
  pid: number;
  kill(): Promise<void>;
}

/** Starts a service, or with `remote` a worker of another machine, in a process of its own; with `engine` it makes heads. */
export async function serviceProcess(
  options: Omit<ServiceOptions, "entry"> & { remote?: boolean; engine?: boolean },
): Promise<ServiceProcess> {
  const child = fork(new URL("./service-process.ts", import.meta.url), [JSON.stringify({ port: 0, ...options })], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const exit = once(child, "exit");
  atEnd(() => child.kill("SIGKILL"));
  const [message] = await Promise.race([
    once(child, "message"),
    exit.then(() => Promise.reject(new Error("the service ended"))),
  ]);
  return {
    ...(message as Target),
    pid: child.pid!,
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
  };
}
