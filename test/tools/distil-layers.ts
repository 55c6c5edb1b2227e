/**
 * Distils layered heads and draws each built and distilled, view by view; says what a step and a head take.
 *
 *   node test/tools/distil-layers.ts out.png --preset draft --looks orc-mohawk,red-haired-girl --views front,closeUp
 *     --change '{"texture":{"bound":0.1}}'
 *
 *   node test/tools/distil-layers.ts out.png --preset draft --prompts prompts.txt --blind key.json
 *
 * `--looks` are names of test/head/looks, all of them where left out; `--prompts` is a file with a prompt a line, to take instead;
 * `--change` changes the preset's stages. `--blind` shuffles which of the two stands left, and writes for each row which it was.
 */
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildLayeredHead } from "../../runtime/head/layers/build-layered-head.ts";
import type { LayeredHead } from "../../runtime/head/layers/types.ts";
import type { HeadStore } from "../../runtime/head/store.ts";
import { oneOf } from "../../runtime/host/check-value.ts";
import { openEngine } from "../../runtime/host/node/engine.ts";
import { readHeadKit } from "../../runtime/host/node/head-kit.ts";
import { loadPreset } from "../../runtime/host/node/presets.ts";
import { describe, readPrompt } from "../../runtime/host/node/read-prompt.ts";
import { overridden } from "../../runtime/host/overridden.ts";
import { LAYERED_PRESETS } from "../../runtime/host/presets.ts";
import type { Look } from "../../runtime/prompt/look.ts";
import { distilLayers } from "../../runtime/stages/layers/distil-layers.ts";
import { subjectOf } from "../../runtime/stages/layers/subject.ts";
import { VIEWS } from "./draw/draw-head.ts";
import { writeSheet } from "./draw/sheet.ts";
import { skinChange } from "./draw/skin-change.ts";

const LOOKS = resolve(import.meta.dirname, "../head/looks");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    preset: { type: "string", default: "standard" },
    looks: { type: "string", default: readdirSync(LOOKS).join() },
    prompts: { type: "string" },
    blind: { type: "string" },
    views: { type: "string", default: "front,closeUp" },
    change: { type: "string", default: "{}" },
    pack: { type: "string", default: "starter" },
    size: { type: "string", default: "512" },
    texture: { type: "string", default: "1024" },
    seed: { type: "string", default: "0" },
  },
});
if (positionals.length !== 1) throw new Error("name one PNG file to write");

const { negative, stages: known } = await loadPreset(oneOf("preset", values.preset, LAYERED_PRESETS), "layers");
if (!known) throw new Error(`preset "${values.preset}" distils nothing`);
const stages = overridden(known, JSON.parse(values.change));
const seed = Number(values.seed);
const [kit, engine] = [await readHeadKit(), await openEngine({ pack: values.pack })];
const rows: { head: LayeredHead; view: (typeof VIEWS)[string] }[][] = [];
const key: { name: string; left: "built" | "distilled" }[] = [];
for (const { name, look, prompt = await describe(look) } of await asked()) {
  const built = await buildLayeredHead(kit, look, { textureSize: Number(values.texture), seed });
  const subject = subjectOf(kit, built);
  const took: Record<string, string> = {};
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  const { head } = await distilLayers({
    engine,
    asked: { prompt, negative, seed },
    stages,
    subject,
    store: forgetful(),
    checkpoint: undefined,
    hooks: {
      previewInterval: Infinity,
      checkpointInterval: Infinity,
      onProgress: ({ stage, step, secondsPerStep }) => {
        took[stage] = `${step} × ${(1000 * secondsPerStep).toFixed(0)} ms`;
      },
    },
  });
  const used = process.cpuUsage(cpu);
  const seconds = { wall: (performance.now() - begin) / 1000, cpu: (used.user + used.system) / 1e6 };
  console.log(name, JSON.stringify(prompt), took, seconds, skinChange(subject, built.head, head));
  const turned = values.blind !== undefined && randomInt(2) === 1;
  key.push({ name, left: turned ? "distilled" : "built" });
  const pair = turned ? [head, built.head] : [built.head, head];
  rows.push(values.views.split(",").flatMap((view) => pair.map((one) => ({ head: one, view: VIEWS[view] }))));
}
await engine.pack.release();
await writeSheet(positionals[0], rows, Number(values.size));
if (values.blind !== undefined) writeFileSync(values.blind, `${JSON.stringify(key, null, 1)}\n`);

/** Keeps nothing: every head is made anew. */
function forgetful(): HeadStore {
  return { read: async () => undefined, write: async () => {}, remove: async () => {} };
}

/** Heads by their Looks, which the prior is told of in words, or by their prompts. */
async function asked(): Promise<{ name: string; look: Look; prompt?: string }[]> {
  if (values.prompts === undefined) {
    return values.looks.split(",").map((file) => {
      const name = file.replace(/\.json$/, "");
      return { name, look: JSON.parse(readFileSync(resolve(LOOKS, `${name}.json`), "utf8")) };
    });
  }
  const prompts = readFileSync(values.prompts, "utf8").split("\n").filter(Boolean);
  return Promise.all(prompts.map(async (name) => ({ name, prompt: name, look: (await readPrompt(name)).look })));
}
