import assert from "node:assert/strict";
import { test } from "node:test";
import { drawSheet } from "../../runtime/bake/preview/draw-sheet.ts";
import { drawSheetApart } from "../../runtime/host/node/draw-sheet.ts";
import { encodeImage } from "../../runtime/host/node/images.ts";
import { ballSubject } from "../stages/layers/subject.ts";

test("a thread draws the sheet that is drawn here, and hands on what it throws", async () => {
  const { layers } = ballSubject().head;
  assert.deepEqual(Buffer.from(await drawSheetApart(layers)), Buffer.from(await drawSheet(layers, encodeImage)));
  const torn = [{ ...layers[0], levels: [{ ...layers[0].levels[0], normals: null as never }] }];
  await assert.rejects(drawSheetApart(torn), TypeError);
});
