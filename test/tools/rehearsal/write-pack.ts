import { closeSync, openSync, writeSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { randomStream } from "../../../runtime/kernels/random.ts";
import { halfBits } from "../../../runtime/onnx/half.ts";

/** A model as `list_models.py` lists it: shapes by the names of its tensors, and where they are written. */
interface ListedModel {
  file: string;
  config: object;
  tensors: Record<string, number[]>;
}

const GOLDEN = join(import.meta.dirname, "../../golden/packs/sd21");
const SCHEDULER = {
  _class_name: "PNDMScheduler",
  beta_schedule: "scaled_linear",
  beta_start: 0.00085,
  beta_end: 0.012,
  num_train_timesteps: 1000,
  prediction_type: "epsilon",
  steps_offset: 1,
  set_alpha_to_one: false,
  skip_prk_steps: true,
};
/** Numbers that are drawn; weights repeat them. */
const DRAWN = 1 << 18;

/**
 * Writes a random-weight Stable Diffusion 2.1-base and a ControlNet for it, at their real size, in float16 (3.3 GB).
 * @param folder where they go: base/ in diffusers layout, controlnet/ apart from it.
 */
export async function writePack(folder: string): Promise<void> {
  const models: ListedModel[] = JSON.parse(
    gunzipSync(await readFile(join(import.meta.dirname, "models.json.gz"))).toString(),
  );
  const normals = randomStream(0).normals(new Float32Array(DRAWN));
  const drawn = new Map<number, Uint16Array>();
  /** Normal over √fan-in, which keeps signals lively. */
  const weights = (fanIn: number) => {
    const known = drawn.get(fanIn) ?? Uint16Array.from(normals, (value) => halfBits(value / Math.sqrt(fanIn)));
    drawn.set(fanIn, known);
    return known;
  };
  const [ones, zeros] = [1, 0].map((value) => new Uint16Array(DRAWN).fill(halfBits(value)));
  for (const { file, config, tensors } of models) {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(join(dirname(path), "config.json"), JSON.stringify(config));
    writeTensors(path, tensors, (name, [rows, ...rest]) => {
      if (rest.length > 0) return weights(rest.reduce((product, n) => product * n, 1));
      return rows > 0 && name.endsWith("weight") ? ones : zeros;
    });
  }
  const base = join(folder, "base");
  // A vocabulary of a few words: the real one comes with the real model.
  await cp(join(GOLDEN, "tokenizer"), join(base, "tokenizer"), { recursive: true });
  await mkdir(join(base, "scheduler"));
  await writeFile(join(base, "scheduler", "scheduler_config.json"), JSON.stringify(SCHEDULER));
  await writeFile(join(base, "model_index.json"), JSON.stringify({ _class_name: "StableDiffusionPipeline" }));
}

function writeTensors(
  path: string,
  tensors: ListedModel["tensors"],
  valuesOf: (name: string, shape: number[]) => Uint16Array,
): void {
  let end = 0;
  const header = Object.entries(tensors).map(([name, shape]) => {
    const begin = end;
    end += 2 * shape.reduce((product, n) => product * n, 1);
    return [name, { dtype: "F16", shape, data_offsets: [begin, end] }];
  });
  const json = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const file = openSync(path, "wx");
  for (const bytes of [length, json]) writeSync(file, bytes);
  for (const [name, shape] of Object.entries(tensors)) {
    const values = valuesOf(name, shape);
    let left = shape.reduce((product, n) => product * n, 1);
    for (; left > 0; left -= DRAWN) writeSync(file, values.subarray(0, Math.min(left, DRAWN)));
  }
  closeSync(file);
}
