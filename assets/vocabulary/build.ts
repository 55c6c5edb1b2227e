/**
 * Writes `concepts.bin.gz`: what the vocabulary's phrases mean to the starter pack's text encoder, as `runtime/prompt/concepts.ts`
 * reads it. Run it whenever the vocabulary changes: node assets/vocabulary/build.ts
 */
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { ortHost } from "../../runtime/host/node/ort/ort-host.ts";
import { packFolder } from "../../runtime/host/node/pack-files.ts";
import { packagePath } from "../../runtime/host/node/paths.ts";
import { openTextEncoder } from "../../runtime/pack/text-encoder.ts";
import { conceptsOf } from "../../runtime/prompt/concepts.ts";

/** Moves cosines by 0.005 in the mean; finer steps cost a third more. */
const SCALE = 48;

const file = JSON.parse(await readFile(packagePath("assets", "vocabulary", "vocabulary.json"), "utf8"));
const encode = await openTextEncoder(ortHost({ threads: 1 }), await packFolder(packagePath("assets", "starter")));
const phrases = conceptsOf(file);
const vectors = await encode(phrases);
const bytes = Int8Array.from(vectors.flatMap((vector) => [...vector].map((value) => Math.round(SCALE * value))));
await writeFile(packagePath("assets", "vocabulary", "concepts.bin.gz"), gzipSync(bytes, { level: 9 }));
process.stdout.write(`${phrases.length} phrases, ${bytes.length} bytes\n`);
