import assert from "node:assert/strict";
import { test } from "node:test";
import { loadPreset } from "../../runtime/host/node/presets.ts";
import { sampleCamera } from "../../runtime/stages/guidance/sample-camera.ts";
import { stageRandom } from "../../runtime/stages/guidance/step-rng.ts";

const { geometry } = await loadPreset("standard", "grid");
const random = stageRandom(11, "geometry");
const drawn = Array.from({ length: 400 }, (_, i) => sampleCamera(geometry.cameras, i, random.run, random.step(i)));

test("cameras stay inside the recipe's ranges", () => {
  for (const { camera, closeUp } of drawn) {
    const range = closeUp ? geometry.cameras.closeUp : geometry.cameras.full;
    for (const name of ["azimuth", "elevation", "fov"] as const) {
      assert.ok(camera[name] >= range[name][0] && camera[name] <= range[name][1], `${name} ${camera[name]}`);
    }
  }
});

test("close-ups come as often as the recipe says", () => {
  const share = drawn.filter(({ closeUp }) => closeUp).length / drawn.length;
  assert.ok(Math.abs(share - geometry.cameras.closeUpShare) < 0.07, `${share}`);
});

test("few steps already look from everywhere", () => {
  const octants = new Set(
    drawn
      .slice(0, 24)
      .filter(({ closeUp }) => !closeUp)
      .map(({ camera }) => Math.floor((camera.azimuth + 180) / 45)),
  );
  assert.equal(octants.size, 8);
});
