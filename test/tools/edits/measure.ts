/**
 * Ten heads and four edits of each, measured: `node test/tools/edits/measure.ts <folder>`; about 20 minutes on two cores.
 * Goes on where it was stopped; `--parents 0,1` does a part. Writes edits.json into the folder and prints the summary.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openEngine } from "../../../runtime/host/node/engine.ts";
import { openClassifier } from "../quality/classifier.ts";
import { compareVersions } from "./compare.ts";
import { type Attribute, openWitness } from "./see-attribute.ts";
import { type EditRow, summary } from "./summary.ts";
import { type Change, openVersions } from "./versions.ts";

const PARENTS = [
  "a young man with short brown hair",
  "a woman with red hair",
  "a fat man with a red beard",
  "a young asian woman with long black hair",
  "an old black man with a white beard",
  "a boy with blonde hair",
  "a man with a moustache and black hair",
  "an old woman with grey hair",
  "a young man with a mohawk",
  "a girl with brown hair",
];
const CHANGES: (Change & { attribute: Attribute })[] = [
  { instruction: "make it older", attribute: { kind: "age" } },
  {
    instruction: "green hair",
    what: "color",
    region: "hair",
    attribute: { kind: "class", name: "hair_color", wanted: "green" },
  },
  { instruction: "bigger nose", what: "shape", region: "nose", attribute: { kind: "nose" } },
  {
    instruction: "add a full beard",
    region: "face,lips,neck",
    attribute: { kind: "class", name: "beard", wanted: "yes" },
  },
];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    preset: { type: "string", default: "draft" },
    parents: { type: "string", default: PARENTS.map((_, i) => i).join() },
    threads: { type: "string", default: "0" },
  },
});
const [folder] = positionals;
if (!folder) throw new Error("say in which folder the heads are to lie");
await mkdir(folder, { recursive: true });
const file = join(folder, "edits.json");
const rows: EditRow[] = JSON.parse(await readFile(file, "utf8").catch(() => "[]"));

const threads = Number(values.threads);
const engine = await openEngine({ pack: "starter", threads });
const classifier = await openClassifier(threads);
const { makeParent, makeEdit, readVersion } = openVersions(engine, folder, values.preset);
const { see } = openWitness(classifier, folder);

for (const parent of values.parents.split(",").map(Number)) {
  const prompt = PARENTS[parent];
  const known = rows.find((row) => row.prompt === prompt)?.parentSeconds;
  const parentSeconds = (await makeParent(`${parent}`, prompt, parent)) ?? known;
  for (const [c, { attribute, ...change }] of CHANGES.entries()) {
    if (rows.some((row) => row.prompt === prompt && row.instruction === change.instruction)) continue;
    const child = `${parent}-${c}`;
    const seconds = await makeEdit(`${parent}`, child, change);
    const mark = engine.kernels.store.mark();
    const measured = compareVersions(engine, await readVersion(`${parent}`), await readVersion(child));
    engine.kernels.store.release(mark);
    const alsoSeen: string[] = [];
    for (const other of CHANGES) {
      const isOther = other.attribute !== attribute;
      if (isOther && (await see(other.attribute, `${parent}`, child)).shown) alsoSeen.push(other.instruction);
    }
    const seen = await see(attribute, `${parent}`, child);
    rows.push({ prompt, ...change, attribute, seconds, parentSeconds, ...measured, seen, alsoSeen });
    await writeFile(file, `${JSON.stringify(rows, null, 1)}\n`);
  }
}
const parents = new Set(rows.map(({ prompt }) => prompt)).size;
process.stdout.write(`Preset ${values.preset}, ${parents} parents.\n\n${summary(rows)}`);
await Promise.all([engine.pack.release(), classifier.release()]);
