import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { makeParts, partSchema } from "../../../assets/parts/build/build.ts";
import type { Anatomy } from "../../../runtime/head/anatomy/anatomy.ts";
import { type BuiltAnatomy, buildAnatomy } from "../../../runtime/head/anatomy/build.ts";
import { loadAnatomy } from "../../../runtime/head/anatomy/load.ts";
import type { LayerMesh, Picture } from "../../../runtime/head/layers/types.ts";
import { type BindSkin, bindPart, prepareSkin } from "../../../runtime/head/part-files/bind.ts";
import { checkPart } from "../../../runtime/head/part-files/check-part.ts";
import type { Slot } from "../../../runtime/head/part-files/describe.ts";
import { texturedSurface } from "../../../runtime/head/part-files/dress/textured-surface.ts";
import { placePart } from "../../../runtime/head/part-files/place.ts";
import { readDescription } from "../../../runtime/head/part-files/read-description.ts";
import { type Part, readPart } from "../../../runtime/head/part-files/read-part.ts";
import { decodeImage } from "../../../runtime/host/node/images.ts";
import { buildBvh } from "../../../runtime/mesh/build-bvh.ts";
import { closestPoint } from "../../../runtime/mesh/closest-point.ts";

const FOLDER = new URL("../../../assets/parts/", import.meta.url);
const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".glb"));
/** Fitted from sources that are not here, by build/makehuman. */
/** One millimetre in head units. */
const MM = 0.001 / 0.176;

let anatomy: Anatomy;
let average: BuiltAnatomy;
let on: BindSkin;
const parts = new Map<string, Part>();

before(async () => {
  anatomy = await loadAnatomy((name) => readFile(new URL(`../template/${name}`, FOLDER)));
  average = buildAnatomy(anatomy);
  const off = ["ears", "mouth", "sockets"].map((name) => anatomy.regionNames.indexOf(name));
  on = prepareSkin(
    average.layers.Skin[0],
    average.regions[0].map((region) => Number(off.includes(region))),
  );
  for (const file of files)
    parts.set(file, await readPart(readFileSync(new URL(file, FOLDER)), file, anatomy.metresPerUnit, decodeImage));
});

test("a fresh build gives the committed bytes, and they are few", async () => {
  const fresh = await makeParts();
  assert.deepEqual([...fresh.keys()].sort(), files.toSorted());
  let total = 0;
  for (const [path, bytes] of fresh) {
    assert.ok(
      Buffer.from(bytes).equals(readFileSync(new URL(path, FOLDER))),
      `${path} is stale: run assets/parts/build/build.ts`,
    );
    total += bytes.length;
  }
  assert.ok(total < 5.2e6, `${total} bytes`);
  assert.equal(partSchema(), readFileSync(new URL("part.schema.json", FOLDER), "utf8"));
});

test("every part that ships passes the check", () => {
  for (const [file, part] of parts) {
    const [kind, name] = file.replace(".glb", "").split("/");
    assert.deepEqual(checkPart(part, { kind, name }), [], file);
  }
});

test("cards keep to columns of the strand atlas", () => {
  const { cells } = JSON.parse(readFileSync(new URL("atlas.json", FOLDER), "utf8")) as {
    cells: Record<string, { u: [number, number]; v: [number, number]; columns: number }>;
  };
  const columns = Object.values(cells).flatMap(({ u, v, columns }) =>
    Array.from({ length: columns }, (_, i) => ({
      from: u[0] + ((u[1] - u[0]) * i) / columns,
      to: u[0] + ((u[1] - u[0]) * (i + 1)) / columns,
      v,
    })),
  );
  for (const [file, part] of parts) {
    if (part.surface !== "strands") continue;
    for (const { uvs, triangles } of part.meshes) {
      for (let t = 0; t < triangles.length; t += 3) {
        const corners = [...triangles.subarray(t, t + 3)].map((v) => [uvs[2 * v], uvs[2 * v + 1]]);
        const inOne = columns.some(({ from, to, v }) =>
          corners.every(([x, y]) => x > from - 1e-6 && x < to + 1e-6 && y > v[0] - 1e-6 && y < v[1] + 1e-6),
        );
        assert.ok(inOne, `${file}: triangle ${t / 3} lies across cells: ${corners.join(" ")}`);
      }
    }
  }
});

