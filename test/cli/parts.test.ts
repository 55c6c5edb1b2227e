import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { Document, WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import { readPart } from "../../runtime/head/part-files/read-part.ts";
import { decodeImage, encodeImage } from "../../runtime/host/node/images.ts";
import { ROOT } from "./run.ts";

const METRES_PER_UNIT = 0.176;
const WORDS = ["--words", "witch finder's hat, capotain"];

let home: string;

before(async () => {
  home = await mkdtemp(join(tmpdir(), "headartist parts "));
  await writeFile(join(home, "My hat.glb"), await cone(0.1, 0.08));
});
after(() => rm(home, { recursive: true }));

/** The command line of an artist whose home is the test's folder. */
async function headartist(...args: string[]) {
  const env = { ...process.env, HOME: home, USERPROFILE: home };
  const child = spawn(process.execPath, [join(ROOT, "runtime/cli/headartist.js"), ...args], { cwd: home, env });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code, stdout, stderr };
}

/** Sides of a cone. */
const SIDES = 48;
/** Texels of each side of the picture that {@link pictured} shows. */
const TEXELS = 32;

/** Red left, green right, with a hole in the middle of the right half. */
async function stripes(): Promise<Uint8Array> {
  const rgba = new Uint8Array(4 * TEXELS * TEXELS);
  for (let i = 0; i < TEXELS * TEXELS; i++) {
    const [x, y] = [i % TEXELS, Math.floor(i / TEXELS)];
    const hole = x >= 22 && x < 28 && y >= 10 && y < 22;
    rgba.set(x < TEXELS / 2 ? [200, 20, 20, 255] : [20, 160, 20, hole ? 0 : 255], 4 * i);
  }
  return encodeImage(rgba, TEXELS, TEXELS, "png");
}

/** A character whose hat repeats a picture three times about its axis, and has a brim of two vertex colours. */
async function pictured(): Promise<Uint8Array> {
  const document = new Document();
  const buffer = document.createBuffer();
  const accessor = (type: "VEC2" | "VEC3", rows: number[]) =>
    document.createAccessor().setType(type).setArray(new Float32Array(rows)).setBuffer(buffer);
  const ring = (r: number, y: number) =>
    Array.from({ length: SIDES + 1 }, (_, i) => {
      const a = (2 * Math.PI * i) / SIDES;
      return [r * Math.sin(a), y, r * Math.cos(a)];
    }).flat();
  const strip = Array.from({ length: SIDES }, (_, i) => {
    const low = SIDES + 1 + i;
    return [i, low, low + 1, i, low + 1, i + 1];
  }).flat();
  const around = (v: number) => Array.from({ length: SIDES + 1 }, (_, i) => [(3 * i) / SIDES, v]).flat();
  const indices = () => document.createAccessor().setArray(new Uint16Array(strip)).setBuffer(buffer);
  const texture = document
    .createTexture("cloth")
    .setMimeType("image/png")
    .setImage(await stripes());
  const cloth = document.createMaterial("Cloth").setBaseColorTexture(texture).setAlphaMode("MASK").setAlphaCutoff(0.5);
  const crown = document
    .createPrimitive()
    .setMaterial(cloth.setMetallicFactor(0))
    .setAttribute("POSITION", accessor("VEC3", [...ring(7, 30), ...ring(9, 8)]))
    .setAttribute("TEXCOORD_0", accessor("VEC2", [...around(0), ...around(1)]))
    .setIndices(indices());
  const brim = document
    .createPrimitive()
    .setMaterial(document.createMaterial("Brim").setMetallicFactor(0))
    .setAttribute("POSITION", accessor("VEC3", [...ring(9, 8), ...ring(13, 7)]))
    .setAttribute("COLOR_0", accessor("VEC3", [...ring(0, 0).map(() => 0.2), ...ring(0, 0).map(() => 0.8)]))
    .setIndices(indices());
  const hat = document.createNode("Hat").setMesh(document.createMesh("hat").addPrimitive(crown).addPrimitive(brim));
  const body = document
    .createPrimitive()
    .setAttribute("POSITION", accessor("VEC3", [...ring(60, 0), ...ring(60, 170)]));
  const node = document
    .createNode("Body")
    .setMesh(document.createMesh("body").addPrimitive(body.setIndices(indices())));
  // As rigs place what is worn: turned onto a bone, far from the origin.
  const bone = document.createNode("head").setTranslation([0, 170, 0]).addChild(hat);
  document.createScene().addChild(node).addChild(bone);
  return new WebIO().writeBinary(document);
}

