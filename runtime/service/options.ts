import { dataFolder } from "../host/node/paths.ts";
import { printable } from "../host/printable.ts";
import { ENGINE_ENTRY } from "./compute/fork.ts";

/** What {@link startService} and {@link startRemoteWorker} take. */
export interface ServiceOptions {
  /** Folder of the queue, the token, and (unless `heads` says otherwise) the heads. */
  data?: string;
  /** Where heads live: a folder, or "s3://bucket/prefix". */
  heads?: string;
  /** Address to bind; anything but loopback has to be asked for. */
  host?: string;
  /** 0 takes a free one. */
  port?: number;
  /** Further exact "host:port" values of the Host header. */
  allowHosts?: readonly string[];
  /** Further exact origins of pages. */
  allowOrigins?: readonly string[];
  /** PostgreSQL; absent: embedded in the data folder. */
  databaseUrl?: string;
  /** Heads made here at the same time; 0 leaves the work to other machines' workers. */
  workers?: number;
  /** Threads of one operator in a compute process; absent: one a core. */
  threads?: number;
  /** A token chosen by who supervises the service. */
  token?: string;
  /** Model packs by name, each a registered name or a folder; the first is the active one. Absent: all registered. */
  packs?: Readonly<Record<string, string>>;
  /** Execution provider of the compute processes; see {@link chooseProvider}. */
  provider?: string;
  /** Folder of the built studio page. */
  studio?: string;
  /** Module of the compute process. */
  entry?: URL;
  /** Whether a compute process waits with what every head needs; see {@link keepStandby}. */
  standby?: boolean;
  /** Milliseconds between live previews, at least. */
  previewInterval?: number;
  /** Told of trouble that the service deals with itself. */
  warn?: (message: string) => void;
  /** Shows a pairing code to the person at the machine. */
  showCode?: (code: string) => void;
}

export const DEFAULTS = {
  data: dataFolder(),
  host: "127.0.0.1",
  port: 4816,
  workers: 1,
  entry: ENGINE_ENTRY,
  standby: true,
  previewInterval: 500,
  warn: (message: string) => void process.stderr.write(`${printable(message)}\n`),
  showCode: (code: string) => void process.stderr.write(`pairing code: ${code}\n`),
} as const;
