/**
 * `npm run test:characters`: imports characters that others made, edits each by text, bakes the edit back, and proves that
 * nothing else changed. Downloads them once into out/characters (they are not ours to ship) and takes minutes; writes
 * characters.json with the figures, and before and after of each as pictures.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Accessor, NodeIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import validator from "gltf-validator";
import { type EditOptions, edit as editHead } from "../../../runtime/api/edit.ts";
import { openEngine } from "../../../runtime/host/node/engine.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { openImportHost } from "../../../runtime/host/node/import-host.ts";
import { packagePath } from "../../../runtime/host/node/paths.ts";
import { loadPreset } from "../../../runtime/host/node/presets.ts";
import { makeGridRecipe } from "../../../runtime/host/node/recipes.ts";
import { bakeBack } from "../../../runtime/import/back/bake-back.ts";
import { importHead } from "../../../runtime/import/import-head.ts";
import type { ImportHost } from "../../../runtime/import/types.ts";
import type { Engine } from "../../../runtime/stages/engine.ts";
import { pictureCharacter } from "./picture-character.ts";

interface Character {
  name: string;
  url: string;
  sha256: string;
  licence: string;
  node?: string;
  describe: string;
  edit: EditOptions & { instruction: string };
}

const FOLDER = packagePath("out", "characters");
const PRESET = "draft";
const CHARACTERS: Character[] = JSON.parse(await readFile(new URL("characters.json", import.meta.url), "utf8"));

let engine: Engine;
let host: ImportHost;
const figures: object[] = [];

before(async () => {
  await mkdir(FOLDER, { recursive: true });
  engine = await openEngine({ pack: "starter" });
  host = await openImportHost(true, 0);
});

after(async () => {
  await writeFile(join(FOLDER, "characters.json"), `${JSON.stringify(figures, null, 1)}\n`);
  await engine.pack.release();
});

for (const { name, url, sha256, licence, node, describe, edit } of CHARACTERS) {
  test(`${name}: fitted, edited and baked back`, async () => {
    const source = await download(name, url, sha256);
    const imported = folderStore(join(FOLDER, `${name}.head`));
    const recipe = await makeGridRecipe({ prompt: describe, preset: PRESET });
    const { import: fit } = await loadPreset(PRESET, "grid");
    const head = await importHead({ source, node, align: "face", recipe, fit }, engine, host, imported);
    const folder = join(FOLDER, `${name}-1.head`);
    await editHead(join(FOLDER, `${name}.head`), edit.instruction, { ...edit, seed: 1, folder });
    const edited = folderStore(folder);
    const { glb, report } = await bakeBack({ edited, imported }, engine, host);
    await writeFile(join(FOLDER, `${name}-edited.glb`), glb);
    await pictureCharacter([source, glb], head.document.import!, host, join(FOLDER, `${name}.webp`));
    const kept = await compareAccessors(source, glb);
    figures.push({ name, licence, ...head.fit, ...kept, ...report, instruction: edit.instruction });

    assert.ok(head.fit.chamfer < 1.5, `Chamfer distance ${head.fit.chamfer} %`);
    assert.ok(report.moved > 0 || Object.keys(report.texels).length > 0, "the edit left nothing on the character");
    assert.deepEqual(kept.changed, [], "nothing but positions and normals may change");
    const [was, is] = [await problems(source), await problems(glb)];
    assert.deepEqual(
      is.filter((problem) => !was.includes(problem)),
      [],
      "the validator has nothing new to say",
    );
  });
}

async function download(name: string, url: string, sha256: string): Promise<Uint8Array> {
  const file = join(FOLDER, `${name}.glb`);
  const kept = await readFile(file).catch(() => undefined);
  const bytes = new Uint8Array(kept ?? (await (await fetch(url)).arrayBuffer()));
  const found = createHash("sha256").update(bytes).digest("hex");
  assert.equal(found, sha256, `${kept ? file : url} is not the file that was measured`);
  if (!kept) await writeFile(file, bytes);
  return bytes;
}

/** Codes and places of errors and warnings. */
async function problems(glb: Uint8Array): Promise<string[]> {
  const { issues } = await validator.validateBytes(glb, { maxIssues: 1000 });
  return issues.messages.filter(({ severity }) => severity < 2).map(({ code, pointer }) => `${code} ${pointer}`);
}

/** Counts what stayed byte for byte, and names what changed though it may not. */
async function compareAccessors(source: Uint8Array, glb: Uint8Array) {
  const [was, is] = await Promise.all([source, glb].map(accessorsOf));
  assert.deepEqual([...is.keys()], [...was.keys()]);
  const counts = { joints: 0, weights: 0, morphTargets: 0, skins: 0, animations: 0 };
  const changed: string[] = [];
  for (const [name, accessor] of was) {
    const same = Buffer.from(accessor.getArray()!.buffer).equals(Buffer.from(is.get(name)!.getArray()!.buffer));
    if (!same && !/^mesh .* (POSITION|NORMAL|TANGENT)$/.test(name)) changed.push(name);
    if (!same) continue;
    if (name.endsWith("JOINTS_0")) counts.joints++;
    if (name.endsWith("WEIGHTS_0")) counts.weights++;
    if (name.startsWith("target")) counts.morphTargets++;
    if (name.startsWith("skin")) counts.skins++;
    if (name.startsWith("animation")) counts.animations++;
  }
  return { ...counts, changed };
}

async function accessorsOf(glb: Uint8Array): Promise<Map<string, Accessor>> {
  const root = (await new NodeIO().registerExtensions(ALL_EXTENSIONS).readBinary(glb)).getRoot();
  const out = new Map<string, Accessor>();
  for (const [m, mesh] of root.listMeshes().entries()) {
    for (const [p, primitive] of mesh.listPrimitives().entries()) {
      const stem = `${m}.${p} ${mesh.getName()}`;
      if (primitive.getIndices()) out.set(`mesh ${stem} indices`, primitive.getIndices()!);
      for (const name of primitive.listSemantics()) out.set(`mesh ${stem} ${name}`, primitive.getAttribute(name)!);
      for (const [t, target] of primitive.listTargets().entries())
        for (const name of target.listSemantics()) out.set(`target ${stem} ${t} ${name}`, target.getAttribute(name)!);
    }
  }
  for (const [i, skin] of root.listSkins().entries()) out.set(`skin ${i}`, skin.getInverseBindMatrices()!);
  for (const [i, animation] of root.listAnimations().entries()) {
    for (const [s, sampler] of animation.listSamplers().entries()) {
      out.set(`animation ${i} ${s} input`, sampler.getInput()!);
      out.set(`animation ${i} ${s} output`, sampler.getOutput()!);
    }
  }
  return out;
}
