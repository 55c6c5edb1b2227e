import assert from "node:assert/strict";
import { test } from "node:test";
import { Bone } from "@babylonjs/core/Bones/bone.js";
import { Skeleton } from "@babylonjs/core/Bones/skeleton.js";
import { FreeCamera } from "@babylonjs/core/Cameras/freeCamera.js";
import { PickingInfo } from "@babylonjs/core/Collisions/pickingInfo.js";
import { NullEngine } from "@babylonjs/core/Engines/nullEngine.js";
import type { IPointerEvent } from "@babylonjs/core/Events/deviceInputEvents.js";
import { PointerEventTypes, PointerInfo } from "@babylonjs/core/Events/pointerEvents.js";
import { Matrix, Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import "@babylonjs/core/Materials/standardMaterial.js";
import { CreateBox } from "@babylonjs/core/Meshes/Builders/boxBuilder.js";
import { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import { Scene } from "@babylonjs/core/scene.js";
import { createHistory } from "../../extension/scene/history.ts";
import { createLiveHead } from "../../extension/scene/live-head.ts";
import { markOf, supportOf, wireLods } from "../../extension/scene/load-head.ts";
import { readLive, splitGlb } from "../../extension/scene/read-live.ts";
import { createStage } from "../../extension/scene/stage.ts";
import { withLods } from "../../extension/scene/with-lods.ts";
import { decodeImage, encodeImage } from "../../runtime/host/node/images.ts";
import { encodePreview } from "../../runtime/service/compute/preview.ts";
import { finishedGlb, livePreview } from "./helpers/sphere.ts";

/** @param rightHanded as some hosts' scenes are. */
function emptyScene(rightHanded = false): Scene {
  const scene = new Scene(new NullEngine());
  scene.useRightHandedSystem = rightHanded;
  return scene;
}

function buffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer;
}

test("a live preview is read as the service wrote it", async () => {
  const sent = livePreview(0.5, 12);
  const { positions, normals, colors, indices } = await readLive(buffer(await encodePreview(sent, encodeImage)));
  assert.deepEqual(indices, sent.indices);
  assert.equal(positions.length, sent.positions.length);
  for (let i = 0; i < positions.length; i++) assert.ok(Math.abs(positions[i] - sent.positions[i]) < 1e-4);
  for (let i = 0; i < normals.length; i++) assert.ok(Math.abs(normals[i] - sent.normals[i]) < 0.02);
  const linear = [40, 220, 60].map((byte) => ((byte / 255 + 0.055) / 1.055) ** 2.4);
  for (let c = 0; c < 3; c++) assert.ok(Math.abs(colors[c] - linear[c]) < 1e-3);
  assert.equal(colors[3], 1);
});

test("cards of a live preview are cut out by a mask, and nothing else is", async () => {
  const sent = livePreview(0.5, 12);
  const count = sent.positions.length / 3;
  const alpha = Uint8Array.from({ length: 32 }, (_, i) => (i < 16 ? 255 : 0));
  const uvs = Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? 0.75 : 0.5));
  const cutout = { from: sent.indices.length / 3 - 1, uvs, alpha, width: 4, height: 8, cutoff: 102 };
  const { mask } = await readLive(buffer(await encodePreview({ ...sent, cutout }, encodeImage)));
  assert.ok(mask && Math.abs(mask.cutoff - 0.4) < 1e-6);
  const { rgba, width, height } = await decodeImage(mask.png);
  const cards = new Set(sent.indices.subarray(-3));
  for (let v = 0; v < count; v++) {
    const texel: number = Math.floor(mask.uvs[2 * v + 1] * height) * width + Math.floor(mask.uvs[2 * v] * width);
    assert.equal(rgba[4 * texel + 3], cards.has(v) ? 0 : 255);
  }
});

test("bytes that are no preview are refused", async () => {
  await assert.rejects(readLive(new ArrayBuffer(8)), RangeError);
  await assert.rejects(readLive(buffer(new TextEncoder().encode("hello, this is no GLB"))), RangeError);
});

