/**
 * Wraps the skin onto the marched surfaces of known heads and says how far its vertices are from theirs, as a table.
 *
 *   node test/tools/wrap/check.ts [--resolution 128] [--noise 0] [--heads 20]
 *
 * `--noise` moves the landmarks at random by so many per cent of the head's height, as a detector's are off.
 */
import { parseArgs } from "node:util";
import { openKernels } from "../../../runtime/host/node/engine.ts";
import { readHeadKit } from "../../../runtime/host/node/head-kit.ts";
import { loadPreset } from "../../../runtime/host/node/presets.ts";
import { wrapKnown } from "./compare-heads.ts";
import { compareTargets, compareTransfer } from "./compare-targets.ts";
import { KNOWN_HEADS, knownShape, marchShape } from "./known-heads.ts";

const { values } = parseArgs({
  options: {
    resolution: { type: "string", default: "128" },
    noise: { type: "string", default: "0" },
    heads: { type: "string", default: String(KNOWN_HEADS.length) },
  },
});
const [{ anatomy, people }, kernels, { wrap }] = await Promise.all([
  readHeadKit(),
  openKernels(1),
  loadPreset("paper", "grid"),
]);
const print = (...cells: (string | number)[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
const per = (value: number) => value.toFixed(2);

print(
  "head",
  "from landmarks",
  "face mean",
  "face 95 %",
  "ears mean",
  "flipped, known's",
  "crossings, known's",
  "blink, known's",
  "targets",
  "transferred",
  "blink, transferred's",
  "seconds",
);
print("---", ...Array.from({ length: 11 }, () => "--:"));
for (const prompt of KNOWN_HEADS.slice(0, Number(values.heads))) {
  const known = await knownShape(anatomy, people, prompt);
  const target = marchShape(kernels, anatomy, known, Number(values.resolution));
  const { wrapped, comparison } = wrapKnown(anatomy, known, target, wrap, Number(values.noise));
  const { start, face, ears, flipped, knownFlipped, crossings, knownCrossings, milliseconds } = comparison;
  const { move, difference, blink } = compareTargets(anatomy, wrapped, known);
  const transfer = compareTransfer(anatomy, wrapped);
  print(
    prompt,
    per(start.mean),
    per(face.mean),
    per(face.most),
    per(ears.mean),
    `${flipped}, ${knownFlipped}`,
    `${crossings}, ${knownCrossings}`,
    blink.map(per).join(", "),
    `${per(difference)} of ${per(move)}`,
    `${per(transfer.difference)} of ${per(transfer.move)}`,
    transfer.blink.map(per).join(", "),
    (milliseconds / 1000).toFixed(1),
  );
}
