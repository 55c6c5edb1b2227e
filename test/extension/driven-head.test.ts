import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { FreeCamera } from "@babylonjs/core/Cameras/freeCamera.js";
import { NullEngine } from "@babylonjs/core/Engines/nullEngine.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import type { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import { Scene } from "@babylonjs/core/scene.js";
import { type DrivenHead, type HeadSource, loadHead, TEST_LINE } from "../../extension/scene/driven/index.ts";
import type { ShadingPlugin } from "../../extension/scene/driven/shading/plugin.ts";
import type { LoadedHead } from "../../extension/scene/load-head.ts";
import { createStage } from "../../extension/scene/stage.ts";
import type { Head } from "../../extension/service-types.ts";
import { writeHeadFiles } from "../../runtime/bake/layered/write-head-files.ts";
import { encodeImage } from "../../runtime/host/node/images.ts";
import { ball, ballHead } from "../bake/layered/ball-head.ts";

const GAZE = ["Left", "Right"].flatMap((side) => ["Out", "In", "Up", "Down"].map((way) => `eyeLook${way}${side}`));
const NAMES = ["jawOpen", "eyeBlinkLeft", "eyeBlinkRight", "viseme_aa", "viseme_sil", ...GAZE];
const head = {
  ...ballHead,
  layers: ballHead.layers.map((layer) =>
    layer.name === "Skin" ? { ...layer, levels: [ball(0.6, [0, 0, 0], 1, NAMES)] } : layer,
  ),
};
const written = await writeHeadFiles(head, 128, encodeImage);
const files = { glb: written.glb, levels: written.levels.map(({ glb }) => glb) };

async function load(source: HeadSource = files, options = {}): Promise<{ scene: Scene; driven: DrivenHead }> {
  const scene = new Scene(new NullEngine({ deterministicLockstep: true, lockstepMaxSteps: 1 } as never));
  const camera = new FreeCamera("camera", new Vector3(0, 0.16, 0.5), scene);
  camera.setTarget(new Vector3(0, 0.16, 0));
  const driven = await loadHead(scene, source, { blinking: false, breathing: false, ...options });
  return { scene, driven };
}

/** Renders frames until a time in seconds has passed in the scene. */
async function play(scene: Scene, seconds: number): Promise<void> {
  const step = 1 / 60;
  scene.getEngine().getDeltaTime = () => 1000 * step;
  for (let t = 0; t < seconds; t += step) scene.render();
}

function influence(mesh: AbstractMesh, name: string): number | undefined {
  const manager = mesh.morphTargetManager;
  for (let i = 0; i < (manager?.numTargets ?? 0); i++)
    if (manager!.getTarget(i).name === name) return manager!.getTarget(i).influence;
  return undefined;
}

const named = ({ meshes }: DrivenHead, name: string) => meshes.find((mesh) => mesh.name === name) as Mesh;
const coarse = ({ root }: DrivenHead, level: number) =>
  root.getChildMeshes().filter((mesh) => mesh.name === "Opaque")[level - 1];

test("every target of the file is an expression, and moves on coarser levels too", async () => {
  const { driven } = await load();
  for (const name of NAMES) assert.ok(driven.expressions.includes(name), name);
  driven.setExpression({ jawOpen: 0.6 });
  assert.equal(influence(named(driven, "Skin"), "jawOpen"), 0.6);
  assert.equal(influence(coarse(driven, 1), "jawOpen"), 0.6);
  // As Inspector's sliders set it.
  const manager = named(driven, "Skin").morphTargetManager!;
  manager.getTarget(NAMES.indexOf("jawOpen")).influence = 0.25;
  assert.equal(influence(coarse(driven, 1), "jawOpen"), 0.25);
});

test("names and weights that cannot be are refused", async () => {
  const { driven } = await load();
  assert.throws(() => driven.setExpression({ jawOpn: 1 }), /no expression "jawOpn".*jawOpen/);
  assert.throws(() => driven.setExpression({ jawOpen: Number.NaN }), /jawOpen must be a number/);
});

