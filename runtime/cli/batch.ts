import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { text as readText } from "node:stream/consumers";
import { integer } from "../host/check-value.ts";
import { ExitError, inputError, interruptedError } from "../host/errors.ts";
import { readThreads } from "../host/node/terminal/deliver-head.ts";
import { ensureWritable } from "../host/node/terminal/ensure-writable.ts";
import { interruptSignal } from "../host/node/terminal/interrupt-signal.ts";
import { formatSeconds } from "../host/node/terminal/progress.ts";
import { say } from "../host/node/terminal/say.ts";
import { tellKernels } from "../host/node/terminal/tell-kernels.ts";
import { type Report, reportLines } from "../prompt/report.ts";
import { readRows } from "../service/batch/read-rows.ts";
import { type BatchEvent, runBatch } from "../service/batch/run-batch.ts";
import { openPacks } from "../service/packs.ts";

/** Options of `headartist batch`, as the command line gives them. */
export interface BatchCommandOptions {
  output: string;
  jobs: string;
  threads?: string;
  provider?: string;
  json?: boolean;
}

/** `headartist batch`: a head for each row of a file. The exit code is 1 where a row was bad or failed. */
export async function batch(file: string, options: BatchCommandOptions): Promise<void> {
  const { json = false } = options;
  const text = await readRowsFile(file);
  const threads = readThreads(options.threads);
  const jobs = integer("jobs", options.jobs, { least: 1, most: 256 });
  const rows = await readRows(text, /\.(jsonl|ndjson)$/i.test(file) || /^\s*\{/.test(text));
  for (const { line, message } of rows.bad)
    say(json, { event: "bad-row", line, message }, `${file}:${line}: ${message}`);
  const folder = resolve(options.output);
  await ensureWritable(folder);
  await tellKernels(options.provider, json);
  const signal = interruptSignal();
  signal.addEventListener("abort", () => say(json, { event: "stopping" }, "\nwriting the checkpoint"));
  const on = json ? jsonReporter : reporter(rows.rows.length);
  const entries = await runBatch(rows, folder, {
    packs: openPacks(),
    jobs,
    threads,
    provider: options.provider,
    signal,
    on,
  });
  const count = (status: string) => entries.filter((entry) => entry.status === status).length;
  if (signal.aborted) {
    throw interruptedError(
      `stopped with ${count("done")} of ${entries.length} heads made; repeat the command to go on`,
    );
  }
  const index = join(folder, "index.html");
  process.stdout.write(
    json
      ? `${JSON.stringify({ event: "done", heads: count("done"), rows: entries.length, folder, index })}\n`
      : `${count("done")} of ${entries.length} heads are in ${folder}; open ${index}\n`,
  );
  const troubled = count("failed") + count("bad");
  if (troubled > 0)
    throw new ExitError(
      `${troubled} of ${entries.length} rows failed; repeat the command to try them again`,
      "failure",
    );
}

async function readRowsFile(file: string): Promise<string> {
  if (file === "-") return readText(process.stdin);
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw inputError(`${file} cannot be read (${error.code}); give a CSV or JSONL file, or "-"`);
  });
}

function jsonReporter({ type, row, ...event }: BatchEvent): void {
  process.stdout.write(`${JSON.stringify({ event: `head-${type}`, line: row.line, name: row.name, ...event })}\n`);
}

/** What of a report a batch tells: the words that are drawn are many. */
const leftOut = ({ items, notes }: Report): Report => ({ items: items.filter(({ state }) => state !== "used"), notes });

/** A line a head; on a terminal the running head's line rewrites itself. */
function reporter(total: number, stream: NodeJS.WriteStream = process.stderr): (event: BatchEvent) => void {
  let last = 0;
  return (event) => {
    const head = `[${event.index + 1}/${total}] ${event.row.name}`;
    const line = (text: string) => stream.write(`${stream.isTTY ? "\r\x1b[K" : ""}${head}  ${text}\n`);
    if (event.type === "begun") for (const text of reportLines(leftOut(event.report))) line(text);
    else if (event.type === "kept") line("is there already");
    else if (event.type === "failed") line(`line ${event.row.line}: ${event.error}`);
    else if (event.type === "done")
      line(
        `done in ${formatSeconds(event.seconds)}${event.eta > 0 ? `, ${formatSeconds(event.eta)} left for the rest` : ""}`,
      );
    else if (event.type === "progress" && stream.isTTY && Date.now() - last > 100) {
      last = Date.now();
      const { stage, step, steps, eta } = event.progress;
      stream.write(
        `\r\x1b[K${head}  ${stage} ${step}/${steps}, ${formatSeconds(eta)} left, all heads ${formatSeconds(event.eta)}`,
      );
    }
  };
}
