import type { Provider } from "../host/browser/providers.ts";
import type { ErrorBody } from "../service/errors.ts";
import type { SettledRequest } from "../service/jobs/head-row.ts";
import type { Progress } from "../service/schemas/heads.ts";

/** What the worker that makes heads is told; `provider`: what to distil it on, see `choose-provider.ts` where it is left open. */
export type ToCompute = { type: "start"; id: string; request: SettledRequest; provider?: Provider } | { type: "stop" };

/** What it tells; `stopped`: what was done so far is written down. */
export type FromCompute =
  | { type: "loading"; loaded: number; total: number }
  | { type: "progress"; progress: Progress }
  | { type: "preview"; glb: Uint8Array<ArrayBuffer> }
  | { type: "done" }
  | { type: "stopped" }
  | { type: "failed"; error: ErrorBody };