test("a live head of 40,000 vertices is updated within 50 ms, in the same mesh", async () => {
  const scene = emptyScene();
  const head = createLiveHead(scene, { position: Vector3.Zero() }, 1);
  const glb = buffer(await encodePreview(livePreview(0.6, 141), encodeImage));
  head.update(await readLive(glb));
  const { mesh } = head;
  assert.equal(mesh.getTotalVertices(), 142 * 283);
  let quickest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const begun = process.threadCpuUsage();
    head.update(await readLive(glb));
    const { user, system } = process.threadCpuUsage(begun);
    quickest = Math.min(quickest, (user + system) / 1000);
  }
  assert.equal(head.mesh, mesh);
  assert.ok(quickest < 50, `${quickest} ms`);
  head.update(await readLive(buffer(await encodePreview(livePreview(0.6, 20), encodeImage))));
  assert.equal(mesh.getTotalVertices(), 21 * 41);
  head.dispose();
  assert.equal(scene.meshes.length, 0);
});

for (const rightHanded of [false, true]) {
  test(`a live head is upright, of natural size, and looks along +Z (right-handed: ${rightHanded})`, async () => {
    const scene = emptyScene(rightHanded);
    const head = createLiveHead(scene, { position: new Vector3(0, 1, 0) }, 100);
    head.update({
      positions: Float32Array.of(0, 0.5, 0, 0, 0, 1, 0, 0, 0),
      normals: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1),
      colors: new Float32Array(12).fill(1),
      indices: Uint32Array.of(0, 1, 2),
    });
    const world = head.mesh.computeWorldMatrix(true);
    const crown = Vector3.TransformCoordinates(new Vector3(0, 0.5, 0), world);
    const nose = Vector3.TransformCoordinates(new Vector3(0, 0, 1), world);
    assert.ok(crown.equalsWithEpsilon(new Vector3(0, 1 + 8.8, 0), 1e-4), `${crown}`);
    assert.ok(nose.equalsWithEpsilon(new Vector3(0, 1, 17.6), 1e-4), `${nose}`);
  });
}

test("the coarser levels of a file move into the scene that viewers load", async () => {
  const glb = buffer(await finishedGlb());
  const before = splitGlb(glb);
  const moved = withLods(glb);
  const after = splitGlb(moved.buffer);
  const scenes = after.json.scenes as { nodes: number[] }[];
  assert.equal((before.json.scenes as object[]).length, 2);
  assert.equal(scenes.length, 1);
  assert.equal(scenes[0].nodes.length, 2);
  assert.deepEqual(after.binary, before.binary);
  assert.deepEqual(withLods(moved.buffer), moved, "a file without spare levels stays as it is");
});

test("levels of detail are wired by their names, coarser ones further away", () => {
  const scene = emptyScene();
  const root = new TransformNode("Head", scene);
  const [second, finest, first] = ["Head_LOD2", "Head_LOD0", "Head_LOD1"].map((name) => new Mesh(name, scene));
  finest.parent = root;
  wireLods([second, finest, first, new Mesh("Hat", scene)], 100);
  const levels = finest.getLODLevels();
  assert.deepEqual(levels.map(({ mesh }) => mesh?.name).sort(), ["Head_LOD1", "Head_LOD2"]);
  const distance = (name: string) => levels.find(({ mesh }) => mesh?.name === name)!.distanceOrScreenCoverage;
  assert.ok(distance("Head_LOD1") < distance("Head_LOD2"));
  assert.equal(distance("Head_LOD1"), 150);
  assert.equal(first.parent, root);
});

test("a head hangs under a node, a bone's node or a bone, and under nothing else", () => {
  const scene = emptyScene();
  const node = new TransformNode("hand", scene);
  const skeleton = new Skeleton("skeleton", "skeleton", scene);
  const neck = new Bone("neck", skeleton, null, Matrix.Translation(0, 1.5, 0));
  assert.deepEqual(supportOf(node), { parent: node });
  assert.equal(supportOf(neck), undefined, "a skeleton that moves no mesh");
  const skin = new Mesh("body", scene);
  skin.skeleton = skeleton;
  assert.deepEqual(supportOf(neck), { parent: neck, skin });
  const linked = new Bone("head", skeleton, neck, Matrix.Identity());
  linked.linkTransformNode(node);
  assert.deepEqual(supportOf(linked), { parent: node });
  assert.equal(supportOf(null), undefined);
  assert.equal(supportOf({ name: "a material" }), undefined);
});

