import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { shapeLayeredHead } from "../../../runtime/head/layers/build-layered-head.ts";
import { readPart } from "../../../runtime/head/part-files/read-part.ts";
import { roundEdges } from "../../../runtime/head/part-files/round-edges.ts";
import { readHeadKit } from "../../../runtime/host/node/head-kit.ts";
import { readPrompt } from "../../../runtime/host/node/read-prompt.ts";
import { openEdges } from "../../../runtime/mesh/open-edges.ts";
import { weldPlaces } from "../../../runtime/mesh/weld-places.ts";

const kit = await readHeadKit();
const layersOf = async (prompt: string) => {
  const { look } = await readPrompt(prompt, { meanings: false });
  return (await shapeLayeredHead(kit, look, { targets: ["jawOpen"] })).dressed;
};

test("rounded outlines stay closed, keep their vertices, and lie near", async () => {
  for (const name of ["bowler", "tricorn", "top", "witch"]) {
    const bytes = await readFile(`assets/parts/hat/${name}.glb`);
    const [mesh] = (await readPart(bytes, name, kit.anatomy.metresPerUnit)).meshes;
    const round = roundEdges(mesh);
    assert.ok(round.triangles.length > 2 * mesh.triangles.length, name);
    assert.deepEqual(round.positions.subarray(0, mesh.positions.length), mesh.positions);
    const weld = weldPlaces(round.positions);
    assert.equal(
      openEdges(
        round.triangles.map((v) => weld[v]),
        weld.length,
      ).length,
      0,
      name,
    );
    for (let i = 0; i < round.normals.length; i += 3)
      assert.ok(Math.abs(Math.hypot(...round.normals.subarray(i, i + 3)) - 1) < 1e-3, name);
  }
});

test("fur is cards over a hat or along its edge, stripes a picture of two colours", async () => {
  const plain = await layersOf("a bald woman in a red hood");
  const trimmed = await layersOf("a bald woman in a red hood with white fur trim");
  const furry = await layersOf("a bald woman in a furry hood");
  const cards = (layers: typeof plain) => layers.filter(({ name }) => name === "Headwear2");
  assert.deepEqual(
    [plain, trimmed, furry].map((layers) => cards(layers).length),
    [0, 1, 1],
  );
  const count = (layers: typeof plain) => cards(layers)[0].levels[0].triangles.length / 3;
  assert.ok(count(trimmed) < count(furry) && count(furry) < 12000, `${count(trimmed)}, ${count(furry)}`);
  const [striped] = (await layersOf("a bald man in a red and white striped turban")).filter(
    ({ name }) => name === "Headwear",
  );
  const { data } = striped.surface.baseColor!;
  assert.equal(
    new Set(Array.from({ length: data.length / 3 }, (_, i) => data.subarray(3 * i, 3 * i + 3).join())).size,
    2,
  );
});
