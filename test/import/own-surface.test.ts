import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { NodeIO } from "@gltf-transform/core";
import { ownSurfaceOf } from "../../runtime/head/own-surfaces.ts";
import { HEAD_FILES } from "../../runtime/head/store.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { openEngine } from "../../runtime/host/node/engine.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import { openImportHost } from "../../runtime/host/node/import-host.ts";
import { loadPreset } from "../../runtime/host/node/presets.ts";
import { makeGridRecipe } from "../../runtime/host/node/recipes.ts";
import { bakeBack } from "../../runtime/import/back/bake-back.ts";
import { importHead } from "../../runtime/import/import-head.ts";
import { editHead } from "../../runtime/stages/edit/edit.ts";
import { ownOf } from "../../runtime/stages/edit/own-colors.ts";
import type { Engine } from "../../runtime/stages/engine.ts";
import { readGeometry } from "../../runtime/stages/files/geometry-file.ts";
import { smallEdit } from "../stages/helpers/small-edit.ts";
import { smallRecipe, TINY_PACK } from "../stages/helpers/small-recipe.ts";
import { makeCharacter, toScene } from "./character.ts";

test("what a part is is told by its material's name, then by its mesh's", () => {
  for (const [names, surface] of [
    [["N00_000_Hair_00_HAIR", "Hair"], "hair"],
    [["N00_000_00_FaceBrow_00_FACE", "Face"], "brows"],
    [["FaceEyelash", "Face"], "lashes"],
    [["EyeIris", "Face"], "eyes"],
    [["lens", "Wolf3D_Glasses"], "glasses"],
    [["Wolf3D_Teeth", "Head"], "teeth"],
    [["Wolf3D_Skin", "Wolf3D_Head"], "skin"],
    [["Material.001", "ponytail01"], "hair"],
    [["Ch03_Body", "Beard"], "skin"],
    [["lambert1", "pCube3"], undefined],
  ] as const) {
    assert.equal(ownSurfaceOf(...names), surface, names.join());
  }
});

let engine: Engine;
let folder: string;
before(async () => {
  engine = await openEngine({ pack: TINY_PACK, threads: 1, provider: "cpu" });
  folder = await mkdtemp(join(tmpdir(), "headartist-own-"));
});
after(async () => {
  await engine.pack.release();
  await rm(folder, { recursive: true });
});

/** Imports a character of long dark hair, makes its hair white, and bakes that back. */
async function whitened(hair: "mesh" | "paint") {
  const shape = shapeTemplate(engine.template);
  const host = await openImportHost(false, 1);
  const source = await makeCharacter(engine.template, shape, { hair });
  const landmarks = [1, 33, 263, 61, 291, 152, 10].map((id) => [
    id,
    toScene(shape.landmarks.subarray(3 * id, 3 * id + 3)),
  ]);
  const preset = await loadPreset("draft", "grid");
  const fit = {
    ...preset.import,
    distance: { ...preset.import.distance, steps: 120, batch: 4096 },
    surface: { ...preset.import.surface, steps: 12 },
    color: { ...preset.import.color, steps: 120, batch: 2048, points: 20000 },
  };
  const { look } = await makeGridRecipe({ prompt: "a woman with long black hair" });
  const recipe = { ...(await smallRecipe()), prompt: "a woman with long black hair", look };
  const [parent, child] = ["parent", "child"].map((name) => folderStore(join(folder, hair, name)));
  const align = { file: JSON.stringify({ landmarks: Object.fromEntries(landmarks) }) };
  await importHead({ source, align, recipe, fit }, engine, host, parent);
  const prompt = "a woman with long white hair";
  const edit = await smallEdit(parent, { instruction: "make her hair white", prompt, what: "color" });
  edit.edit.color.start = { ...edit.edit.color.start, steps: 120, points: 4096 };
  edit.edit.color.steps = 0;
  edit.edit.refine.views = 0;
  await editHead(edit, engine, { store: parent, name: "../parent", look }, child);
  const { glb, report } = await bakeBack({ edited: child, imported: parent, what: "color" }, engine, host);
  const { geometry, rest } = readGeometry((await parent.read(HEAD_FILES.geometry))!, HEAD_FILES.geometry);
  const images = async (bytes: Uint8Array) => {
    const found = new Map<string, { rgba: Uint8Array; width: number; height: number }>();
    for (const texture of (await new NodeIO().readBinary(bytes)).getRoot().listTextures()) {
      found.set(texture.getName(), await host.decodeImage(texture.getImage()!));
    }
    return found;
  };
  return { geometry, own: ownOf(rest)!, report, was: await images(source), is: await images(glb) };
}

