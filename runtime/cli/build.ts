import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { Value } from "typebox/value";
import { LAYERED_GLB_DEFAULTS, type LayeredGlbOptions } from "../bake/layered/options.ts";
import { writeHeadFiles } from "../bake/layered/write-head-files.ts";
import { buildLayeredHead } from "../head/layers/build-layered-head.ts";
import type { HeadKit } from "../head/layers/kit.ts";
import { nearestLevel } from "../head/layers/nearest-level.ts";
import type { LayeredHead } from "../head/layers/types.ts";
import { inputError, usageError } from "../host/errors.ts";
import { readHeadKit } from "../host/node/head-kit.ts";
import { encodeImage } from "../host/node/images.ts";
import { readPrompt } from "../host/node/read-prompt.ts";
import { readWords } from "../host/node/terminal/read-words.ts";
import { say } from "../host/node/terminal/say.ts";
import { Look } from "../prompt/look.ts";
import { type Report, reportLines } from "../prompt/report.ts";

/** Options of `headartist build`, as the command line gives them. */
export interface BuildOptions {
  output: string;
  look?: string;
  seed: string;
  textureSize: string;
  triangles?: string;
  textureFormat: LayeredGlbOptions["textures"];
  compress?: boolean;
  morphs: LayeredGlbOptions["morphs"];
  avatar?: boolean;
  json?: boolean;
}

const TEXTURE_SIZES = [256, 512, 1024, 2048, 4096];

/** `headartist build`: the head of a description or a Look from anatomy, parts and surfaces alone, at once: nothing is distilled. */
export async function build(words: string[], options: BuildOptions): Promise<void> {
  const { json = false } = options;
  const seed = whole("--seed", options.seed, 0, 2 ** 32 - 1);
  const textureSize = whole("--texture-size", options.textureSize, 256, 4096);
  if (!TEXTURE_SIZES.includes(textureSize))
    throw usageError(`--texture-size ${textureSize} is none of ${TEXTURE_SIZES.join(", ")}`);
  const wanted = options.triangles === undefined ? undefined : whole("--triangles", options.triangles, 500, 200_000);
  const output = resolve(options.output);
  if (extname(output) !== ".glb") throw usageError(`--output "${options.output}" must end in .glb`);
  const begin = performance.now();
  const kit = await readHeadKit();
  const { look, report } = await readLook(words, options.look, seed, kit.parts);
  if (report) say(json, { event: "read", report }, reportLines(report).join("\n"));
  const { head, missing } = await buildLayeredHead(kit, look, { textureSize, seed });
  if (missing.length > 0) say(json, { event: "missing", missing }, `there is no part for: ${missing.join(", ")}`);
  const { level, triangles } = nearestLevel(head.layers, wanted ?? Number.POSITIVE_INFINITY);
  const files = await writeHeadFiles(fromLevel(head, level), textureSize, encodeImage, {
    stem: basename(output, ".glb"),
    textures: options.textureFormat,
    compress: options.compress ?? LAYERED_GLB_DEFAULTS.compress,
    morphs: options.morphs,
    avatar: options.avatar ?? LAYERED_GLB_DEFAULTS.avatar,
    name: basename(output, ".glb"),
    extras: { headartist: { look } },
  });
  await mkdir(dirname(output), { recursive: true });
  await writeFile(output, files.glb);
  for (const { name, glb } of files.levels) await writeFile(join(dirname(output), name), glb);
  const seconds = (performance.now() - begin) / 1000;
  const done = {
    file: output,
    levels: files.levels.map(({ name }) => name),
    triangles,
    bytes: files.glb.length,
    seconds,
  };
  if (json) process.stdout.write(`${JSON.stringify({ event: "done", ...done })}\n`);
  else
    process.stdout.write(
      `${output}: ${triangles} triangles, ${(files.glb.length / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s; beside it ${done.levels.join(", ")}\n`,
    );
}

async function readLook(
  words: string[],
  file: string | undefined,
  seed: number,
  parts: HeadKit["parts"],
): Promise<{ look: Look; report?: Report }> {
  if (file !== undefined && words.length > 0) throw usageError("give a description or --look, not both");
  if (file === undefined) {
    const prompt = await readWords(words);
    if (prompt.trim() === "")
      throw usageError('describe the head, for example "an old man with a white beard", or name a --look file');
    return readPrompt(prompt, { seed, parts });
  }
  let look: unknown;
  try {
    look = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw inputError(`cannot read ${file}: ${cause instanceof Error ? cause.message : cause}; give a Look as JSON`);
  }
  if (Value.Check(Look, look)) return { look };
  const [first] = Value.Errors(Look, look);
  throw inputError(`${file}: the Look's ${first.instancePath || "fields"} ${first.message}`);
}

/** The head with its finer levels left out. */
const fromLevel = (head: LayeredHead, level: number): LayeredHead => ({
  ...head,
  layers: head.layers.map((layer) => ({
    ...layer,
    levels: layer.levels.slice(Math.min(level, layer.levels.length - 1)),
  })),
});

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw usageError(`${name} ${text} must be a whole number from ${least} to ${most}`);
}
