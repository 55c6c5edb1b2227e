import assert from "node:assert/strict";
import { test } from "node:test";
import { drawSheet } from "../../runtime/bake/preview/draw-sheet.ts";
import { shapeLayeredHead } from "../../runtime/head/layers/build-layered-head.ts";
import { planSurfaces } from "../../runtime/head/layers/paint-anatomy.ts";
import { drawSheetBeside, paintBeside, traceSheetBeside } from "../../runtime/host/node/beside.ts";
import { readHeadKit } from "../../runtime/host/node/head-kit.ts";
import { encodeImage } from "../../runtime/host/node/images.ts";
import { emptyLook } from "../../runtime/prompt/look.ts";
import { paintHere } from "../../runtime/stages/layers/painting/painter.ts";
import { ballSubject } from "../stages/layers/subject.ts";

test("a thread draws the sheet that is drawn here, and hands on what it throws", async () => {
  const { layers } = ballSubject().head;
  const here = Buffer.from(await drawSheet(layers, encodeImage));
  assert.deepEqual(Buffer.from(await drawSheetBeside(layers)), here);
  const other = layers.slice(0, 1);
  const [first, last] = [layers, other].map(traceSheetBeside);
  // The one that was begun first is no longer known: it is drawn anew, not with what the cameras see of the other.
  assert.deepEqual(Buffer.from(await drawSheetBeside(layers, first)), here);
  assert.deepEqual(Buffer.from(await drawSheetBeside(other, last)), Buffer.from(await drawSheet(other, encodeImage)));
  assert.deepEqual(Buffer.from(await drawSheetBeside(layers, traceSheetBeside(layers))), here);
  const torn = [{ ...layers[0], levels: [{ ...layers[0].levels[0], normals: null as never }] }];
  await assert.rejects(drawSheetBeside(torn), TypeError);
});

test("a thread paints what is painted here, and pictures that layers share are still shared", async () => {
  const kit = await readHeadKit();
  const plan = planSurfaces(kit, await shapeLayeredHead(kit, emptyLook()), 128);
  const here = paintHere(readHeadKit);
  const surfaces = await paintBeside.anatomy(plan);
  assert.deepEqual(surfaces, await here.anatomy(plan));
  assert.equal(surfaces.EyeLeft?.baseColor, surfaces.EyeRight?.baseColor);
  assert.deepEqual(await paintBeside.skin(plan), surfaces.Skin);
  assert.deepEqual(await paintBeside.strands(128), await here.strands(128));
});
