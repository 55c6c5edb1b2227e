import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../../runtime/service/database/database.ts";
import { openDatabase } from "../../../runtime/service/database/open.ts";
import { openQueue, QUEUE } from "../../../runtime/service/jobs/queue.ts";
import { startService } from "../../../runtime/service/start.ts";
import { NO_POSTGRES, startPostgres } from "../../service/helpers/postgres.ts";
import { milliseconds, type Table } from "./report.ts";

/** Seconds of a head's making that are watched, at most. */
const WATCH_SECONDS = 20;
const JOBS = 300;

/** The HTTP service while a head is being made, and the queue with jobs that do nothing. @param pack registered name or folder. */
export async function benchService(pack: string): Promise<Table> {
  const data = await mkdtemp(join(tmpdir(), "headartist-bench-"));
  const warn = (message: string) => void process.stderr.write(`${message}\n`);
  const rows = await watchHead(data, pack, warn);
  rows.push([
    "queue on PGlite",
    `${await jobsASecond(await openDatabase(join(data, "empty"), undefined, warn))} jobs/s`,
    "–",
  ]);
  if (NO_POSTGRES) rows.push(["queue on PostgreSQL", "–", NO_POSTGRES]);
  else {
    const server = await startPostgres();
    const rate = await jobsASecond(await openDatabase(data, await server.database(), warn));
    rows.push(["queue on PostgreSQL", `${rate} jobs/s`, "–"]);
    await server.stop();
  }
  await rm(data, { recursive: true });
  return {
    title: "Service",
    columns: ["what", "measured", "wanted"],
    rows,
    notes: [
      `HTTP: GET /api/jobs every 20 ms over ${WATCH_SECONDS} s of a draft head. Queue: ${JOBS} empty jobs, one worker.`,
    ],
  };
}

async function watchHead(data: string, pack: string, warn: (message: string) => void): Promise<string[][]> {
  const service = await startService({ data, port: 0, packs: { starter: pack }, warn });
  const headers = { authorization: `Bearer ${service.token}`, "content-type": "application/json" };
  const ask = async (method: string, path: string, body?: object) =>
    (await fetch(service.url + path, { method, headers, body: body && JSON.stringify(body) })).json();
  const { id } = await ask("POST", "/api/heads", { prompt: "an old dwarf with a red beard", preset: "draft", seed: 1 });
  const preview = async () => (await ask("GET", `/api/heads/${id}`)).preview as number;
  while ((await preview()) === 0) await sleep(100);
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  const [first, begin] = [await preview(), performance.now()];
  const times: number[] = [];
  for (let unfinished = 1; unfinished > 0 && performance.now() - begin < WATCH_SECONDS * 1000; ) {
    const sent = performance.now();
    const { jobs } = await ask("GET", "/api/jobs");
    times.push(performance.now() - sent);
    unfinished = jobs.length;
    await sleep(20);
  }
  delay.disable();
  const previews = ((await preview()) - first) / ((performance.now() - begin) / 1000);
  await service.stop();
  times.sort((a, b) => a - b);
  const share = (p: number) => milliseconds(times[Math.floor(times.length * p)]);
  return [
    ["HTTP answer, median", `${share(0.5)} ms`, "–"],
    ["HTTP answer, p99", `${share(0.99)} ms`, "–"],
    ["event-loop delay, p99", `${milliseconds(delay.percentile(99) / 1e6)} ms`, "50 ms"],
    ["live previews", `${previews.toFixed(2)} a second`, "0.5 a second"],
  ];
}

async function jobsASecond(db: Database): Promise<string> {
  const boss = await openQueue(db, () => {});
  const jobs = Array.from({ length: JOBS }, (_, i) => ({ data: { head: `${i}` }, singletonKey: `${i}` }));
  await boss.insert(QUEUE, jobs);
  const begin = performance.now();
  await new Promise<void>((resolve) => {
    let left = JOBS;
    const worker = boss.work(QUEUE, { pollingIntervalSeconds: 0.5 }, async () => {
      if (--left === 0) resolve();
      boss.notifyWorker(await worker);
    });
  });
  const rate = JOBS / ((performance.now() - begin) / 1000);
  await boss.stop({ graceful: false, close: true });
  await db.close();
  return rate.toFixed(0);
}
