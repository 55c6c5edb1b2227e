import { mkdir, writeFile } from "node:fs/promises";
import { PartDescription } from "../../../runtime/head/part-files/describe.ts";
import { writePart } from "../../../runtime/head/part-files/write-part.ts";
import { CATALOGUE } from "./catalogue.ts";
import { LIBRARY } from "./library.ts";
import { HATS } from "./wear/hats.ts";
import { EYEWEAR } from "./wear/eyewear/entries.ts";
import { FACE } from "./wear/face/entries.ts";
import { GROWN } from "./wear/grown/entries.ts";
import { JEWELLERY } from "./wear/jewellery/entries.ts";
import { averageHead } from "./core/skin.ts";

/** The JSON schema of what a part says of itself, as text. */
export const partSchema = (): string => `${JSON.stringify(PartDescription, null, 1)}\n`;

/** Makes every part anew. @returns bytes by path below `assets/parts`. */
export async function makeParts(only?: string): Promise<Map<string, Uint8Array>> {
  const head = await averageHead();
  const files = new Map<string, Uint8Array>();
  for (const { made, levels } of [...CATALOGUE, ...LIBRARY, ...EYEWEAR, ...FACE, ...JEWELLERY, ...GROWN, ...HATS]) {
    const description = made(head);
    const path = `${description.kind}/${description.name}.glb`;
    if (only && !path.includes(only)) continue;
    files.set(path, await writePart(description, levels(head)));
  }
  return files;
}

if (import.meta.main) {
  await writeFile(new URL("../part.schema.json", import.meta.url), partSchema());
  for (const [path, bytes] of await makeParts(process.argv[2])) {
    const file = new URL(`../${path}`, import.meta.url);
    await mkdir(new URL(".", file), { recursive: true });
    await writeFile(file, bytes);
    process.stdout.write(`${path}  ${(bytes.length / 1024).toFixed(0)} KB\n`);
  }
}
