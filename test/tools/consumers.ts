/**
 * Hands heads that were made to other people's programs, as the tests do with a head of their own, and prints what each says.
 *
 *   node test/tools/consumers.ts out/dwarf.head out/queen.head …
 *
 * A head's own file goes to the Khronos validator, to Babylon's NullEngine and to three.js in Chromium; three-vrm and
 * TalkingHead get the same Look's head with `--avatar`. Ends with 1 where one of them finds a fault.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FreeCamera } from "@babylonjs/core/Cameras/freeCamera.js";
import { NullEngine } from "@babylonjs/core/Engines/nullEngine.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import { Logger } from "@babylonjs/core/Misc/logger.js";
import { Scene } from "@babylonjs/core/scene.js";
import { validateBytes } from "gltf-validator";
import { loadHead } from "../../extension/scene/driven/index.ts";
import { writeHeadFiles } from "../../runtime/bake/layered/write-head-files.ts";
import { buildLayeredHead } from "../../runtime/head/layers/build-layered-head.ts";
import { readHeadKit } from "../../runtime/host/node/head-kit.ts";
import { encodeImage } from "../../runtime/host/node/images.ts";
import { openConsumers } from "../bake/layered/consumers/open-consumers.ts";

/** ARKit's expressions and the visemes. */
const TARGETS = 67;
/** Metres from which a level must have been switched. */
const FAR = 2.4;
const AVATAR_TEXTURE = 256;

Logger.LogLevels = Logger.ErrorLogLevel;
const kit = await readHeadKit();
const folders = process.argv.slice(2);
const heads = await Promise.all(folders.map(readFiles));
const consumers = await openConsumers(
  Object.fromEntries(
    heads.flatMap(({ glb, avatar }, i) => [
      [`${i}.glb`, glb],
      [`${i}.avatar.glb`, avatar],
    ]),
  ),
);
let faults = 0;
for (const [i, { glb, levels }] of heads.entries()) {
  const found = {
    validator: await messages([glb, ...levels]),
    babylon: await inBabylon(glb, levels),
    ...(await inBrowser(`/${i}.glb`, `/${i}.avatar.glb`)),
  };
  const wrong = Object.entries(found).filter(([, said]) => said !== "");
  faults += wrong.length;
  const verdict = wrong.length === 0 ? "no fault" : wrong.map(([who, said]) => `${who}: ${said}`).join("; ");
  process.stdout.write(`${folders[i]}: ${verdict}\n`);
}
if (consumers.faults.length > 0) process.stdout.write(`the page: ${consumers.faults.join(", ")}\n`);
process.exit(faults + consumers.faults.length > 0 ? 1 : 0);

/** A head's file and its coarser levels, and what its Look gives as an avatar. */
async function readFiles(folder: string): Promise<{ glb: Uint8Array; levels: Uint8Array[]; avatar: Uint8Array }> {
  const glb = await readFile(join(folder, "head.glb"));
  const levels: Uint8Array[] = [];
  for (let i = 1; existsSync(join(folder, `head.lod${i}.glb`)); i++)
    levels.push(await readFile(join(folder, `head.lod${i}.glb`)));
  const { recipe } = JSON.parse(await readFile(join(folder, "head.json"), "utf8"));
  const { head } = await buildLayeredHead(kit, recipe.look, { textureSize: AVATAR_TEXTURE });
  return { glb, levels, avatar: (await writeHeadFiles(head, AVATAR_TEXTURE, encodeImage, { avatar: true })).glb };
}

/** Errors and warnings of the Khronos validator in any of the files. */
async function messages(files: readonly Uint8Array[]): Promise<string> {
  const all = await Promise.all(files.map((bytes) => validateBytes(bytes, { maxIssues: 100 })));
  return all
    .flatMap(({ issues }) => issues.messages)
    .filter(({ severity }) => severity < 2)
    .map(({ code }) => code)
    .join(", ");
}

/** Every target drives the skin, levels are switched by distance. */
async function inBabylon(glb: Uint8Array, levels: Uint8Array[]): Promise<string> {
  const scene = new Scene(new NullEngine());
  const camera = new FreeCamera("camera", new Vector3(0, 0.16, FAR), scene);
  const head = await loadHead(scene, { glb, levels }, { blinking: false, breathing: false });
  const skin = head.meshes.find(({ name }) => name === "Skin") as Mesh;
  const faults: string[] = [];
  if (head.expressions.length !== TARGETS) faults.push(`${head.expressions.length} expressions`);
  head.setExpression(Object.fromEntries(head.expressions.map((name) => [name, 0.5])));
  const still = head.expressions.filter((_, i) => skin.morphTargetManager!.getTarget(i).influence !== 0.5);
  if (still.length > 0) faults.push(`${still.join(", ")} do not drive the skin`);
  scene.updateTransformMatrix(true);
  skin.computeWorldMatrix(true);
  if (skin.getLOD(camera) === skin) faults.push("levels are not switched");
  scene.dispose();
  return faults.join(", ");
}

async function inBrowser(glb: string, avatar: string): Promise<Record<string, string>> {
  const three = await consumers.three(glb);
  const vrm = await consumers.vrm(avatar);
  const talking = await consumers.talkingHead(avatar);
  const bones = ["Head", "Jaw", "LeftEye", "Neck", "RightEye"];
  return {
    "three.js": said(three.targets.length === TARGETS && `${three.bones.sort()}` === `${bones}`, three),
    "three-vrm": said(vrm.mouth === 1 && vrm.eyeTurn > 0.05 && vrm.expressions.includes("blink"), vrm),
    TalkingHead: said(talking.visemes.length === 15 && talking.smile === 1, talking),
  };
}

function said(right: boolean, found: unknown): string {
  return right ? "" : JSON.stringify(found);
}
