import assert from "node:assert/strict";
import { test } from "node:test";
import { WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import { groupLayers } from "../../../runtime/bake/layered/merge/group-layers.ts";
import { writeHeadFiles } from "../../../runtime/bake/layered/write-head-files.ts";
import { readGlb } from "../../../runtime/bake/read-glb.ts";
import type { Layer, LayerName, Surface } from "../../../runtime/head/layers/types.ts";
import { decodeImage, encodeImage } from "../../../runtime/host/node/images.ts";
import { ball, ballHead, plainPicture } from "./ball-head.ts";

const strands = plainPicture(64, 4, (x) => [200, 200, 200, x % 8 < 5 ? 255 : 0]);
const cards = (name: string, red: number): Surface => ({
  name,
  baseColor: strands,
  color: [red, 0.1, 0.1, 1],
  alphaCutoff: 0.3,
});
const solid = (name: LayerName, surface: Omit<Surface, "name">, at: number, targets: string[] = []): Layer => ({
  name,
  surface: { name, ...surface },
  levels: [ball(0.05, [0.6, at, 0], 1, targets)],
});
const palette = plainPicture(16, 3, (x) => [255, x < 8 ? 51 : 204, 0]);
const layers: Layer[] = [
  ...ballHead.layers.slice(0, 3),
  solid("Teeth", { baseColor: plainPicture(64, 3, () => [250, 240, 230]), orm: palette }, -0.4, ["jawOpen"]),
  solid("Tongue", { baseColor: plainPicture(32, 3, () => [200, 80, 90]) }, -0.3, ["jawOpen", "tongueOut"]),
  solid("Hair", cards("Hair", 0.5), 0.6),
  solid("Beard", cards("Beard", 0.9), -0.6),
  solid("Brows", cards("Brows", 0.2), 0.2),
  solid("Lashes", cards("Lashes", 0.01), 0.1),
  solid("Headwear", { color: [1, 0, 0, 1], roughness: 0.9, metallic: 0 }, 0.7),
  solid("Jewellery", { color: [1, 0.8, 0.2, 1], roughness: 0.2, metallic: 1 }, 0.3),
  solid("Glasses", { color: [0.1, 0.1, 0.1, 1], orm: palette }, 0.4),
  solid("Lenses", { color: [1, 1, 1, 0.2], blend: true }, 0.5),
];
const named = (wanted: string[]) => layers.filter(({ name }) => wanted.includes(name));

test("a head has eight meshes at most; beards give their own up first, and lone members keep their names", () => {
  assert.deepEqual(
    groupLayers(layers, 0).map(({ name }) => name),
    ["Skin", "EyeLeft", "EyeRight", "Teeth", "Hair", "Brows", "Worn", "Lenses"],
  );
  const shaven = layers.filter(({ name }) => name !== "Hair");
  assert.ok(groupLayers(shaven, 0).some(({ name }) => name === "Beard"));
  assert.deepEqual(
    groupLayers(named(["Skin", "Lashes", "Headwear"]), 0).map(({ name }) => name),
    ["Skin", "Lashes", "Headwear"],
  );
});

test("what is merged keeps its colours, gloss and targets", () => {
  const [worn] = groupLayers(named(["Headwear", "Jewellery", "Glasses"]), 0);
  const [mesh] = worn.levels;
  assert.deepEqual(
    worn.pieces!.map(({ name, start, count }) => [name, start, count]),
    ["Headwear", "Glasses", "Jewellery"].map((name, i) => [
      name,
      (i * mesh.triangles.length) / 3,
      mesh.triangles.length / 3,
    ]),
  );
  const orm = worn.surface.orm!;
  const glossAt = (index: number) => {
    const v = mesh.triangles[index];
    const x = Math.floor(mesh.uvs[2 * v] * orm.width);
    return { roughness: orm.data[3 * x + 1] / 255, metallic: orm.data[3 * x + 2] / 255, red: mesh.colors![3 * v] };
  };
  const [hat, glasses, rings] = worn.pieces!.map(({ start }) => glossAt(start + 3 * 900));
  assert.ok(Math.abs(hat.roughness - 0.9) < 0.01 && hat.metallic === 0 && hat.red === 1);
  assert.ok([0.2, 0.8].some((x) => Math.abs(glasses.roughness - x) < 0.01) && Math.abs(glasses.red - 0.1) < 1e-6);
  assert.ok(Math.abs(rings.roughness - 0.2) < 0.01 && rings.metallic === 1);

  const [teeth] = groupLayers(named(["Teeth", "Tongue"]), 0);
  const { targets, positions } = teeth.levels[0];
  assert.deepEqual([...targets.keys()], ["jawOpen", "tongueOut"]);
  assert.ok(targets.get("tongueOut")!.indices.every((v) => v >= positions.length / 6));

  const [brows] = groupLayers(named(["Brows", "Lashes"]), 0);
  assert.equal(brows.surface.baseColor, strands, "cards of one picture share it with the hair");
  const [browRed, lashRed] = [0, brows.levels[0].colors!.length - 3].map((i) => brows.levels[0].colors![i]);
  assert.ok(Math.abs(browRed - 0.2) < 1e-6 && Math.abs(lashRed - 0.01) < 1e-6);
});

test("a file says what is in its meshes, and is read back as the layers that went in", async () => {
  const extras = { headartist: { origin: ballHead.origin } };
  const { glb } = await writeHeadFiles({ ...ballHead, layers }, 128, encodeImage, { extras });
  const meshes = (await new WebIO().registerExtensions(ALL_EXTENSIONS).readBinary(glb)).getRoot().listMeshes();
  assert.equal(meshes.flatMap((mesh) => mesh.listPrimitives()).length, 8);
  const back = await readGlb(glb, decodeImage);
  const found = new Map(back.layers!.map((layer) => [layer.name, layer]));
  assert.deepEqual([...found.keys()].sort(), layers.map(({ name }) => name).sort());
  for (const { name, levels } of layers) {
    assert.equal(found.get(name)!.levels[0].triangles.length, levels[0].triangles.length, name);
    const [x, y] = found.get(name)!.levels[0].positions;
    assert.ok(Math.hypot(x - levels[0].positions[0], y - levels[0].positions[1]) < 1e-4, name);
  }
  assert.ok(Math.abs(found.get("Beard")!.levels[0].colors![0] - 0.9) < 1e-3);
});
