import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { packagePath } from "../../../runtime/host/node/paths.ts";
import { call, type Target } from "./client.ts";
import { type ServiceProcess, serviceProcess } from "./service.ts";

export const STAGES = ["geometry", "texture", "refine", "bake"] as const;
export type Stage = (typeof STAGES)[number];
/** Who is killed: the service, the worker of another machine, or the process that makes the head. */
export type Victim = "service" | "worker" | "engine";

export interface Kill {
  stage: Stage;
  victim: Victim;
}

export interface KilledHead {
  /** SHA-256 of the GLB. */
  glb: string;
  /** What was killed while its stage ran; a stage that was over too soon is missing. */
  kills: Kill[];
}

/** A pack of a few weights, and a head of it. */
export const TINY = packagePath("test", "golden", "packs", "starter");
export const REQUEST = { prompt: "an old dwarf", seed: 5, preset: "draft" } as const;

/** Generous: every kill starts a process again, and a worker that died is missed after ten seconds. */
const PATIENCE_MS = 600_000;
const LOOK_MS = 15;

/**
 * Makes a head of the engine, killing as planned, and starts again what was killed.
 * @param databaseUrl with one the worker is a process of its own; without, service and worker are one.
 */
export async function makeKilled(data: string, plan: readonly Kill[], databaseUrl?: string): Promise<KilledHead> {
  const shared = { data, databaseUrl, heads: `${data}/heads`, packs: { starter: TINY }, threads: 1, engine: true };
  const startService = () => serviceProcess({ ...shared, provider: "cpu", workers: databaseUrl ? 0 : 1 });
  const startWorker = () => serviceProcess({ ...shared, provider: "cpu", workers: 1, remote: true });
  let service = await startService();
  let worker = databaseUrl ? await startWorker() : undefined;
  const { body } = await call(service, "POST", "/api/heads", REQUEST);
  const kills: Kill[] = [];
  let seen = "";
  for (const kill of plan) {
    const progress = await reachStage(service, body.id, kill.stage, seen);
    if (!progress) continue;
    seen = progress;
    if (kill.victim === "engine" && !killChild(worker ?? service)) continue;
    if (kill.victim === "service") {
      await service.kill();
      service = await startService();
    } else if (kill.victim === "worker" && worker) {
      await worker.kill();
      worker = await startWorker();
    }
    kills.push(kill);
  }
  await reachStage(service, body.id, "done", "");
  const { state, error } = (await call(service, "GET", `/api/jobs/${body.id}`)).body;
  if (state !== "done") throw new Error(`the head is ${state}: ${JSON.stringify(error)}`);
  const { url, token } = service;
  const file = await fetch(`${url}/api/heads/${body.id}/head.glb`, { headers: { authorization: `Bearer ${token}` } });
  const glb = createHash("sha256")
    .update(new Uint8Array(await file.arrayBuffer()))
    .digest("hex");
  await worker?.kill();
  await service.kill();
  return { glb, kills };
}

/** Waits for fresh progress of a stage. @returns it; undefined where that stage is over, or the head at its end. */
async function reachStage(
  target: Target,
  id: string,
  stage: Stage | "done",
  seen: string,
): Promise<string | undefined> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(LOOK_MS)) {
    const { body } = await call(target, "GET", `/api/jobs/${id}`);
    if (["done", "failed"].includes(body.state)) return undefined;
    const now = JSON.stringify(body.progress);
    if (stage === "done" || !body.progress || now === seen) continue;
    if (body.progress.stage === stage) return now;
    if (STAGES.indexOf(body.progress.stage) > STAGES.indexOf(stage)) return undefined;
  }
  throw new Error(`head ${id} did not come to ${stage} in time`);
}

/** Kills the process that makes the head. @returns false where there is none just now. */
function killChild({ pid }: ServiceProcess): boolean {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  for (const child of children) process.kill(Number(child), "SIGKILL");
  return children.length > 0;
}
