import { readFile } from "node:fs/promises";
import { openTextEncoder } from "../../pack/text-encoder.ts";
import { createPromptReader } from "../prompt-reader.ts";
import { readPartDescriptions } from "./head-kit.ts";
import { packFolder } from "./pack-files.ts";
import { packagePath } from "./paths.ts";

const pathOf = (name: string) => packagePath("assets", "vocabulary", name);

/** Reading with the package's own vocabulary and the starter pack's encoder, each opened once. */
export const { loadVocabulary, readPrompt, readInstruction, tellMissing, describe } = createPromptReader({
  vocabulary: () => readFile(pathOf("vocabulary.json")),
  concepts: () => readFile(pathOf("concepts.bin.gz")),
  dictionary: () => readFile(pathOf("dictionary.json.gz")),
  parts: readPartDescriptions,
  encoder: async () => {
    const { ortHost } = await import("./ort/ort-host.ts");
    return openTextEncoder(ortHost({ threads: 1 }), await packFolder(packagePath("assets", "starter")));
  },
});