/** An open cone with a band along its rim, each of a material of its own; radius and the rim's height in metres. */
async function cone(radius: number, height: number): Promise<Uint8Array> {
  const document = new Document();
  const buffer = document.createBuffer();
  const mesh = document.createMesh("hat");
  const sides = SIDES;
  const ring = (r: number, y: number) =>
    Array.from({ length: sides }, (_, i) => {
      const a = (2 * Math.PI * i) / sides;
      return [r * Math.sin(a), y, r * Math.cos(a)];
    }).flat();
  const strip = Array.from({ length: sides }, (_, i) => {
    const next = (i + 1) % sides;
    return [i, sides + i, sides + next, i, sides + next, next];
  }).flat();
  const add = (name: string, color: [number, number, number], rows: number[]) => {
    const material = document
      .createMaterial(name)
      .setBaseColorFactor([...color, 1])
      .setMetallicFactor(0)
      .setRoughnessFactor(0.6);
    mesh.addPrimitive(
      document
        .createPrimitive()
        .setMaterial(material)
        .setAttribute(
          "POSITION",
          document.createAccessor().setType("VEC3").setArray(new Float32Array(rows)).setBuffer(buffer),
        )
        .setIndices(document.createAccessor().setArray(new Uint16Array(strip)).setBuffer(buffer)),
    );
  };
  add("Felt", [0.2, 0, 0], [...ring(0.01 * radius, height + 2 * radius), ...ring(radius, height)]);
  add("Band", [0, 0.5, 0], [...ring(radius, height), ...ring(1.05 * radius, height - 0.1 * radius)]);
  document.createScene().addChild(document.createNode("hat").setMesh(mesh));
  return new WebIO().writeBinary(document);
}

test("a mesh becomes a part that words ask for, with its materials as slots, an inside and a coarser level", async () => {
  const added = await headartist("parts", "add", "My hat.glb", "--kind", "hat", ...WORDS);
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stdout, /^hat\/my-hat {2}\d+\/\d+ triangles/);
  const file = join(home, ".headartist", "parts", "hat", "my-hat.glb");
  const part = await readPart(await readFile(file), "my-hat.glb", METRES_PER_UNIT);
  assert.deepEqual(Object.keys(part.slots), ["felt", "band"]);
  // Linear 0.2 and 0.5 in sRGB.
  assert.ok(Math.abs(part.slots.felt.color[0] - 0.485) < 0.01 && part.slots.felt.color[1] === 0);
  assert.ok(Math.abs(part.slots.band.color[1] - 0.735) < 0.01);
  assert.equal(part.slots.band.roughness, 0.6);
  const [fine, coarse] = part.meshes;
  assert.ok(coarse.triangles.length < fine.triangles.length);
  const highest = Math.max(...fine.positions.filter((_, i) => i % 3 === 1)) * METRES_PER_UNIT;
  assert.ok(Math.abs(highest - 0.28) < 2e-3, `${highest} m`);
  const checked = await headartist("parts", "check", join(home, ".headartist", "parts"));
  assert.equal(checked.code, 0, checked.stdout);

  const read = await headartist("generate", "an old man with a capotain", "--dry-run");
  assert.match(read.stdout + read.stderr, /capotain → parts/);
  const twice = await headartist("parts", "add", "My hat.glb", "--kind", "hat", ...WORDS);
  assert.equal(twice.code, 2);
  assert.match(twice.stderr, /there is a hat "my-hat" already.*choose another --name/);
});

