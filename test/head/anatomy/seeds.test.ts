import assert from "node:assert/strict";
import { test } from "node:test";
import { buildAnatomy } from "../../../runtime/head/anatomy/build.ts";
import { individualWeights } from "../../../runtime/head/look/individual.ts";
import { readHeadKit } from "../../../runtime/host/node/head-kit.ts";
import { emptyLook } from "../../../runtime/prompt/look.ts";
import { poseMesh } from "../../tools/draw/pose.ts";
import { emptyHits, lookFrom, rasterise } from "../../tools/draw/raster.ts";

const kit = await readHeadKit();

/** One of the people that a Look leaves open, with lips closed. */
function personOf(
  individual: number,
  sex: "female" | "male",
  descent: "caucasian" | "asian",
  targets: readonly string[] = [],
) {
  const look = emptyLook();
  look.individual = individual;
  look.who = { ...look.who, sex: { [sex]: 1 }, ethnicity: { [descent]: 1 }, age: 28 };
  const weights = Object.entries(individualWeights(kit.people, look, 0, 0.6));
  const morphs = Object.fromEntries(weights.filter(([name]) => kit.anatomy.shapes.has(name)));
  return buildAnatomy(kit.anatomy, { morphs, targets });
}

test("teeth keep within closed faces, small jaws and chins included", () => {
  let least = Infinity;
  for (const individual of [2, 15, 21, 26, 38]) {
    const { layers } = personOf(individual, "female", "caucasian");
    const { Skin, Teeth } = layers;
    for (const [azimuth, elevation] of [
      [0, 0],
      [0, -20],
      [60, -20],
    ]) {
      const hits = emptyHits(192);
      const camera = lookFrom(azimuth, elevation, 3.4, 15, [0, -0.4, 0.2]);
      for (const [i, mesh] of [Skin[0], Teeth[0]].entries()) rasterise(hits, i, { ...mesh, doubleSided: true }, camera);
      const seen = hits.layer.filter((layer) => layer === 1).length;
      assert.ok(seen <= 4, `person ${individual} shows ${seen} pixels of teeth from ${azimuth}°, ${elevation}°`);
    }
    const xs = Teeth[0].positions.filter((_, i) => i % 3 === 0);
    least = Math.min(least, Math.max(...xs));
  }
  const average = Math.max(
    ...buildAnatomy(kit.anatomy, { targets: [] }).layers.Teeth[0].positions.filter((_, i) => i % 3 === 0),
  );
  assert.ok(least > 0.7 * average, `a row of teeth is as narrow as ${least} of ${average}`);
});

test("a smile draws no chin over the teeth behind it", () => {
  const smile = { mouthSmileLeft: 1, mouthSmileRight: 1 };
  for (const individual of [15, 21, 44]) {
    const { Skin, Teeth } = personOf(individual, "female", "caucasian", Object.keys(smile)).layers;
    const hits = emptyHits(192);
    const camera = lookFrom(0, -10, 3.4, 15, [0, -0.4, 0.2]);
    for (const [i, mesh] of [Skin[0], Teeth[0]].entries())
      rasterise(hits, i, { ...mesh, ...poseMesh(mesh, smile), doubleSided: true }, camera);
    assert.ok(!hits.layer.includes(1), `person ${individual} shows teeth`);
  }
});

test("no seed flattens a nose's tip into the face", () => {
  for (const individual of [2, 8, 11, 14, 17, 38]) {
    for (const sex of ["female", "male"] as const) {
      const { landmarks } = personOf(individual, sex, "asian");
      const z = (landmark: number) => landmarks[3 * landmark + 2];
      const millimetres = (z(1) - (z(129) + z(358)) / 2) * kit.anatomy.metresPerUnit * 1000;
      assert.ok(millimetres > 14 && millimetres < 30, `${sex} ${individual}: ${millimetres} mm`);
    }
  }
});