/** Mean change of red over the texels of rows, where the mesh has any. */
function lighter(
  was: Uint8Array,
  is: Uint8Array,
  width: number,
  [from, to]: number[],
  [left, right]: number[],
): number {
  let [sum, count] = [0, 0];
  for (let y = from; y < to; y++)
    for (let x = left; x < right; x++) {
      sum += is[4 * (y * width + x)] - was[4 * (y * width + x)];
      count++;
    }
  return sum / count;
}

suite("colour edits keep to the character's own surfaces", () => {
  test("hair that is a mesh turns white from the crown to the tips, and nothing else does", async () => {
    const { geometry, own, report, was, is } = await whitened("mesh");
    const share = (holds: (x: number, y: number, z: number) => boolean, surface: string) => {
      const at = own.flatMap((name, v) =>
        holds(...(geometry.positions.subarray(3 * v, 3 * v + 3) as unknown as [number, number, number])) ? [name] : [],
      );
      assert.ok(at.length > 20);
      return at.filter((name) => name === surface).length / at.length;
    };
    assert.ok(
      share((_, y, z) => z < -0.75 && y > -0.6 && y < 0.3, "hair") > 0.9,
      "the back is hair, below the ears too",
    );
    assert.ok(
      share((x, y, z) => Math.abs(x) < 0.2 && z > 0.4 && y < 0.1 && y > -0.3, "skin") > 0.8,
      "the face is skin",
    );
    assert.ok(report.texels.Strands > 1000, JSON.stringify(report.texels));
    const [skin, kept] = [was.get("Skin")!, is.get("Skin")!];
    const all = lighter(skin.rgba, kept.rgba, skin.width, [0, skin.height], [0, skin.width]);
    assert.ok(Math.abs(all) < 3, `face, ears, eyes and teeth keep their colours: ${all}`);
    const [before, after] = [was.get("Strands")!, is.get("Strands")!];
    const { width, height } = before;
    // The back's half of the image; rows go from the crown to the tips.
    const rows = (top: number, bottom: number) => [top, bottom].map((y) => Math.round((0.5 - 0.46 * y) * height));
    const back = [0.68, 0.82].map((u) => Math.round(u * width));
    const [crown, tips] = [rows(0.45, 0.2), rows(-0.35, -0.6)].map((band) =>
      lighter(before.rgba, after.rgba, width, band, back),
    );
    assert.ok(crown > 60 && tips > 60, `crown ${crown}, tips ${tips}`);
    assert.ok(Math.abs(crown - tips) < 0.35 * crown, `no line at the ears: crown ${crown}, tips ${tips}`);
  });

  test("hair that is paint on the skin is told by its colour; the face keeps its own", async () => {
    const { report, was, is } = await whitened("paint");
    assert.deepEqual(Object.keys(report.texels), ["Skin"]);
    const [before, after] = [was.get("Skin")!, is.get("Skin")!];
    const { width, height } = before;
    const band = (y: number[], x: number[]) =>
      lighter(
        before.rgba,
        after.rgba,
        width,
        y.map((v) => Math.round(v * height)),
        x.map((u) => Math.round(u * width)),
      );
    const [back, face] = [band([0.35, 0.6], [0.68, 0.82]), band([0.45, 0.7], [0.2, 0.3])];
    assert.ok(back > 60, `back ${back}`);
    assert.ok(Math.abs(face) < 3, `face ${face}`);
  });
});
