import { type SessionHost, tensor } from "../onnx/session.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { openConfig } from "./config.ts";
import type { PackFiles } from "./files.ts";
import { textGraph } from "./graphs.ts";
import { bertConfig } from "./models/bert.ts";
import { openSessions } from "./sessions.ts";
import { openTokenizer } from "./tokenizer.ts";

/** Meanings of short texts: F32 [D] each, of length 1, so that a product of two is the cosine between them. */
export type TextEncoder = (texts: readonly string[]) => Promise<Float32Array[]>;

/** Opens the text encoder of a pack alone, a BertModel: mean of its last states over a text's words. */
export async function openTextEncoder(host: SessionHost, files: PackFiles): Promise<TextEncoder> {
  const config = bertConfig(await openConfig(files, "text_encoder/config.json"));
  const checkpoint = await openCheckpoint(files, "text_encoder");
  const { length, tokenize } = await openTokenizer(files, "tokenizer");
  const sessions = openSessions(host, files.root);
  const graph = () => textGraph({ config, checkpoint, pathOf: (file) => file }, length, 0);
  return async (texts) => {
    const session = await sessions.get("text", "", graph);
    const out: Float32Array[] = [];
    for (const text of texts) {
      const [{ ids, mask }] = tokenize(text).windows;
      const { pooled } = await session.run({ ids: tensor(ids, [1, length]), mask: tensor(mask, [1, length]) });
      out.push(unit(pooled.data as Float32Array));
    }
    return out;
  };
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector) || 1;
  return vector.map((value) => value / norm);
}
