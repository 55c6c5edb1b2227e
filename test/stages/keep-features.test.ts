import assert from "node:assert/strict";
import { test } from "node:test";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { openEngine } from "../../runtime/host/node/engine.ts";
import { CAMERA_DEFAULTS } from "../../runtime/render/camera.ts";
import { featureWeights } from "../../runtime/stages/geometry/keep-features.ts";
import { keepSurface } from "../../runtime/stages/job/keep-mesh.ts";

test("eyes and nose count for nothing, all else and the background fully", async () => {
  const engine = await openEngine({ pack: "starter", threads: 1 });
  const shape = shapeTemplate(engine.template);
  const weights = featureWeights(engine.kernels, shape, keepSurface(engine, shape));
  const view = { elevation: 0, fov: 40, ...CAMERA_DEFAULTS };
  const [front, back] = [await weights({ ...view, azimuth: 0 }, 64), await weights({ ...view, azimuth: 180 }, 64)];
  assert.ok(back.every((weight) => weight > 0.999));
  const still = front.filter((weight) => weight === 0).length;
  assert.ok(still > 20 && still < 300, `${still} of ${front.length} pixels`);
  assert.equal(front[0], 1);
  await engine.pack.release();
});