test("pictures, what is cut out and colours of vertices stay, of the mesh that is named", async () => {
  await writeFile(join(home, "person.glb"), await pictured());
  const add = (...rest: string[]) =>
    headartist("parts", "add", "person.glb", "--kind", "hat", "--words", "patchwork hat", "--name", "patches", ...rest);
  const whole = await add();
  assert.equal(whole.code, 3);
  assert.match(whole.stderr, /it measures 2\d\d m.*take the part alone with --node; its meshes are Hat, Body/);
  assert.match((await add("--node", "Cap")).stderr, /the file has no node "Cap"; its meshes are Hat, Body/);
  assert.match((await add("--node", "Hat", "--fit", "cap-of-mine")).stderr, /is no hat; there are .*fedora/);
  const added = await add("--node", "Hat", "--fit", "fedora");
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stdout, /^hat\/patches {2}\d+\/\d+\/\d+ triangles, \d+ KB, textured/);
  const bytes = await readFile(join(home, ".headartist", "parts", "hat", "patches.glb"));
  const part = await readPart(bytes, "patches.glb", METRES_PER_UNIT, decodeImage);
  assert.equal(part.cutoff, 0.5);
  assert.deepEqual(Object.keys(part.slots).sort(), ["brim", "cloth"]);
  const [{ positions, uvs, colors, triangles }] = part.meshes;
  assert.ok(Math.abs(width(positions) * METRES_PER_UNIT - 0.23) < 0.03, "as wide as a fedora");
  const picture = part.picture!;
  const texel = (u: number, v: number) => {
    const [x, y] = [Math.floor(u * picture.width), Math.floor(v * picture.height)];
    return picture.data.subarray(4 * (y * picture.width + x), 4 * (y * picture.width + x) + 4);
  };
  let [holes, seen] = [0, 0];
  const tops = Math.max(...positions.filter((_, i) => i % 3 === 1));
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [...triangles.subarray(t, t + 3)];
    const mean = (values: Float32Array, size: number, c: number) =>
      corners.reduce((sum, v) => sum + values[size * v + c], 0) / 3;
    if (Math.max(...corners.map((v) => positions[3 * v + 1])) < tops - 0.01) continue;
    const [x, z] = [mean(positions, 3, 0), mean(positions, 3, 2)];
    const turn = (3 * ((Math.atan2(x, z) / (2 * Math.PI) + 1) % 1)) % 1;
    // A texel within either half, where the picture's own filter mixes nothing.
    if (Math.abs((turn % 0.5) - 0.25) > 0.2) continue;
    const [r, g] = texel(mean(uvs, 2, 0), mean(uvs, 2, 1));
    assert.equal(r > g, turn < 0.5, `at ${turn}: ${r} ${g}`);
    seen++;
  }
  assert.ok(seen > 20);
  const [left, top, right, bottom] = part.slots.cloth.cell!;
  for (let y = Math.round(top * picture.height); y < Math.round(bottom * picture.height); y++)
    for (let x = Math.round(left * picture.width); x < Math.round(right * picture.width); x++)
      holes += Number(picture.data[4 * (y * picture.width + x) + 3] === 0);
  // The picture repeats and is kept once: its hole is six texels by twelve.
  assert.ok(holes > 50 && holes < 90, `${holes} texels are cut out`);
  const tones = new Set([...colors!].map((x) => x.toFixed(1)));
  assert.deepEqual([...tones].sort(), ["0.2", "0.8", "1.0"]);
});

const width = (positions: Float32Array) => {
  const xs = positions.filter((_, i) => i % 3 === 0);
  return Math.max(...xs) - Math.min(...xs);
};

