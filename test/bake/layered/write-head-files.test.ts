import assert from "node:assert/strict";
import { test } from "node:test";
import { type Document, WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import { validateBytes } from "gltf-validator";
import { MeshoptDecoder } from "meshoptimizer/decoder";
import { type HeadFiles, writeHeadFiles } from "../../../runtime/bake/layered/write-head-files.ts";
import { BakeError } from "../../../runtime/bake/types.ts";
import { encodeImage } from "../../../runtime/host/node/images.ts";
import { ballHead } from "./ball-head.ts";

const METRES = 0.176;
const plain = await writeHeadFiles(ballHead, 256, encodeImage, { extras: { headartist: { recipe: 1 } } });

function all({ glb, levels }: HeadFiles): Uint8Array[] {
  return [glb, ...levels.map((level) => level.glb)];
}

async function read(glb: Uint8Array): Promise<Document> {
  await MeshoptDecoder.ready;
  return new WebIO()
    .registerExtensions(ALL_EXTENSIONS)
    .registerDependencies({ "meshopt.decoder": MeshoptDecoder })
    .readBinary(glb);
}

async function faults(glb: Uint8Array) {
  const { issues } = await validateBytes(glb);
  return issues.messages.filter(({ severity }) => severity < 2);
}

test("plain files have no errors and no warnings", async () => {
  for (const glb of all(plain)) assert.deepEqual(await faults(glb), []);
});

test("no two names of a file are equal or differ by case alone", async () => {
  for (const glb of all(plain)) {
    const root = (await read(glb)).getRoot();
    const names = [...root.listNodes(), ...root.listScenes()].map((item) => item.getName().toLowerCase());
    assert.equal(new Set(names).size, names.length, names.join(", "));
    assert.ok(names.every((name) => name !== ""));
  }
});

test("targets carry their names, move what they should and are sparse", async () => {
  const document = await read(plain.glb);
  const mesh = document
    .getRoot()
    .listMeshes()
    .find((item) => item.getName() === "Skin")!;
  assert.deepEqual(mesh.getExtras().targetNames, ["jawOpen", "eyeBlinkLeft", "cheekPuff", "viseme_aa"]);
  const { targets } = ballHead.layers[0].levels[0];
  for (const [i, target] of mesh.listPrimitives()[0].listTargets().entries()) {
    const wanted = [...targets.values()][i];
    const found = target.getAttribute("POSITION")!;
    assert.ok(found.getSparse());
    let moved = 0;
    for (let v = 0; v < found.getCount(); v++) if (Math.hypot(...found.getElement(v, [])) > 0) moved++;
    assert.equal(moved, wanted.indices.length);
    for (const [row, v] of wanted.indices.entries()) {
      const offset = found.getElement(v, []);
      for (let k = 0; k < 3; k++)
        assert.ok(Math.abs(offset[k] - METRES * wanted.positions[3 * row + k]) < 1e-6, `vertex ${v}`);
    }
  }
});

test("joints stand where the head has them, measured from the seam", async () => {
  const root = (await read(plain.glb)).getRoot();
  for (const [name, wanted] of [
    ["Neck", [0, 0.05, 0]],
    ["Jaw", [0, 0.75, 0.15]],
    ["RightEye", [-0.2, 0.95, 0.65]],
    ["HatSocket", [0, 1.6, 0.1]],
  ] as const) {
    const place = root
      .listNodes()
      .find((node) => node.getName() === name)!
      .getWorldTranslation();
    for (let k = 0; k < 3; k++) assert.ok(Math.abs(place[k] - METRES * wanted[k]) < 1e-6, `${name} at ${place}`);
  }
});

test("coarser levels are at most three meshes, keep colours, and morph on the first alone", async () => {
  for (const [i, { glb }] of plain.levels.entries()) {
    const root = (await read(glb)).getRoot();
    assert.deepEqual(
      root.listMeshes().map((mesh) => mesh.getName()),
      ["Opaque", "Cutout", "Blend"],
    );
    const [opaque, cutout] = root.listMeshes().map((mesh) => mesh.listPrimitives()[0]);
    assert.equal(opaque.listTargets().length, i === 0 ? 5 : 0);
    assert.deepEqual(
      cutout
        .getAttribute("COLOR_0")!
        .getElement(5, [])
        .map((x) => Math.round(100 * x)),
      [20, 5, 2],
    );
    assert.equal(cutout.getMaterial()!.getAlphaMode(), "MASK");
    const side = opaque.getMaterial()!.getBaseColorTexture()!.getSize()!;
    assert.equal(side[0], Math.max(128, 256 / 2 ** (i + 1)));
  }
});

test("--morphs thins the targets", async () => {
  for (const [morphs, wanted] of [
    ["none", []],
    ["speech", ["jawOpen", "eyeBlinkLeft", "viseme_aa"]],
  ] as const) {
    const { glb } = await writeHeadFiles(ballHead, 256, encodeImage, { morphs });
    const mesh = (await read(glb)).getRoot().listMeshes()[0];
    assert.deepEqual(mesh.getExtras().targetNames ?? [], wanted);
  }
});

test("compressed files read back within a fiftieth of a millimetre, targets dense", async () => {
  const files = await writeHeadFiles(ballHead, 256, encodeImage, { compress: true });
  const { glb } = files;
  assert.ok(glb.length < plain.glb.length);
  // The validator does not know meshopt's extension; everything else it says must be silence.
  for (const file of all(files))
    assert.deepEqual(
      (await faults(file)).filter(
        ({ code }) => !["UNSUPPORTED_EXTENSION", "BUFFER_VIEW_TARGET_MISSING"].includes(code),
      ),
      [],
    );
  const root = (await read(glb)).getRoot();
  const node = root.listNodes().find((item) => item.getName() === "Skin")!;
  const bind = node.getSkin()!.getInverseBindMatrices()!.getElement(1, []);
  const joint = node.getSkin()!.listJoints()[1].getWorldTranslation();
  const positions = node.getMesh()!.listPrimitives()[0].getAttribute("POSITION")!;
  const { levels: truth } = ballHead.layers[0];
  for (let v = 0; v < positions.getCount(); v++) {
    const at = positions.getElement(v, []);
    for (let k = 0; k < 3; k++) {
      const found = joint[k] + bind[5 * k] * at[k] + bind[12 + k];
      const wanted = METRES * (truth[0].positions[3 * v + k] - ballHead.origin[k]);
      assert.ok(Math.abs(found - wanted) < 2e-5, `vertex ${v} axis ${k}: ${found} for ${wanted}`);
    }
  }
});

test("KTX2 textures are Basis Universal with mips", async () => {
  const { glb } = await writeHeadFiles(ballHead, 256, encodeImage, { textures: "ktx2", compress: true });
  const root = (await read(glb)).getRoot();
  assert.ok(root.listExtensionsRequired().some(({ extensionName }) => extensionName === "KHR_texture_basisu"));
  for (const texture of root.listTextures()) assert.equal(texture.getMimeType(), "image/ktx2");
});

test("the same head gives the same bytes", async () => {
  const again = await writeHeadFiles(ballHead, 256, encodeImage, { extras: { headartist: { recipe: 1 } } });
  assert.deepEqual(again, plain);
});

test("options that cannot be are refused by name", async () => {
  await assert.rejects(
    writeHeadFiles(ballHead, 256, encodeImage, { morphs: "some" as "all" }),
    (error) => error instanceof BakeError && error.code === "bad-options" && /morphs/.test(error.message),
  );
});
