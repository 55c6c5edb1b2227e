import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { ServiceOptions } from "../../../runtime/service/options.ts";
import { startService } from "../../../runtime/service/start.ts";
import { atEnd } from "../../service/helpers/at-end.ts";

/** A service in a process of its own, to be killed, whose heads are the balls of `compute.ts`. */
export interface BallService {
  url: string;
  token: string;
  kill(): Promise<void>;
}

export async function ballService(options: Omit<ServiceOptions, "entry">): Promise<BallService> {
  const child: ChildProcess = fork(import.meta.filename, [JSON.stringify(options)]);
  const exit = once(child, "exit");
  atEnd(() => child.kill("SIGKILL"));
  const [message] = await Promise.race([
    once(child, "message"),
    exit.then(() => Promise.reject(new Error("the service ended"))),
  ]);
  return {
    ...(message as { url: string; token: string }),
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
  };
}

if (import.meta.main) {
  const options: ServiceOptions = JSON.parse(process.argv[2]);
  const entry = new URL("./compute.ts", import.meta.url);
  const { url, token } = await startService({
    port: 0,
    standby: false,
    previewInterval: 50,
    ...options,
    entry,
    warn: () => {},
  });
  process.send!({ url, token });
}