test("levels switch by distance, and layers without one vanish", async () => {
  const { scene, driven } = await load();
  const camera = scene.activeCamera!;
  const shown = (distance: number, name: string) => {
    camera.position.set(0, 0.16, distance);
    scene.updateTransformMatrix(true);
    const mesh = named(driven, name);
    mesh.computeWorldMatrix(true);
    return mesh.getLOD(camera as FreeCamera)?.name;
  };
  assert.equal(shown(0.6, "Skin"), "Skin");
  assert.equal(shown(2.4, "Skin"), "Opaque");
  assert.equal(shown(2.4, "Hair"), "Cutout");
  assert.equal(shown(2.4, "EyeLeft"), undefined);
  assert.equal(shown(0.6, "EyeLeft"), "EyeLeft");
});

test("eyes aim at a point and at a node that moves, and come to rest", async () => {
  const { scene, driven } = await load();
  const eye = Vector3.TransformCoordinates(new Vector3(0, 0.95 * 0.176, 0), driven.root.computeWorldMatrix(true));
  const ahead = Vector3.TransformNormal(new Vector3(0, 0, 1), driven.root.getWorldMatrix()).normalize();
  const leftwards = Vector3.TransformNormal(new Vector3(1, 0, 0), driven.root.getWorldMatrix()).normalize();
  const at = (yaw: number) => eye.add(ahead.scale(50 * Math.cos(yaw))).add(leftwards.scale(50 * Math.sin(yaw)));
  driven.lookAt(at((13 * Math.PI) / 180));
  await play(scene, 1);
  assert.ok(Math.abs(influence(named(driven, "Skin"), "eyeLookOutLeft")! - 0.5) < 0.02);
  assert.ok(Math.abs(influence(named(driven, "Skin"), "eyeLookInRight")! - 0.5) < 0.02);
  const node = new TransformNode("seen", scene);
  node.position.copyFrom(at((-13 * Math.PI) / 180));
  driven.lookAt(node);
  await play(scene, 1);
  assert.ok(Math.abs(influence(named(driven, "Skin"), "eyeLookInLeft")! - 0.5) < 0.02);
  assert.equal(influence(named(driven, "Skin"), "eyeLookOutLeft"), 0);
  driven.lookAt(null);
  await play(scene, 1.5);
  for (const name of GAZE) assert.equal(influence(named(driven, "Skin"), name), 0, name);
});

test("a line is spoken over what the face shows, and ends at rest", async () => {
  const { scene, driven } = await load();
  driven.setExpression({ jawOpen: 0.2 });
  let spoken = false;
  const line = driven.speak(TEST_LINE).then(() => {
    spoken = true;
  });
  const aa = 0.2 * TEST_LINE.findIndex(({ viseme }) => viseme === "aa");
  await play(scene, aa + 0.15);
  assert.equal(influence(named(driven, "Skin"), "viseme_aa"), 1);
  assert.equal(influence(named(driven, "Skin"), "jawOpen"), 0.2);
  assert.equal(spoken, false);
  await play(scene, 3.5);
  await line;
  assert.equal(influence(named(driven, "Skin"), "viseme_aa"), 0);
});

test("lids blink, and stay open when told to", async () => {
  const { scene, driven } = await load(files, { blinking: true, random: () => 0 });
  let most = 0;
  scene.onAfterRenderObservable.add(() => {
    most = Math.max(most, influence(named(driven, "Skin"), "eyeBlinkLeft")!);
  });
  await play(scene, 2.5);
  assert.ok(most > 0.7, `closed by ${most}`);
  driven.blinking = false;
  await play(scene, 0.1);
  most = 0;
  await play(scene, 6);
  assert.equal(most, 0);
});

test("a disposed head leaves nothing in the scene", async () => {
  const { scene, driven } = await load();
  driven.dispose();
  for (const list of [scene.meshes, scene.materials, scene.textures, scene.skeletons, scene.transformNodes])
    assert.deepEqual(
      // The scene's own, made with its first material.
      list.map(({ name }) => name).filter((name) => !/EnvironmentBRDF/.test(name)),
      [],
    );
});

