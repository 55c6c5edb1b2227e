import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Client, createClient } from "../../extension/api/client.ts";
import { ServiceError } from "../service/errors.ts";
import { DEFAULTS, type ServiceOptions } from "../service/options.ts";
import { startService } from "../service/start.ts";

/** The service that an agent's tools speak to: one that runs already, or one of our own. */
export interface AgentService {
  /** A client of a service that answers; where the last one has gone, another is found or started. */
  client(): Promise<Client>;
  /** Ends a service of our own at its checkpoints; one that ran already goes on. */
  close(): Promise<void>;
}

/** What of the service's options an agent's tools are started with. */
export type AgentServiceOptions = Pick<ServiceOptions, "data" | "heads" | "threads" | "provider">;

/** How long another process may take from locking the data folder to answering. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 250;

/** Finds the service of a data folder, so that heads made by an agent show up in the panels, or starts one when first needed. */
export function openService(options: AgentServiceOptions): AgentService {
  const { data = DEFAULTS.data } = options;
  let own: Awaited<ReturnType<typeof startService>> | undefined;
  let current: Client | undefined;
  const open = async (): Promise<Client> => {
    for (const end = Date.now() + PATIENCE_MS; ; ) {
      const running = await connect(data);
      if (running) return running;
      try {
        own = await startService({ ...options, port: 0 });
        return createClient({ url: own.url, token: own.token });
      } catch (error) {
        const taken = error instanceof ServiceError && error.code === "FOLDER_IN_USE";
        if (!taken || Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    }
  };
  return {
    async client() {
      if (!current || !(await answers(current))) current = await open();
      return current;
    },
    async close() {
      await own?.stop();
    },
  };
}

/** @returns a client of the service that left its address in the data folder; undefined where none answers. */
async function connect(data: string): Promise<Client | undefined> {
  try {
    const { url, token } = JSON.parse(await readFile(join(data, "connection.json"), "utf8"));
    const client = createClient({ url, token });
    return (await answers(client)) ? client : undefined;
  } catch {
    return undefined;
  }
}

function answers(client: Client): Promise<boolean> {
  return client.call("listPacks", {}).then(
    () => true,
    () => false,
  );
}
