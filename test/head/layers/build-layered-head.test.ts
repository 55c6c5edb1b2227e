import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { before, test } from "node:test";
import { validateBytes } from "gltf-validator";
import { LAYERED_GLB_DEFAULTS } from "../../../runtime/bake/layered/options.ts";
import { writeHeadFiles } from "../../../runtime/bake/layered/write-head-files.ts";
import { buildLayeredHead } from "../../../runtime/head/layers/build-layered-head.ts";
import type { HeadKit } from "../../../runtime/head/layers/kit.ts";
import { neckTone, seamColors, seamOf } from "../../../runtime/head/layers/neck-seam.ts";
import { JOINT_NAMES, type Layer, type LayeredHead } from "../../../runtime/head/layers/types.ts";
import { readHeadKit } from "../../../runtime/host/node/head-kit.ts";
import { encodeImage } from "../../../runtime/host/node/images.ts";
import { emptyLook, type Look } from "../../../runtime/prompt/look.ts";

const LOOKS = resolve(import.meta.dirname, "../looks");
const SIZE = 256;
const looks = new Map<string, Look>(
  readdirSync(LOOKS).map((file) => [file, JSON.parse(readFileSync(resolve(LOOKS, file), "utf8"))]),
);
const WORN: Record<string, string[]> = {
  "bronze-philosopher.json": ["Hair", "Beard", "Brows"],
  "middle-aged-woman-bun.json": ["Lashes", "Hair", "Brows"],
  "old-man-glasses.json": ["Lashes", "Hair", "Beard", "Brows", "Glasses", "Lenses"],
  "orc-mohawk.json": ["Lashes", "Hair", "Brows", "Tusks"],
  "red-haired-girl.json": ["Lashes", "Hair", "Brows"],
  "young-woman-hoops.json": ["Lashes", "Hair", "Brows", "Jewellery"],
};

let kit: HeadKit;
const heads = new Map<string, LayeredHead>();
before(async () => {
  kit = await readHeadKit();
  for (const [name, look] of looks) {
    const { head, missing } = await buildLayeredHead(kit, look, { textureSize: SIZE });
    assert.deepEqual(missing, [], name);
    heads.set(name, head);
  }
});

test("each Look gets its layers, with surfaces, at every level", () => {
  assert.deepEqual([...heads.keys()].sort(), Object.keys(WORN).sort());
  for (const [name, { layers, joints }] of heads) {
    const names = layers.map((layer) => layer.name);
    assert.deepEqual(new Set(names), new Set(["Skin", "EyeLeft", "EyeRight", "Teeth", "Tongue", ...WORN[name]]), name);
    assert.equal(joints.length, JOINT_NAMES.length);
    for (const { name: layer, surface, levels } of layers) {
      assert.ok(levels.length >= 2 && surface.name.length > 0, `${name} ${layer}`);
      for (const { positions, uvs, triangles } of levels) {
        const vertices = positions.length / 3;
        assert.equal(uvs.length, 2 * vertices);
        assert.ok(positions.every(Number.isFinite) && triangles.every((v) => v < vertices), `${name} ${layer}`);
      }
    }
  }
});

test("hair takes its Look's colour, skin its tone, a statue is metal all over and has no lashes", () => {
  const factor = (head: string, layer: string) =>
    heads.get(head)!.layers.find(({ name }) => name === layer)!.surface.color!;
  const white = factor("old-man-glasses.json", "Hair");
  const red = factor("red-haired-girl.json", "Hair");
  assert.ok(Math.min(...white) > 0.75 && red[0] > 3 * red[1]);
  const statue = heads.get("bronze-philosopher.json")!;
  for (const { name, surface } of statue.layers) {
    const metal = surface.orm ? Math.max(...surface.orm.data.filter((_, i) => i % 3 === 2)) / 255 : surface.metallic;
    assert.ok(metal! > 0.6, `${name} is metal`);
  }
});

test("lashes are as long, as dense and as few as their Look says", async () => {
  const lashesOf = async (lashes: NonNullable<Look["lashes"]>) =>
    (await shapeAndAssemble({ ...emptyLook(), lashes })).layers.find(({ name }) => name === "Lashes");
  const shapeAndAssemble = async (look: Look) => (await buildLayeredHead(kit, look, { textureSize: SIZE })).head;
  const heightOf = (layer: Layer) => {
    const heights = layer.levels[0].positions.filter((_, i) => i % 3 === 1);
    return heights.reduce((a, b) => Math.max(a, b)) - heights.reduce((a, b) => Math.min(a, b));
  };
  const [short, natural, long, thick] = await Promise.all(
    (["short", "natural", "long", "thick"] as const).map(lashesOf),
  );
  assert.ok(short && natural && long && thick);
  assert.ok(heightOf(short) < heightOf(natural) - 0.005 && heightOf(long) > heightOf(natural) + 0.01);
  assert.equal(thick.levels[0].triangles.length, 2 * natural.levels[0].triangles.length);
  assert.equal(await lashesOf("none"), undefined);
  await assert.rejects(lashesOf("feathers" as "long"), /look field "lashes".*"feathers".*short, natural, long, thick/);
});

