/**
 * Measures, for every part file, how far it comes into the skin under expressions, and for every hat that covers the scalp how far hair stands
 * through it. Ends with 1 where anything is over a millimetre.
 *
 *   node test/tools/cutting/check.ts [part of a path] [--looks test/head/looks/orc-mohawk.json,…]
 */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { buildAnatomy } from "../../../runtime/head/anatomy/build.ts";
import { shapeLayeredHead } from "../../../runtime/head/layers/build-layered-head.ts";
import { dressHead } from "../../../runtime/head/part-files/dress/dress-head.ts";
import { placePart } from "../../../runtime/head/part-files/place.ts";
import { readHeadKit } from "../../../runtime/host/node/head-kit.ts";
import { EXPRESSIONS } from "./expressions.ts";
import { measureCuts, measureHairThrough } from "./measure-cut.ts";

/** Of a head of real size. */
const MOST_MILLIMETRES = 1;
/** Kinds that go through the skin by their nature: they are told, and have no limit. */
const THROUGH = ["piercing", "earrings", "tusks", "horns"];
const STYLES = ["short", "curly", "long", "bun", "afro", "mohawk"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { looks: { type: "string", default: "" } },
});
const kit = await readHeadKit();
const millimetres = (units: number) => units * kit.anatomy.metresPerUnit * 1000;
let over = 0;
const tell = (what: string, depth: number, rest = "") => {
  const found = millimetres(depth);
  const through = THROUGH.some((kind) => what.startsWith(kind));
  const cuts = !through && found > MOST_MILLIMETRES;
  if (cuts) over++;
  process.stdout.write(`${through ? "thru" : cuts ? "CUTS" : "fits"}  ${found.toFixed(2)} mm  ${what}${rest}\n`);
};

const files = values.looks.split(",").filter(Boolean);
const heads = await Promise.all(
  files.map(async (file) => ({
    name: basename(file, ".json"),
    skin: (await shapeLayeredHead(kit, JSON.parse(await readFile(file, "utf8")))).anatomy.layers.Skin[0],
  })),
);
heads.unshift({ name: "average", skin: buildAnatomy(kit.anatomy).layers.Skin[0] });
for (const { name, skin } of heads) {
  const wanted = kit.parts.filter((part) => `${part.kind}/${part.name}`.includes(positionals[0] ?? ""));
  for (const part of wanted) {
    const [mesh] = placePart(await kit.bound(part), skin);
    const cuts = measureCuts(skin, mesh, EXPRESSIONS);
    const worst = cuts.reduce((a, b) => (b.depth > a.depth ? b : a));
    const bad = cuts.filter(({ depth }) => millimetres(depth) > MOST_MILLIMETRES);
    const at = worst.at.map((x) => x.toFixed(2));
    tell(
      `${part.kind}/${part.name} on ${name}`,
      worst.depth,
      ` (${worst.expression} at ${at}; ${bad.map(({ expression }) => expression).join(" ") || "none"} over)`,
    );
    if (part.kind !== "hat" || !part.fit.covers.includes("scalp")) continue;
    for (const style of STYLES) {
      const hair = kit.parts.find((other) => other.kind === "hair" && other.name === style)!;
      const layers = dressHead(
        await Promise.all(
          [hair, part].map(async (own) => ({ choice: { part: own, size: 1 }, bound: await kit.bound(own) })),
        ),
        skin,
      );
      const [strands, hat] = ["Hair", "Headwear"].map(
        (layer) => layers.find((found) => found.name === layer)!.levels[0],
      );
      tell(`hair/${style} through hat/${part.name} on ${name}`, measureHairThrough(strands, hat));
    }
  }
}
process.exit(over > 0 ? 1 : 0);