test("what is wrong with a part is said by field and value", () => {
  const good = readFileSync(new URL("tusks/tusks.glb", FOLDER));
  const broken = (from: string, to: string) => {
    assert.equal(from.length, to.length);
    assert.ok(good.includes(from));
    return Buffer.from(good.toString("latin1").replace(from, to), "latin1");
  };
  assert.throws(
    () => readDescription(broken('"kind":"tusks"', '"kind":"tooth"'), "a.glb"),
    /a\.glb: extras\.part\.kind .*"tooth"/,
  );
  assert.throws(() => readDescription(broken('"part":{', '"fart":{'), "a.glb"), /0 nodes have extras\.part/);
  assert.throws(() => readDescription(good.subarray(1), "a.glb"), /not a binary glTF/);
  const part = parts.get("glasses/round.glb")!;
  const lame = { ...part, fit: { ...part.fit, anchors: part.fit.anchors.slice(1) } };
  assert.match(checkPart(lame).join(), /three fit\.anchors.*there are 2/);
  const open = { ...part, meshes: part.meshes.map((mesh) => ({ ...mesh, triangles: mesh.triangles.slice(3) })) };
  assert.match(checkPart(open).join(), /LOD0: 3 open edges/);
  assert.match(checkPart(part, { kind: "hat", name: "round" }).join(), /lies in folder "hat"/);
});

test("on the average head every part lies as it was modelled", () => {
  // Without expressions: from a frown eyewear is moved away.
  const skin = { ...average.layers.Skin[0], targets: new Map() };
  for (const [file, part] of parts) {
    for (const [i, placed] of placePart(bindPart(on, part), skin).entries()) {
      const { positions, normals } = part.meshes[i];
      assert.ok(furthest(placed.positions, positions) < 1e-5, file);
      assert.ok(furthest(placed.normals, normals) < 1e-3, file);
    }
  }
});

test("beards and brows follow jaw, smile and brows without cutting into the skin", () => {
  const old = buildAnatomy(anatomy, { morphs: { male: 1, old: 1, caucasian: 1 } });
  const skin = old.layers.Skin[0];
  const rest = heightOver(skin, average.regions[0]);
  const overs = new Map<string, ReturnType<typeof heightOver>>();
  const overUnder = (name: string) => {
    const over = overs.get(name) ?? heightOver({ ...skin, ...posed(skin, name) }, average.regions[0]);
    overs.set(name, over);
    return over;
  };
  const moving = files.filter((file) => /^(beard|moustache)/.test(file));
  for (const file of [...moving, "brows/natural.glb", "brows/bushy.glb"]) {
    const [finest] = placePart(bindPart(on, parts.get(file)!), skin);
    // The upper lip stays where it is when the jaw drops.
    const lip = ["mouthSmileLeft", "viseme_O"];
    const names = file.startsWith("brows")
      ? ["browInnerUp", "browDownLeft"]
      : file.startsWith("beard")
        ? ["jawOpen", ...lip]
        : lip;
    for (const name of names) {
      const moved = posed(finest, name);
      const over = overUnder(name);
      let deepest = 0;
      let most = 0;
      for (let v = 0; v < moved.positions.length; v += 3) {
        const at = [...moved.positions.subarray(v, v + 3)] as [number, number, number];
        const was = [...finest.positions.subarray(v, v + 3)] as [number, number, number];
        most = Math.max(most, Math.hypot(...at.map((x, c) => x - was[c])));
        // Roots stand in the skin.
        if (rest(was) >= 0) deepest = Math.min(deepest, over(at));
      }
      assert.ok(deepest > -2.5 * MM, `${file} under ${name}: ${(deepest / MM).toFixed(2)} mm`);
      assert.ok(most > MM, `${file} hardly moves under ${name}: ${(most / MM).toFixed(2)} mm`);
    }
  }
});

test("tusks go with the jaw as they are, hoops stay", () => {
  const skin = average.layers.Skin[0];
  const [tusks] = placePart(bindPart(on, parts.get("tusks/tusks.glb")!), skin);
  const moved = posed(tusks, "jawOpen");
  const size = (p: Float32Array) => Math.hypot(p[0] - p[30], p[1] - p[31], p[2] - p[32]);
  assert.ok(furthest(moved.positions, tusks.positions) > 5 * MM);
  assert.ok(Math.abs(size(moved.positions) / size(tusks.positions) - 1) < 1e-3);
  const [hoops] = placePart(bindPart(on, parts.get("earrings/hoops.glb")!), skin, { size: 1.4 });
  assert.equal(hoops.targets.size, 0);
  assert.ok(
    Math.abs(extent(hoops.positions, 1) / extent(parts.get("earrings/hoops.glb")!.meshes[0].positions, 1) - 1.4) < 0.02,
  );
});

