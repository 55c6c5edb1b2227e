import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { Document, WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import { readPart } from "../../runtime/head/part-files/read-part.ts";
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

/** An open cone with a band along its rim, each of a material of its own; radius and the rim's height in metres. */
async function cone(radius: number, height: number): Promise<Uint8Array> {
  const document = new Document();
  const buffer = document.createBuffer();
  const mesh = document.createMesh("hat");
  const sides = 48;
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

test("a head wears it, from a folder that a command names too", async () => {
  const folder = join(home, ".headartist", "parts");
  const elsewhere = await mkdtemp(join(tmpdir(), "headartist-bare-"));
  const env = { ...process.env, HOME: elsewhere, USERPROFILE: elsewhere };
  const args = ["generate", "a woman with a capotain", "--preset", "built", "--texture-size", "256", "--parts", folder];
  const cli = join(ROOT, "runtime/cli/headartist.js");
  const child = spawn(process.execPath, [cli, ...args], { cwd: elsewhere, env });
  const [, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  assert.equal(code, 0);
  const document = await new WebIO()
    .registerExtensions(ALL_EXTENSIONS)
    .readBinary(await readFile(join(elsewhere, "head.glb")));
  const { recipe } = JSON.parse(await readFile(join(elsewhere, "head.head", "head.json"), "utf8"));
  assert.equal(recipe.look.parts[0].id, "my-hat");
  assert.ok(
    document
      ?.getRoot()
      .listMeshes()
      .some((mesh) => mesh.getName() === "Headwear"),
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