/** Plugins by mesh, of those that draw it now. */
const drawnBy = ({ meshes }: DrivenHead) =>
  Object.fromEntries(
    meshes.map(({ name, material }) => {
      const plugins = PLUGINS.map((plugin) => material!.pluginManager?.getPlugin(plugin) as ShadingPlugin | null);
      return [name, plugins.filter((plugin) => plugin?.enabled).map((plugin) => plugin!.name)];
    }),
  );
const PLUGINS = ["HeadArtistSkin", "HeadArtistEye", "HeadArtistHair"];
const SHADED = {
  ...{ Skin: ["HeadArtistSkin"], EyeLeft: ["HeadArtistEye"], EyeRight: ["HeadArtistEye"] },
  ...{ Hair: ["HeadArtistHair"], Glasses: [] },
};

test("skin, eyes and hair are drawn by shaders of their own, which are switched off and never saved", async () => {
  const { driven } = await load();
  assert.deepEqual(drawnBy(driven), SHADED);
  driven.materials = "gltf";
  assert.deepEqual(Object.values(drawnBy(driven)).flat(), []);
  driven.materials = "viewport";
  assert.deepEqual(drawnBy(driven), SHADED);
  const saved = driven.meshes.map(({ material }) => JSON.stringify(material!.serialize()));
  assert.ok(saved.every((text) => text.includes("PBRMaterial") && !text.includes("HeadArtist")));
});

test("a head that is loaded as standard glTF carries no shaders of ours", async () => {
  const { scene, driven } = await load(files, { materials: "gltf" });
  assert.equal(driven.materials, "gltf");
  assert.ok(scene.materials.every(({ pluginManager }) => PLUGINS.every((name) => !pluginManager?.getPlugin(name))));
});

test("a head that comes to the stage while the materials are changed has the changed ones", async () => {
  let placed: LoadedHead | undefined;
  const scene = new Scene(new NullEngine());
  scene.activeCamera = new FreeCamera("camera", Vector3.Zero(), scene);
  const onPlaced = (loaded: LoadedHead) => {
    placed = loaded;
  };
  const stage = createStage({ scene, single: true, onPlaced });
  const entry = { id: "1", request: { prompt: "a ball" } } as Head;
  const extras = { headartist: { origin: head.origin } };
  const { glb } = await writeHeadFiles(head, 128, encodeImage, { extras });
  const shown = stage.show(entry, { glb: glb.slice().buffer, levels: [] });
  stage.shade("gltf");
  await shown;
  assert.deepEqual(Object.values(drawnBy(placed!.driven!)).flat(), []);
});

test("an address brings the levels that lie beside the file", async () => {
  const all = new Map([
    ["/heads/head.glb", written.glb],
    ...written.levels.map(({ name, glb }) => [`/heads/${name}`, glb] as const),
  ]);
  const server = createServer((request, response) => {
    const file = all.get(request.url!);
    response.writeHead(file ? 200 : 404).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const { driven } = await load(`${base}/heads/head.glb`);
    assert.equal(named(driven, "Skin").getLODLevels().length, 3);
    await assert.rejects(load(`${base}/heads/none.glb`), /none\.glb was answered with 404/);
  } finally {
    server.close();
  }
  await assert.rejects(load(new TextEncoder().encode("this is no GLB, only some text")), RangeError);
});

test("a scaled head's levels switch at scaled distances", async () => {
  const { scene, driven } = await load(files, { unitsPerMetre: 100 });
  const camera = scene.activeCamera as FreeCamera;
  for (const [distance, wanted] of [
    [60, "Skin"],
    [240, "Opaque"],
  ] as const) {
    camera.position.set(0, 16, distance);
    camera.computeWorldMatrix();
    named(driven, "Skin").computeWorldMatrix(true);
    assert.equal(named(driven, "Skin").getLOD(camera)?.name, wanted);
  }
});
