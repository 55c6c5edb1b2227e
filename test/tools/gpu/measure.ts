/**
 * What `test/tools/gpu.sh` starts: `measure.ts [--steps 3] [--pack folder] [--starter folder] [--software] [--draft] [--out file]`. Checks the
 * GPU's numbers, then times the WGSL kernels, steps of the starter pack and of a pack in diffusers layout, by default random weights of
 * Stable Diffusion's size: networks and kernels on the GPU.
 */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readHeadKit } from "../../../runtime/host/browser/head-kit.ts";
import { openTools } from "../../../runtime/host/node/engine.ts";
import { openGpu } from "../../../runtime/host/node/gpu.ts";
import { packFolder } from "../../../runtime/host/node/pack-files.ts";
import { packagePath } from "../../../runtime/host/node/paths.ts";
import { loadPack } from "../../../runtime/pack/load.ts";
import { createReport, printed, type Table } from "../bench/report.ts";
import { benchSsd } from "../bench/ssd.ts";
import { benchSteps } from "../bench/stages.ts";
import { benchWgsl } from "../bench/wgsl.ts";
import { writePack } from "../rehearsal/write-pack.ts";
import { findSoftwareGpu } from "../software-gpu.ts";
import { checkNumbers } from "./check.ts";
import { benchCopies } from "./copies.ts";
import { openNetworks, treeAsSite } from "./networks.ts";

const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "3" },
    /** Folder of a pack, its ControlNet inside, that is measured in the place of Stable Diffusion's size. */
    pack: { type: "string" },
    /** Folder of a pack that is measured in the starter pack's place. */
    starter: { type: "string", default: packagePath("assets", "starter") },
    /** On SwiftShader, to try the command where there is no GPU. */
    software: { type: "boolean", default: false },
    /** Steps of the draft preset in the place of the standard and the paper's, which take a CPU that plays the GPU a quarter of an hour. */
    draft: { type: "boolean", default: false },
    /** Gets the figures as JSON. */
    out: { type: "string" },
  },
});
const preset = values.draft ? "draft" : undefined;
const missing = values.software && findSoftwareGpu();
if (missing) throw new Error(missing);

const onCpu = new Set<string>();
const files = await treeAsSite();
const [gpu, tools, host] = await Promise.all([
  openGpu(),
  openTools(),
  openNetworks(files, (label) => onCpu.add(label)),
]);
const precision = host.half ? "float16" : "float32, since the GPU has no float16";
const report = createReport("not compared");
const add = (table: Table) => {
  report.tables.push(table);
  process.stdout.write(printed(table));
};
process.stdout.write(`${report.machine}; Node ${report.node}; ${gpu.adapter.name}; networks in ${precision}\n`);

/** An engine with its kernels on the GPU; networks of earlier ones are to be freed first. */
async function engineOf(base: string, controlnet?: string) {
  const controlFiles = controlnet ? await packFolder(controlnet) : null;
  const pack = await loadPack(host, await packFolder(base), { controlFiles });
  return { ...tools, kernels: { ...tools.kernels, gpu }, headKit: () => readHeadKit(files), pack };
}

add(await checkNumbers(gpu, tools.kernels, host));
add(await benchWgsl(gpu, gpu.adapter.name, tools.kernels, values.software));
if (host.half) {
  const half = await openGpu(true);
  add(await benchWgsl(half, half.adapter.name, tools.kernels, values.software));
  half.destroy();
}
const starter = await engineOf(resolve(values.starter));
add(await benchSteps(starter, "not compared", "starter", { quick: values.software, preset }));
add(await benchCopies(starter, preset));
await starter.pack.release();

const scratch = await mkdtemp(join(tmpdir(), "headartist-gpu-"));
try {
  if (!values.pack) await writePack(scratch);
  const asked = values.pack ? [resolve(values.pack)] : [join(scratch, "base"), join(scratch, "controlnet")];
  const engine = await engineOf(asked[0], asked[1]);
  add(await benchSsd(engine, asked[0], Number(values.steps), preset));
  await engine.pack.release();
} finally {
  await rm(scratch, { recursive: true });
}
if (onCpu.size > 0) process.stdout.write(`On the CPU, since WebGPU refused them: ${[...onCpu].join(", ")}\n`);
if (values.out)
  await writeFile(values.out, `${JSON.stringify({ gpu: gpu.adapter.name, precision, ...report }, null, 1)}\n`);
process.exit();