test("a head wears it, from a folder that a command names too, and says when the part is another", async () => {
  const folder = join(home, ".headartist", "parts");
  const elsewhere = await mkdtemp(join(tmpdir(), "headartist-bare-"));
  const env = { ...process.env, HOME: elsewhere, USERPROFILE: elsewhere };
  const cli = join(ROOT, "runtime/cli/headartist.js");
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: elsewhere, env });
    const [said, , [code]] = await Promise.all([text(child.stderr), text(child.stdout), once(child, "exit")]);
    return { said, code };
  };
  const ask = ["generate", "a woman with a patchwork hat", "--preset", "built", "--texture-size", "256"];
  const made = await run(...ask, "--parts", folder);
  assert.equal(made.code, 0, made.said);
  const document = await new WebIO()
    .registerExtensions(ALL_EXTENSIONS)
    .readBinary(await readFile(join(elsewhere, "head.glb")));
  const { recipe } = JSON.parse(await readFile(join(elsewhere, "head.head", "head.json"), "utf8"));
  assert.equal(recipe.look.parts[0].id, "patches");
  assert.match(recipe.parts["hat/patches"], /^[0-9a-f]{64}$/);
  const hat = document
    .getRoot()
    .listMeshes()
    .find((mesh) => mesh.getName() === "Headwear")!;
  const material = hat.listPrimitives()[0].getMaterial()!;
  assert.equal(material.getAlphaMode(), "MASK");
  assert.ok(material.getBaseColorTexture() && material.getDoubleSided());

  const missing = await run(...ask);
  assert.equal(missing.code, 3);
  assert.match(
    missing.said,
    /wears the part hat\/patches, which is not here; put its file at hat\/patches\.glb .*--parts/,
  );
  const own = join(elsewhere, ".headartist", "parts", "hat");
  await mkdir(own, { recursive: true });
  const bytes = await readFile(join(folder, "hat", "patches.glb"));
  // The same part, said to be of another maker.
  const changed = Buffer.from(bytes.toString("latin1").replace('"person.glb"', '"parson.glb"'), "latin1");
  assert.notDeepEqual(changed, bytes);
  await writeFile(join(own, "patches.glb"), changed);
  const other = await run(...ask);
  assert.equal(other.code, 3);
  assert.match(
    other.said,
    /another version of the part hat\/patches \(SHA-256 [0-9a-f]{12}…, here it is [0-9a-f]{12}…\)/,
  );
  await rm(elsewhere, { recursive: true });
});

test("what cannot be a part is refused with what to do", async () => {
  await writeFile(join(home, "giant.glb"), await cone(3, 0));
  await writeFile(join(home, "far.glb"), await cone(0.1, 2));
  const add = (file: string, ...rest: string[]) => headartist("parts", "add", file, "--kind", "hat", ...WORDS, ...rest);
  for (const [ended, code, message] of [
    [await add("giant.glb"), 3, /it measures 6\.3\d* m, a head is 0\.22 m high; .*--scale/],
    [await add("far.glb"), 3, /its middle is at 0\.00, 2\.1\d, 0\.00 m.*--move/],
    [await add("none.glb"), 3, /none\.glb cannot be read/],
    [await add("My hat.glb", "--scale", "0"), 2, /--scale "0" is no positive number/],
    [await add("My hat.glb", "--move", "1,2"), 2, /--move "1,2" is not three numbers/],
    [await add("My hat.glb", "--turn", "1,2"), 2, /--turn "1,2" is not three numbers/],
    [await headartist("parts", "add", "My hat.glb", "--kind", "brows", ...WORDS), 2, /kind "brows" is none of hair,/],
    [await headartist("generate", "a man", "--dry-run", "--parts", "nowhere"), 3, /nowhere does not exist/],
  ] as const) {
    assert.match(ended.stderr, message);
    assert.equal(ended.code, code, ended.stderr);
  }
  const fitted = await add("giant.glb", "--scale", "0.033", "--move", "0,0.08,0", "--name", "fitted");
  assert.equal(fitted.code, 0, fitted.stderr);
});

test("the average head is written to be modelled on", async () => {
  assert.equal((await headartist("parts", "head", "-o", "average.glb")).code, 0);
  const document = await new WebIO().readBinary(await readFile(join(home, "average.glb")));
  assert.deepEqual(
    document
      .getRoot()
      .listMeshes()
      .map((mesh) => mesh.getName()),
    ["Skin", "EyeLeft", "EyeRight"],
  );
});
