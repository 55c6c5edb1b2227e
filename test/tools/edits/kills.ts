/**
 * Kills the command line with SIGKILL at random moments while it makes and edits heads of layers, starts it again, and compares every
 * file with those of uninterrupted runs: `node test/tools/edits/kills.ts <folder>`; a quarter of an hour on two cores.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { HEAD_FILES, LEVEL_FILES } from "../../../runtime/head/store.ts";
import { packagePath } from "../../../runtime/host/node/paths.ts";
import { randomStream } from "../../../runtime/kernels/random.ts";

const PROMPT = "an old man with round glasses and a short beard";
const EDITS = ["make him smile and take the glasses off", "give him a full white beard", "bigger nose"];
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: "string", default: "30" },
    /** Most of one making: then it is let end. */
    each: { type: "string", default: "3" },
    preset: { type: "string", default: "draft" },
    pack: { type: "string", default: "starter" },
    seed: { type: "string", default: "1" },
  },
});
if (!positionals[0]) throw new Error("say in which folder the heads are to lie");
const folder = resolve(positionals[0]);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const draws = randomStream(Number(values.seed));
let drawn = 0;
const at = (name: string) => join(folder, name);
const kills: { head: string; stage: string; seconds: number }[] = [];

/** Runs the command line, for so long. @returns seconds it took, or the stage in which it was killed. */
async function run(args: readonly string[], most = Infinity): Promise<{ seconds: number; killed?: string }> {
  const command = [packagePath("runtime/cli/main.ts"), ...args, "--json"];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "pipe"] });
  let [stage, errors] = ["start", ""];
  createInterface(child.stdout).on("line", (line) => {
    const event = JSON.parse(line);
    if (event.event === "progress") stage = event.stage;
  });
  child.stderr.on("data", (text) => {
    errors += text;
  });
  const begin = performance.now();
  const timer = Number.isFinite(most) ? setTimeout(() => child.kill("SIGKILL"), 1000 * most) : undefined;
  const [code, signal] = await once(child, "close");
  clearTimeout(timer);
  assert.ok(code === 0 || signal === "SIGKILL", `${args.join(" ")} ended with ${code}: ${errors}`);
  return { seconds: (performance.now() - begin) / 1000, ...(signal && { killed: stage }) };
}

const makeArgs = (name: string) =>
  ["generate", PROMPT, "--preset", values.preset, "--pack", values.pack, "--seed", "3", "--texture-size", "256"].concat(
    [...["--head", at(`${name}.head`), "-o", at(`${name}.glb`)]],
  );
const editArgs = (parent: string, name: string, instruction: string) =>
  ["edit", at(`${parent}.head`), instruction].concat(["--head", at(`${name}.head`), "-o", at(`${name}.glb`)]);

/** Makes a head, killed at moments of the time that an uninterrupted run took, then lets it end. */
async function makeKilled(name: string, args: string[], usual: number): Promise<void> {
  for (let n = 0; n < Number(values.each); n++) {
    const most = draws.uniform(drawn++) * usual;
    const { killed } = await run(args, most);
    if (killed === undefined) return;
    kills.push({ head: name, stage: killed, seconds: most });
    process.stdout.write(`${kills.length}: ${name} killed after ${most.toFixed(1)} s, ${killed}\n`);
  }
  await run(args);
}

async function assertSame(name: string, reference: string): Promise<void> {
  for (const file of [HEAD_FILES.glb, ...LEVEL_FILES, HEAD_FILES.geometry, HEAD_FILES.color, HEAD_FILES.preview]) {
    const [one, other] = await Promise.all([name, reference].map((head) => readFile(join(at(`${head}.head`), file))));
    assert.ok(one.equals(other), `${file} of ${name} is not that of ${reference}`);
  }
}

const usual = [(await run(makeArgs("whole"))).seconds];
for (const [i, instruction] of EDITS.entries())
  usual.push((await run(editArgs("whole", `whole-${i}`, instruction))).seconds);
for (let round = 0; kills.length < Number(values.kills); round++) {
  const name = `killed${round}`;
  await makeKilled(name, makeArgs(name), usual[0]);
  await assertSame(name, "whole");
  const e = round % EDITS.length;
  const child = `${name}-${e}`;
  await makeKilled(child, editArgs(name, child, EDITS[e]), usual[1 + e]);
  await assertSame(child, `whole-${e}`);
}
const stages = Object.entries(Object.groupBy(kills, ({ stage }) => stage));
process.stdout.write(
  `${kills.length} kills, the same bytes: ${stages.map(([stage, met]) => `${stage} ${met!.length}`).join(", ")}\n`,
);