test("heads are swapped on one body: the seam's places, normals and tone meet", (t) => {
  const metres = LAYERED_GLB_DEFAULTS.metresPerUnit;
  const [first] = heads.values();
  let [apart, turned, offTone, meanOff] = [0, 0, 0, 0];
  for (const { layers, origin } of heads.values()) {
    const [skin, body] = [layers[0], first.layers[0]];
    for (const [level, mesh] of skin.levels.entries()) {
      const other = body.levels[level];
      const seam = seamOf(mesh);
      assert.deepEqual(seam, seamOf(other));
      for (const v of seam) {
        const own = mesh.positions.subarray(3 * v, 3 * v + 3);
        const its = other.positions.subarray(3 * v, 3 * v + 3);
        apart = Math.max(apart, metres * Math.hypot(...own.map((x, c) => x - origin[c] - (its[c] - first.origin[c]))));
        const cosine = [0, 1, 2].reduce((sum, c) => sum + mesh.normals[3 * v + c] * other.normals[3 * v + c], 0);
        turned = Math.max(turned, (Math.acos(Math.min(1, cosine)) * 180) / Math.PI);
      }
    }
    // The body is painted with the tone that the head's file tells.
    const tone = neckTone(skin)!;
    const off = seamColors(skin.levels[0], skin.surface.baseColor!).map((color) =>
      Math.max(...color.map((value, c) => Math.abs(value - 255 * tone[c]))),
    );
    offTone = Math.max(offTone, ...off);
    meanOff = Math.max(meanOff, off.reduce((sum, value) => sum + value, 0) / off.length);
  }
  t.diagnostic(
    `at most ${(1e6 * apart).toFixed(3)} µm apart, ${turned.toFixed(3)}° between normals, ${offTone.toFixed(0)}/255 off the body's tone, ${meanOff.toFixed(1)} in the mean of the worst head`,
  );
  assert.ok(apart < 1e-6 && turned < 0.1, "seams meet");
  assert.ok(offTone < 30 && meanOff < 12, "tones meet");
});

test("the same Look and seed make the same head, another seed another face", async () => {
  const look = looks.get("middle-aged-woman-bun.json")!;
  const [first, again, other] = await Promise.all(
    [1, 1, 2].map((seed) => buildLayeredHead(kit, look, { textureSize: 128, seed })),
  );
  assert.deepEqual(again.head.layers[0].levels[0].positions, first.head.layers[0].levels[0].positions);
  assert.deepEqual(again.head.layers[0].surface, first.head.layers[0].surface);
  assert.notDeepEqual(other.head.layers[0].levels[0].positions, first.head.layers[0].levels[0].positions);
});

test("a Look that says nothing makes a person, and what there is no file for is named", async () => {
  const plain = await buildLayeredHead(kit, emptyLook(), { textureSize: 128 });
  assert.ok(plain.head.layers.some(({ name }) => name === "Brows"));
  const look: Look = { ...emptyLook(), parts: [{ kind: "hat", id: "no-such-hat" }] };
  assert.deepEqual((await buildLayeredHead(kit, look, { textureSize: 128 })).missing, ["hat no-such-hat"]);
});

test("a warm build takes no longer than a preview may", async (t) => {
  const before = process.cpuUsage();
  await buildLayeredHead(kit, looks.get("old-man-glasses.json")!, { textureSize: SIZE });
  const { user, system } = process.cpuUsage(before);
  t.diagnostic(`${((user + system) / 1000).toFixed(0)} ms of CPU at ${SIZE}²`);
  assert.ok(user + system < 3e6);
});

test("its files pass the validator without errors and warnings", async () => {
  const head = heads.get("old-man-glasses.json")!;
  const { glb, levels } = await writeHeadFiles(head, SIZE, encodeImage);
  for (const bytes of [glb, ...levels.map((level) => level.glb)]) {
    const { issues } = await validateBytes(bytes);
    const found = issues.messages.filter(({ severity }) => severity < 2).slice(0, 5);
    assert.deepEqual(found, []);
  }
});
