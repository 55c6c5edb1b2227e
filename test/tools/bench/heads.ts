import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { HeadTimes } from "./make-head.ts";
import type { Table } from "./report.ts";

/** What the presets may cost on two cores. */
const WANTED: Record<string, number> = { draft: 12, standard: 35 };
const WANTED_GIGABYTES = 1;

/** Makes one head with each preset, each in a process of its own, from nothing to the GLB. */
export async function benchHeads(presets: readonly string[], pack: string): Promise<Table> {
  const rows: string[][] = [];
  const script = join(import.meta.dirname, "make-head.ts");
  for (const preset of presets) {
    const begin = performance.now();
    const child = spawn(process.execPath, [script, preset, pack], { stdio: ["ignore", "pipe", "inherit"] });
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    if (code !== 0) throw new Error(`the ${preset} head failed`);
    const wall = (performance.now() - begin) / 1000;
    const { seconds, inference, peakMegabytes, cpu } = JSON.parse(output) as HeadTimes;
    const built = seconds.build ?? 0;
    const distilled = seconds.distil ?? (seconds.geometry ?? 0) + (seconds.texture ?? 0);
    rows.push([
      preset,
      `${wall.toFixed(1)} s`,
      preset in WANTED ? `${WANTED[preset]} s` : "–",
      `${built.toFixed(1)} s`,
      `${distilled.toFixed(1)} s`,
      `${Math.max(seconds.bake, seconds.preview).toFixed(1)} s`,
      distilled > 0 ? `${Math.round((100 * inference) / distilled)} %` : "–",
      `${(peakMegabytes / 1000).toFixed(2)} GB`,
      `${cpu.toFixed(0)} s`,
    ]);
  }
  return {
    title: "Heads, end to end",
    columns: ["preset", "wall", "wanted", "build", "distilling", "bake", "ONNX share", "peak memory", "CPU time"],
    rows,
    notes: [
      "Wall: from the start of the process to its end. Distilling holds geometry, texture and refine, bake the preview sheet,",
      "which is drawn beside it: the longer of both counts.",
      `ONNX share: of distilling, inside ONNX Runtime, creating sessions and running them; wanted 50 %. Peak memory: wanted ${WANTED_GIGABYTES} GB.`,
    ],
  };
}
