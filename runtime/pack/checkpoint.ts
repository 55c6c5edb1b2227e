import { readJson } from "./config.ts";
import { PackError, type PackFiles } from "./files.ts";
import { HEADER_CAP, readSafetensors, type TensorEntry } from "./safetensors.ts";

/** The tensors of one model, wherever they lie. `label` is its folder, for messages. */
export interface Checkpoint {
  readonly label: string;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

/** File stems that diffusers and transformers write, the preferred one first. */
const STEMS = ["diffusion_pytorch_model", "model", "diffusion_pytorch_model.fp16", "model.fp16"];

/** Opens the weights in a model folder ("" is the pack's own): one .safetensors file, or shards with an index. */
export async function openCheckpoint(files: PackFiles, folder: string): Promise<Checkpoint> {
  const prefix = folder ? `${folder}/` : "";
  const label = folder || "model";
  for (const stem of STEMS) {
    const single = `${prefix}${stem}.safetensors`;
    if (await files.exists(single)) return { label, tensors: await readSafetensors(files, single) };
    const index = indexName(prefix, stem);
    if (await files.exists(index)) return { label, tensors: await readShards(files, prefix, index) };
  }
  const wanted = `${prefix}${STEMS[0]}.safetensors`;
  for (const pickle of ["diffusion_pytorch_model.bin", "pytorch_model.bin"]) {
    if (!(await files.exists(prefix + pickle))) continue;
    throw new PackError(prefix + pickle, "is a PyTorch pickle, which is never read", "Get the model as safetensors");
  }
  throw new PackError(wanted, "not found, nor model.safetensors", "Add the model's weights in safetensors format");
}

function indexName(prefix: string, stem: string): string {
  const [name, variant] = stem.split(".");
  return `${prefix}${name}.safetensors.index${variant ? `.${variant}` : ""}.json`;
}

async function readShards(files: PackFiles, prefix: string, index: string): Promise<Map<string, TensorEntry>> {
  const map = (await readJson(files, index, HEADER_CAP))["weight_map"];
  if (typeof map !== "object" || map === null) {
    throw new PackError(index, 'no "weight_map"', "Download the index again");
  }
  const shards = new Map<string, Map<string, TensorEntry>>();
  const tensors = new Map<string, TensorEntry>();
  for (const [name, shard] of Object.entries(map)) {
    if (typeof shard !== "string" || /[/\\]/.test(shard) || !shard.endsWith(".safetensors")) {
      throw new PackError(index, `"${name}" lies in ${JSON.stringify(shard)}`, "Shards lie beside their index");
    }
    if (!shards.has(shard)) shards.set(shard, await readSafetensors(files, prefix + shard));
    const entry = shards.get(shard)?.get(name);
    if (!entry) throw new PackError(prefix + shard, `tensor "${name}" is missing`, `The index ${index} promises it`);
    tensors.set(name, entry);
  }
  return tensors;
}