test("a head on a bone goes where the bone goes", () => {
  const scene = emptyScene(true);
  const skeleton = new Skeleton("skeleton", "skeleton", scene);
  const neck = new Bone("neck", skeleton, null, Matrix.Translation(0, 1.5, 0));
  const skin = new Mesh("body", scene);
  skin.skeleton = skeleton;
  skin.position.x = 2;
  const head = createLiveHead(scene, { position: new Vector3(0, 0.1, 0), ...supportOf(neck) }, 1);
  const standing = () => {
    skin.computeWorldMatrix(true);
    skeleton.prepare(true);
    head.frame.computeWorldMatrix(true);
    return head.frame.getAbsolutePosition();
  };
  assert.ok(standing().equalsWithEpsilon(new Vector3(2, 1.6, 0), 1e-4), `${standing()}`);
  neck.setPosition(new Vector3(0, 1.2, 0.3));
  assert.ok(standing().equalsWithEpsilon(new Vector3(2, 1.3, 0.3), 1e-4), `${standing()}`);
});

test("a head is put down where the user clicks, cut at the surface, and a change of mind ends the wait", async () => {
  const scene = emptyScene();
  const camera = new FreeCamera("camera", new Vector3(0, 5, 0), scene);
  camera.setTarget(new Vector3(0, 0, 0.001));
  scene.activeCamera = camera;
  const table = CreateBox("table", { size: 2 }, scene);
  table.computeWorldMatrix(true);
  scene.updateTransformMatrix(true);
  const stage = createStage({ scene, scale: 10, selection: () => undefined });
  const chosen = stage.choose("point");
  assert.equal(stage.store.get().picking, true);
  scene.pointerX = scene.getEngine().getRenderWidth() / 2;
  scene.pointerY = scene.getEngine().getRenderHeight() / 2;
  const tap = new PointerInfo(PointerEventTypes.POINTERTAP, { button: 0 } as IPointerEvent, new PickingInfo());
  scene.onPointerObservable.notifyObservers(tap);
  const { position } = (await chosen)!;
  assert.ok(Math.abs(position.y - (1 + 0.95 * 0.176 * 10)) < 1e-3, `${position}`);
  assert.ok(Math.hypot(position.x, position.z) < 0.05, `${position}`);
  assert.equal(stage.store.get().picking, false);
  const second = stage.choose("point");
  stage.giveUp();
  assert.equal(await second, undefined);
  await assert.rejects(stage.choose("selection"), /Select a node or a bone/);
});

test("a placed head is known by its mark, from anything below it", () => {
  const scene = emptyScene();
  const root = new TransformNode("head", scene);
  const mark = { id: "1", prompt: "an elf", seed: 3 };
  root.metadata = { headartist: mark };
  const ear = new TransformNode("ear", scene);
  ear.parent = root;
  assert.equal(markOf(ear), mark);
  assert.equal(markOf(new TransformNode("other", scene)), undefined);
  assert.equal(markOf({ name: "a material" }), undefined);
});

test("edits are undone and done again; what is forgotten is destroyed", () => {
  const log: string[] = [];
  const history = createHistory(2);
  const edit = (name: string) => ({
    name,
    do: () => void log.push(`do ${name}`),
    undo: () => void log.push(`undo ${name}`),
    destroy: (done: boolean) => void log.push(`destroy ${name} ${done}`),
  });
  history.add(edit("a"));
  history.add(edit("b"));
  history.undo();
  assert.deepEqual(history.store.get(), { undo: "a", redo: "b" });
  history.redo();
  history.undo();
  history.add(edit("c"));
  history.add(edit("d"));
  history.undo();
  history.undo();
  history.undo();
  const expected = "do a, do b, undo b, do b, undo b, destroy b false, do c, do d, destroy a true, undo d, undo c";
  assert.equal(log.join(", "), expected);
});
