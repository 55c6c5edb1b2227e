import assert from "node:assert/strict";
import { writeHeadFiles } from "../../../../runtime/bake/layered/write-head-files.ts";
import { encodeImage } from "../../../../runtime/host/node/images.ts";
import { browserTest } from "../../../extension/helpers/browser.ts";
import { ball, ballHead } from "../ball-head.ts";
import { openConsumers } from "./open-consumers.ts";

const VISEMES = ["sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "I", "O", "U"];
const NAMES = [
  ...["jawOpen", "mouthSmileLeft", "mouthSmileRight", "eyeBlinkLeft", "eyeBlinkRight", "browInnerUp"],
  ...["Up", "Down", "In", "Out"].flatMap((way) => [`eyeLook${way}Left`, `eyeLook${way}Right`]),
  ...VISEMES.map((name) => `viseme_${name}`),
];
const head = {
  ...ballHead,
  layers: ballHead.layers.map((layer) =>
    layer.name === "Skin" ? { ...layer, levels: [ball(0.6, [0, 0, 0], 1, NAMES)] } : layer,
  ),
};

browserTest("three.js, three-vrm and TalkingHead load a head and drive it", async () => {
  const plain = await writeHeadFiles(head, 128, encodeImage);
  const avatar = await writeHeadFiles(head, 128, encodeImage, { avatar: true });
  const consumers = await openConsumers({ "head.glb": plain.glb, "avatar.glb": avatar.glb });

  const three = await consumers.three("/head.glb");
  assert.deepEqual(three.meshes.sort(), ["EyeLeft", "EyeRight", "Glasses", "Hair", "Skin"]);
  assert.deepEqual(three.bones.sort(), ["Head", "Jaw", "LeftEye", "Neck", "RightEye"]);
  assert.deepEqual(three.targets, NAMES);
  assert.ok(Math.abs(three.height - 1.2 * 0.176) < 0.03, `${three.height} m`);
  assert.ok(three.textures >= 5);

  const vrm = await consumers.vrm("/avatar.glb");
  for (const name of ["aa", "ih", "ou", "ee", "oh", "blink", "jawOpen"])
    assert.ok(vrm.expressions.includes(name), name);
  assert.equal(vrm.mouth, 1);
  assert.ok(vrm.eyeTurn > 0.05, `the eye turns by ${vrm.eyeTurn}`);

  const talking = await consumers.talkingHead("/avatar.glb");
  assert.deepEqual(talking.visemes.sort(), VISEMES.map((name) => `viseme_${name}`).sort());
  assert.equal(talking.smile, 1);
  assert.deepEqual(consumers.faults, []);
});
