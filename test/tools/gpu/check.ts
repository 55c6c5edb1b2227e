/** Numbers of a GPU against independent ones, before anything on it is timed. */

import { join } from "node:path";
import { backwardField, createField, forwardField, stepField } from "../../../runtime/field/field.ts";
import * as onGpu from "../../../runtime/field/gpu-field.ts";
import { packFolder } from "../../../runtime/host/node/pack-files.ts";
import type { Gpu } from "../../../runtime/kernels/gpu/gpu.ts";
import type { Kernels } from "../../../runtime/kernels/load.ts";
import type { SessionHost } from "../../../runtime/onnx/session.ts";
import { loadPack } from "../../../runtime/pack/load.ts";
import { showNormals } from "../../../runtime/stages/geometry/show-normals.ts";
import { drawnSurface, keepDrawn } from "../../../runtime/stages/layers/drawn-head.ts";
import { expected, GOLDEN, relativeError } from "../../pack/golden.ts";
import { ballSubject } from "../../stages/layers/subject.ts";
import type { Table } from "../bench/report.ts";

/** Largest difference over the largest value: of kernels, of networks in float32, and of networks in float16. */
const [KERNELS, WHOLE, HALF] = [1e-4, 1e-4, 3e-2];
const PROMPTS = ["an old dwarf with a red beard, front view", ""];

/**
 * Networks of a small pack against what diffusers gave for it, a field's step and a picture in WGSL against the WASM.
 * @throws Error naming what is wrong: its times would say nothing.
 */
export async function checkNumbers(gpu: Gpu, kernels: Kernels, host: SessionHost): Promise<Table> {
  const networks = await networkErrors(host);
  const rows = [
    ...networks.map(([name, error]) => ({ name, error, most: host.half ? HALF : WHOLE })),
    ...(await kernelErrors(gpu, kernels)).map(([name, error]) => ({ name, error, most: KERNELS })),
  ];
  const wrong = rows.filter(({ error, most }) => !(error <= most));
  if (wrong.length > 0) {
    const list = wrong.map(({ name, error, most }) => `${name} by ${error.toExponential(1)} (${most} allowed)`);
    throw new Error(`this GPU computes wrongly, so nothing is timed: ${list.join(", ")}`);
  }
  return {
    title: "Numbers: largest difference over the largest value",
    columns: ["of", "difference", "against"],
    rows: rows.map(({ name, error }, i) => [
      name,
      error.toExponential(1),
      i < networks.length ? "diffusers" : "the kernels in WASM",
    ]),
    notes: [],
  };
}

type Errors = [name: string, error: number][];

async function networkErrors(host: SessionHost): Promise<Errors> {
  const want = await expected("starter");
  const pack = await loadPack(host, await packFolder(join(GOLDEN, "starter")));
  const texts = await pack.encodeText(PROMPTS);
  const hidden = Float32Array.from(texts.flatMap((text) => [...text.hidden]));
  const output = await pack.predict({ latent: want.latent, timestep: 437, texts, condition: want.condition });
  const { latent, saved } = await pack.encodeImage(want.image);
  const found: Errors = [
    ["text encoder", relativeError(hidden, want.hidden)],
    ["UNet with ControlNet", relativeError(output, want.output)],
    ["image encoder", relativeError(latent, want.z)],
    ["image encoder's VJP", relativeError(await pack.encodeImageVjp(saved, want.dz), want.vjp)],
  ];
  await pack.release();
  return found;
}

async function kernelErrors(gpu: Gpu, kernels: Kernels): Promise<Errors> {
  const [store, kept] = [kernels.store.mark(), gpu.kept()];
  const points = 2000;
  const field = createField(kernels, { levels: 8, log2TableSize: 12, hidden: 32, outputs: 3 }, 1);
  const copy = onGpu.createGpuField(gpu, field);
  const positions = kernels.store.f32(3 * points);
  for (let i = 0; i < positions.length; i++) positions[i] = Math.sin(i * 0.37);
  const asked = gpu.upload(positions.slice());
  let pass = forwardField(field, positions);
  const before = onGpu.forwardField(copy, asked, points);
  // Two steps: the second asks a table that the gradients of the first have changed.
  backwardField(field, pass, pass.outputs);
  onGpu.backwardField(copy, before, before.outputs);
  stepField(field);
  onGpu.stepField(copy);
  pass = forwardField(field, positions);
  const after = onGpu.forwardField(copy, asked, points);
  const step = relativeError(await gpu.read(after.outputs, 3 * points), pass.outputs);
  const { head } = ballSubject();
  const show = (on: Kernels) =>
    showNormals(on, drawnSurface(keepDrawn(on, head)))({ azimuth: 20, elevation: 10, fov: 40 }, 64);
  const wanted = (await show(kernels)).slice();
  const picture = relativeError(await show({ ...kernels, gpu }), wanted);
  kernels.store.release(store);
  gpu.letGo(kept);
  return [
    ["a field's step", step],
    ["a picture of normals", picture],
  ];
}
