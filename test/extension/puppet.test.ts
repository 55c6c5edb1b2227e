import assert from "node:assert/strict";
import { test } from "node:test";
import { FreeCamera } from "@babylonjs/core/Cameras/freeCamera.js";
import { NullEngine } from "@babylonjs/core/Engines/nullEngine.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { Scene } from "@babylonjs/core/scene.js";
import { type DrivenHead, loadHead } from "../../extension/scene/driven/index.ts";
import { createPuppet } from "../../extension/scene/puppet.ts";
import { groupExpressions, labelOf, otherSide } from "../../extension/state/expressions.ts";
import { writeHeadFiles } from "../../runtime/bake/layered/write-head-files.ts";
import { VISEMES } from "../../runtime/head/anatomy/visemes.ts";
import { encodeImage } from "../../runtime/host/node/images.ts";
import { ball, ballHead } from "../bake/layered/ball-head.ts";

const GAZE = ["Left", "Right"].flatMap((side) => ["Out", "In", "Up", "Down"].map((way) => `eyeLook${way}${side}`));
const NAMES = [
  ...["jawOpen", "mouthSmileLeft", "mouthSmileRight", "eyeBlinkLeft", "eyeBlinkRight"],
  ...GAZE,
  ...Object.keys(VISEMES),
];
const written = await writeHeadFiles(
  {
    ...ballHead,
    layers: ballHead.layers.map((layer) =>
      layer.name === "Skin" ? { ...layer, levels: [ball(0.6, [0, 0, 0], 1, NAMES)] } : layer,
    ),
  },
  128,
  encodeImage,
);

/** A page that a pointer moves on, over a canvas that fills it. */
async function setUp() {
  const engine = new NullEngine({ renderWidth: 400, renderHeight: 400 } as never);
  engine.getDeltaTime = () => 1000 / 60;
  engine.getRenderingCanvas = () => ({ getBoundingClientRect: () => ({ left: 0, top: 0 }) }) as HTMLCanvasElement;
  const scene = new Scene(engine);
  const camera = new FreeCamera("camera", new Vector3(0, 0.16, 0.9), scene);
  camera.setTarget(new Vector3(0, 0.16, 0));
  const page = new EventTarget();
  const puppet = createPuppet({ scene, page: page as Document });
  const head = await loadHead(scene, written.glb);
  const play = (seconds: number) => {
    for (let t = 0; t < seconds; t += 1 / 60) scene.render();
  };
  const point = (clientX: number, clientY: number) =>
    page.dispatchEvent(Object.assign(new Event("pointermove"), { clientX, clientY }));
  return { puppet, head, play, point };
}

function influence({ meshes }: DrivenHead, name: string): number {
  const manager = meshes.find((mesh) => mesh.name === "Skin")!.morphTargetManager!;
  for (let i = 0; i < manager.numTargets; i++)
    if (manager.getTarget(i).name === name) return manager.getTarget(i).influence;
  throw new Error(`no target ${name}`);
}

test("what is set on one side moves the other, unless it shall not, and all goes back", async () => {
  const { puppet, head, play } = await setUp();
  puppet.set("jawOpen", 1);
  assert.equal(influence(head, "jawOpen"), 0, "no head is held yet");
  puppet.hold(head);
  assert.deepEqual(puppet.store.get().names, NAMES);
  puppet.set("mouthSmileLeft", 0.5);
  puppet.change({ mirrored: false });
  puppet.set("mouthSmileLeft", 0.8);
  assert.deepEqual([influence(head, "mouthSmileLeft"), influence(head, "mouthSmileRight")], [0.8, 0.5]);
  puppet.reset();
  play(0.1);
  assert.deepEqual(puppet.store.get().weights, {});
  assert.equal(influence(head, "mouthSmileLeft"), 0);
});

test("eyes follow the pointer, and look ahead again", async () => {
  const { puppet, head, play, point } = await setUp();
  puppet.hold(head);
  point(390, 200);
  play(0.5);
  assert.equal(influence(head, "eyeLookInRight"), 0, "they do not follow before they are told to");
  puppet.change({ following: true });
  // The camera looks the head in the face: what is to its right is to the head's left.
  point(390, 200);
  play(1);
  assert.ok(influence(head, "eyeLookOutLeft") > 0.2 && influence(head, "eyeLookInRight") > 0.2);
  point(200, 10);
  play(1);
  assert.ok(influence(head, "eyeLookUpLeft") > 0.2 && influence(head, "eyeLookUpRight") > 0.2);
  puppet.change({ following: false });
  play(1);
  assert.ok(influence(head, "eyeLookUpLeft") < 0.01);
});

test("the test line moves the mouth and ends; the scene may rest then", async () => {
  const { puppet, head, play } = await setUp();
  assert.equal(puppet.moves(), false);
  puppet.hold(head);
  const spoken = puppet.speak();
  play(0.5);
  const open = Object.keys(VISEMES).reduce((sum, name) => sum + influence(head, name), 0);
  assert.ok(open > 0.5 && puppet.store.get().speaking && puppet.moves());
  play(3.5);
  await spoken;
  assert.equal(puppet.store.get().speaking, false);
  void puppet.speak();
  await puppet.speak();
  play(0.1);
  await new Promise((done) => setTimeout(done, 700));
  assert.deepEqual([puppet.store.get().speaking, puppet.moves()], [false, false]);
});

test("blinking and breathing are the puppet's, whichever head it holds; one without expressions says so", async () => {
  const { puppet, head } = await setUp();
  puppet.hold(head);
  assert.deepEqual([head.blinking, head.breathing], [false, false]);
  puppet.change({ idle: true });
  assert.deepEqual([head.blinking, head.breathing, puppet.moves()], [true, true, true]);
  puppet.hold("still");
  assert.deepEqual([puppet.store.get().names, puppet.store.get().still], [[], true]);
  puppet.hold(undefined);
  assert.equal(puppet.store.get().still, false);
});

test("expressions are grouped by what moves, found by words, and paired by side", () => {
  const titles = groupExpressions(NAMES).map(({ title, names }) => `${title} ${names.length}`);
  assert.deepEqual(titles, ["Gaze 8", "Eyelids 2", "Jaw 1", "Mouth 2", "Visemes 15"]);
  assert.deepEqual(groupExpressions(NAMES, "left smile"), [{ title: "Mouth", names: ["mouthSmileLeft"] }]);
  assert.deepEqual(groupExpressions(NAMES, "viseme pp")[0].names, ["viseme_PP"]);
  assert.deepEqual(groupExpressions(NAMES, "horns"), []);
  assert.equal(labelOf("mouthSmileLeft"), "Mouth smile left");
  assert.deepEqual(["browDownLeft", "eyeLookInLeft", "eyeLookUpRight", "jawOpen"].map(otherSide), [
    "browDownRight",
    "eyeLookOutRight",
    "eyeLookUpLeft",
    undefined,
  ]);
});
