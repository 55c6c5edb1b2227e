import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Tensors, writeTensors } from "../../../runtime/head/tensors.ts";
import type { Kernels } from "../../../runtime/kernels/load.ts";
import { fieldBenchmarks } from "./kernels/field.ts";
import { gridBenchmarks } from "./kernels/grid.ts";
import { renderBenchmarks } from "./kernels/render.ts";
import { SIZES } from "./kernels/sizes.ts";
import { milliseconds, type Table, times } from "./report.ts";
import { best } from "./timing.ts";
import type { Twin } from "./twin.ts";

/** Largest relative difference between a kernel's result and PyTorch's that float32 and another order of sums explain. */
const AGREE = 2e-3;

/**
 * Times every kernel as the engine runs it (the field's on all threads, the others on one) against its scalar reference,
 * and against PyTorch on all threads.
 */
export async function benchKernels(kernels: Kernels, twin: Twin | string, quick: boolean): Promise<Table> {
  const groups = [fieldBenchmarks, gridBenchmarks, renderBenchmarks].map((group) => group(kernels));
  const benchmarks = groups.flatMap((group) => group.benchmarks);
  const arrays: Tensors = Object.assign({}, ...groups.map((group) => group.inputs.arrays));
  const sizes = Object.assign({}, ...groups.map((group) => group.inputs.sizes));
  for (const { name, results } of benchmarks) {
    const mark = kernels.scratch.mark();
    for (const [key, values] of Object.entries(results?.() ?? {})) arrays[`${name}/${key}`] = values;
    kernels.scratch.release(mark);
  }
  const known = typeof twin === "string" ? new Set<string>() : await sendInputs(twin, arrays, sizes);
  const [turns, rounds] = quick ? [1, 3] : [3, 8];
  const rows: string[][] = [];
  const slower: string[] = [];
  const unequal: string[] = [];
  for (const { name, kernel, reference, note = "" } of benchmarks) {
    let ours = Number.POSITIVE_INFINITY;
    let theirs = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < turns; turn++) {
      ours = Math.min(ours, best(kernel, rounds));
      if (typeof twin === "string" || !known.has(name)) continue;
      const request = { do: "time", name, rounds, compare: turn === 0 };
      const answer = await twin.ask<{ milliseconds: number; difference: number | null }>(request);
      theirs = Math.min(theirs, answer.milliseconds);
      if ((answer.difference ?? 0) > AGREE) unequal.push(`${name} (${answer.difference?.toExponential(1)})`);
    }
    const scalar = reference && best(reference, quick ? 1 : 2) / ours;
    const torch = Number.isFinite(theirs) ? theirs : undefined;
    if (torch && torch < ours) slower.push(name);
    rows.push([name, milliseconds(ours), times(scalar), milliseconds(torch), times(torch && torch / ours), note]);
  }
  const notes = [
    `Sizes: ${JSON.stringify(SIZES)}. Best of ${turns * rounds} calls; ratios above 1 mean the kernel is faster.`,
  ];
  if (typeof twin === "string") notes.push(`No PyTorch here (${twin}); HEADARTIST_PYTHON names a Python that has it.`);
  else
    notes.push(slower.length > 0 ? `Slower than PyTorch: ${slower.join(", ")}.` : "No kernel is slower than PyTorch.");
  if (unequal.length > 0) notes.push(`Results differ from PyTorch's: ${unequal.join(", ")}.`);
  return {
    title: "Kernels",
    columns: ["kernel", "ms", "reference ÷", "PyTorch ms", "PyTorch ÷", "remark"],
    rows,
    notes,
  };
}

async function sendInputs(twin: Twin, arrays: Tensors, sizes: object): Promise<Set<string>> {
  const folder = await mkdtemp(join(tmpdir(), "headartist-bench-"));
  try {
    const file = join(folder, "kernels.safetensors");
    await writeFile(file, writeTensors(arrays));
    return new Set((await twin.ask<{ names: string[] }>({ do: "kernels", file, sizes })).names);
  } finally {
    await rm(folder, { recursive: true });
  }
}
