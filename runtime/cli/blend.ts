import { basename, dirname, extname, join, resolve } from "node:path";
import { type BlendOptions as Asked, blend as mix } from "../api/blend.ts";
import { usageError } from "../host/errors.ts";
import { writeDurably } from "../host/node/files.ts";
import { ensureWritableFile } from "../host/node/terminal/ensure-writable.ts";

/** Options of `headartist blend`, as the command line gives them. */
export interface BlendOptions extends Pick<Asked, "textureFormat" | "compress" | "morphs" | "avatar"> {
  output: string;
  amount: string;
  textureSize: string;
  json?: boolean;
}

/** `headartist blend`: a head between two heads of layers. */
export async function blend(a: string, b: string, options: BlendOptions): Promise<void> {
  const { textureFormat, compress, morphs, avatar, json = false } = options;
  const output = resolve(options.output);
  if (extname(output) !== ".glb") throw usageError(`--output "${options.output}" must end in .glb`);
  const amount = Number(options.amount);
  if (!(amount >= 0 && amount <= 1)) throw usageError(`--amount ${options.amount} must be a number from 0 to 1`);
  await ensureWritableFile(output);
  const name = basename(output, ".glb");
  const textureSize = Number(options.textureSize);
  const { glb, levels, whole, omitted, undistilled } = await mix({
    ...{ a, b, amount, name, textureSize, textureFormat, compress, morphs, avatar },
  });
  await writeDurably(output, glb);
  for (const level of levels) await writeDurably(join(dirname(output), level.name), level.glb);
  const done = {
    file: output,
    levels: levels.map((level) => level.name),
    bytes: glb.length,
    whole,
    omitted,
    undistilled,
  };
  if (json) process.stdout.write(`${JSON.stringify({ event: "done", ...done })}\n`);
  else {
    const kept = whole.map((layer) => `${layer.name} of ${layer.from === "a" ? a : b}`);
    const told = kept.length > 0 ? `; not mixed: ${kept.join(", ")}` : "";
    const less = omitted.length > 0 ? `; left out: ${omitted.join(", ")}` : "";
    const plain = undistilled.map((from) => (from === "a" ? a : b)).join(", ");
    const lost = plain && `; as built, for its folder is not beside it: ${plain}`;
    process.stdout.write(
      `${output}: ${(glb.length / 1e6).toFixed(1)} MB; beside it ${done.levels.join(", ")}${told}${less}${lost}\n`,
    );
  }
}