test("a picture of hair takes the colour of a Look, on one head after another", () => {
  const part = painted(parts.get("hair/bob.glb")!);
  const before = Uint8Array.from(part.picture!.data);
  const meanOf = ({ data }: Picture) => {
    let [sum, weight] = [[0, 0, 0], 0];
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] < 255) continue;
      sum = sum.map((x, c) => x + data[i + c] / 255);
      weight++;
    }
    return sum.map((x) => x / weight);
  };
  for (const color of [
    [0.05, 0.05, 0.06],
    [0.8, 0.62, 0.38],
  ] as Slot["color"][]) {
    const { baseColor, orm } = texturedSurface("Hair", { part, color, size: 1 }, part);
    // The colour is that of the lightest strands.
    for (const [c, mean] of meanOf(baseColor!).entries())
      assert.ok(mean < color[c] && mean > 0.6 * color[c], `${mean} of ${color[c]}`);
    assert.ok(new Set(orm!.data.filter((_, i) => i % 3 === 1)).size > 16, "strands shine alike");
    assert.deepEqual(Uint8Array.from(part.picture!.data), before);
  }
});

/** The part with a picture of strands of its own: greys of a mean of 0.72, every other column cut out. */
function painted(part: Part): Part {
  const side = 32;
  const data = new Uint8Array(4 * side * side);
  for (let i = 0; i < side * side; i++) {
    data.fill(Math.round(255 * (0.72 + 0.16 * Math.sin(i * i))), 4 * i, 4 * i + 3);
    data[4 * i + 3] = i % 2 ? 255 : 0;
  }
  const hair: Slot = { ...part.slots.hair, color: [0.72, 0.72, 0.72], cell: [0, 0, 1, 1] };
  return { ...part, surface: "textured", slots: { hair }, picture: { width: side, height: side, channels: 4, data } };
}

function furthest(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);
}

function extent(positions: Float32Array, axis: number): number {
  const left = positions.filter((_, i) => i % 3 === axis && positions[i - axis] > 0);
  return Math.max(...left) - Math.min(...left);
}

function posed(mesh: LayerMesh, name: string): Pick<LayerMesh, "positions" | "normals"> {
  const [positions, normals] = [mesh.positions.slice(), mesh.normals.slice()];
  const target = mesh.targets.get(name);
  for (const [i, v] of (target?.indices ?? []).entries()) {
    for (let c = 0; c < 3; c++) {
      positions[v * 3 + c] += target!.positions[i * 3 + c];
      normals[v * 3 + c] += target!.normals[i * 3 + c];
    }
  }
  return { positions, normals };
}

/** Signed height of a place over the skin's outside: negative is inside. */
function heightOver(skin: LayerMesh, regions: Uint8Array): (place: [number, number, number]) => number {
  const inner = ["mouth", "sockets"].map((name) => anatomy.regionNames.indexOf(name));
  const indices = Uint32Array.from(
    Array.from({ length: skin.triangles.length / 3 }, (_, t) => [...skin.triangles.subarray(t * 3, t * 3 + 3)])
      .filter((corners) => !corners.some((v) => inner.includes(regions[v])))
      .flat(),
  );
  const bvh = buildBvh({ positions: skin.positions, indices });
  const hit = { slot: -1, u: 0, v: 0, squared: 0 };
  return (place) => {
    hit.slot = -1;
    closestPoint(bvh, ...place, 0, 0, 0, hit);
    const t = bvh.order[hit.slot] * 3;
    const weights = [1 - hit.u - hit.v, hit.u, hit.v];
    let side = 0;
    for (let k = 0; k < 3; k++) {
      for (let c = 0; c < 3; c++) {
        const v = indices[t + k] * 3;
        const foot = weights.reduce((sum, w, j) => sum + w * skin.positions[indices[t + j] * 3 + c], 0);
        side += weights[k] * skin.normals[v + c] * (place[c] - foot);
      }
    }
    return Math.sign(side) * Math.sqrt(hit.squared);
  };
}
