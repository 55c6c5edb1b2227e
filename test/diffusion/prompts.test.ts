import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_VIEWS, composePrompt, viewWords } from "../../runtime/diffusion/prompts.ts";

test("view words follow the azimuth, whatever its turn", () => {
  const at = (azimuth: number, elevation = 0) => viewWords({ azimuth, elevation, closeUp: false });
  assert.equal(at(0), "front view");
  assert.equal(at(-44), "front view");
  assert.equal(at(90), "side view");
  assert.equal(at(-100), "side view");
  assert.equal(at(180), "back view");
  assert.equal(at(-170), "back view");
  assert.equal(at(360), "front view");
  assert.equal(at(-540), "back view");
  assert.equal(at(10, 40), "overhead view");
});

test("every view a camera can have is embedded beforehand", () => {
  for (let azimuth = -180; azimuth <= 180; azimuth += 15) {
    for (const elevation of [-10, 20, 45]) {
      assert.ok(ALL_VIEWS.includes(viewWords({ azimuth, elevation, closeUp: false })));
      if (Math.abs(azimuth) <= 75) assert.ok(ALL_VIEWS.includes(viewWords({ azimuth, elevation, closeUp: true })));
    }
  }
});

test("prompts are put together as the packs were trained", () => {
  assert.equal(
    composePrompt("a DSLR portrait of {}", " an old man ", "front view"),
    "a DSLR portrait of an old man, front view",
  );
  assert.equal(composePrompt("a DSLR portrait of {}", "an orc"), "a DSLR portrait of an orc");
});
