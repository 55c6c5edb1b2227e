/**
 * What each word of a prompt changes of the head: every entry that a prompt's report calls used is taken out in turn, and the head
 * built and drawn again. Layers on which the entry has no business must keep every pixel. An entry that changes nothing is implied by others
 * ("tusks" by "orc", "man" by his beard), or what the seed would have drawn anyway.
 *
 *   node test/tools/trace-words.ts [--size 256]
 *
 * The prompts ask for parts that ship as files; the same person is made each time (`individual` and seed stay).
 */
import { parseArgs } from "node:util";
import { buildLayeredHead } from "../../runtime/head/layers/build-layered-head.ts";
import type { LayeredHead, LayerName } from "../../runtime/head/layers/types.ts";
import { readHeadKit } from "../../runtime/host/node/head-kit.ts";
import { loadVocabulary } from "../../runtime/host/node/read-prompt.ts";
import { individualOf } from "../../runtime/host/prompt-reader.ts";
import { readTables } from "../../runtime/prompt/read.ts";
import { drawHead, VIEWS } from "./draw/draw-head.ts";

const PROMPTS = [
  "an old man with a white beard and round glasses",
  "a young black woman with curls",
  "an asian woman with a black bun and freckles",
  "a pale girl with red braids and green eyes",
  "a green orc with tusks, a scar and a black mohawk",
  "a bronze statue of an old man with a full beard",
  "a smiling young man with short brown hair",
  "a fat man with blue eyes and a red beard",
  "a woman with red lips and short blonde hair",
  "an elf with blue eyes and pink braids",
  "a man with dark skin, round glasses and a full beard",
  "an angry woman with a bun and war paint",
];

/** Layers on which fields of the Look show; fields that are not listed may move everything. */
const BELONGS: [RegExp, LayerName[]][] = [
  // Brows and lashes take after hair, the scalp beneath it is tinted.
  [/^hair/, ["Hair", "Brows", "Beard", "Lashes", "Skin"]],
  [/^(beard|moustache)/, ["Beard", "Brows", "Hair", "Skin"]],
  [/^brows/, ["Brows", "Skin"]],
  [/^eyes/, ["EyeLeft", "EyeRight"]],
  [/^(skin|marks)/, ["Skin"]],
  [/^parts/, ["Glasses", "Jewellery", "Tusks", "Horns", "Headwear", "Skin"]],
];

const { values } = parseArgs({ options: { size: { type: "string", default: "256" } } });
const size = Number(values.size);
const [kit, vocabulary] = await Promise.all([readHeadKit(), loadVocabulary()]);
const build = async (text: string, individual: number) => {
  const { look, report } = readTables(vocabulary, text, 1, individual);
  return { report, head: (await buildLayeredHead(kit, look, { textureSize: 256, seed: 1 })).head };
};
const draw = (head: LayeredHead, keep: (name: LayerName) => boolean) =>
  drawHead(
    { ...head, layers: head.layers.filter(({ name }) => keep(name)) },
    { view: VIEWS.threeQuarter, size, supersample: 1 },
  ).data;

let wrong = 0;
for (const prompt of PROMPTS) {
  const individual = individualOf(prompt);
  const whole = await build(prompt, individual);
  for (const item of whole.report.items) {
    if (item.state !== "used") continue;
    const without = [...item.ranges]
      .reverse()
      .reduce((text, [from, to]) => `${text.slice(0, from)} ${text.slice(to)}`, prompt);
    const belongs = item.sets.map((field) => BELONGS.find(([fields]) => fields.test(field))?.[1]);
    const own = belongs.some((layers) => !layers) ? undefined : new Set(belongs.flatMap((layers) => layers ?? []));
    const { head } = await build(without, individual);
    const isOwn = (name: LayerName) => !own || own.has(name);
    const changed = differing(draw(whole.head, isOwn), draw(head, isOwn));
    const elsewhere = own
      ? differing(
          draw(whole.head, (name) => !isOwn(name)),
          draw(head, (name) => !isOwn(name)),
        )
      : 0;
    if (elsewhere > 0) wrong++;
    const where = own ? [...own].join(", ") : "the whole head";
    const told = changed === 0 ? "implied by the rest" : `${changed} pixels of ${where}`;
    process.stdout.write(`${prompt} − ${item.text}: ${told}, ${elsewhere} elsewhere\n`);
  }
}
process.stdout.write(`${wrong} entries change what they should not\n`);
process.exitCode = wrong > 0 ? 1 : 0;

/** Pixels of two pictures that are not the same. */
function differing(a: Uint8Array, b: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i += 3) if (a[i] !== b[i] || a[i + 1] !== b[i + 1] || a[i + 2] !== b[i + 2]) count++;
  return count;
}
