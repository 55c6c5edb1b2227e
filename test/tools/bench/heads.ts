import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { HeadTimes } from "./make-head.ts";
import type { Table } from "./report.ts";

const EDIT = "draft edit";
/** What heads may cost on two cores, seconds. */
const WANTED: Record<string, number> = { draft: 12, [EDIT]: 8, standard: 35 };
const WANTED_GIGABYTES = 1;

/** Makes one head with each preset, and an edit of the draft, each in a process of its own, from nothing to the GLB. */
export async function benchHeads(presets: readonly string[], pack: string): Promise<Table> {
  const rows: string[][] = [];
  const script = join(import.meta.dirname, "make-head.ts");
  const folder = await mkdtemp(join(tmpdir(), "headartist-bench-"));
  const heads = presets.flatMap((preset) =>
    preset === "draft" ? [{ name: preset }, { name: EDIT, parent: preset }] : [{ name: preset }],
  );
  for (const { name, parent } of heads) {
    const begin = performance.now();
    const told = [parent ?? name, pack, join(folder, name), ...(parent ? [join(folder, parent)] : [])];
    const child = spawn(process.execPath, [script, ...told], { stdio: ["ignore", "pipe", "inherit"] });
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    if (code !== 0) throw new Error(`the ${name} head failed`);
    const wall = (performance.now() - begin) / 1000;
    const { seconds, inference, peakMegabytes, cpu, kernels = "WASM" } = JSON.parse(output) as HeadTimes;
    const built = seconds.build ?? 0;
    const distilled = seconds.distil ?? (seconds.geometry ?? 0) + (seconds.texture ?? 0);
    rows.push([
      name,
      `${wall.toFixed(1)} s`,
      name in WANTED ? `${WANTED[name]} s` : "–",
      `${built.toFixed(1)} s`,
      `${distilled.toFixed(1)} s`,
      `${Math.max(seconds.bake, seconds.preview).toFixed(1)} s`,
      distilled > 0 ? `${Math.round((100 * inference) / distilled)} %` : "–",
      `${(peakMegabytes / 1000).toFixed(2)} GB`,
      `${cpu.toFixed(0)} s`,
      kernels,
    ]);
  }
  await rm(folder, { recursive: true });
  return {
    title: "Heads, end to end",
    columns: [
      "preset",
      "wall",
      "wanted",
      "build",
      "distilling",
      "bake",
      "ONNX share",
      "peak memory",
      "CPU time",
      "kernels on",
    ],
    rows,
    notes: [
      "Wall: from the start of the process to its end. Distilling holds geometry, texture and refine, bake the preview sheet,",
      "which is drawn beside it: the longer of both counts.",
      `ONNX share: of distilling, inside ONNX Runtime, creating sessions and running them; wanted 50 %. Peak memory: wanted ${WANTED_GIGABYTES} GB.`,
    ],
  };
}
