import assert from "node:assert/strict";
import { test } from "node:test";
import { loadVocabulary, readInstruction, readPrompt } from "../../runtime/host/node/read-prompt.ts";
import { colorName } from "../../runtime/prompt/meaning/colors.ts";

const { look } = await readPrompt("a man with short brown hair");
const edit = (instruction: string) => readInstruction({ look, seed: 0, carrier: "layers" }, instruction);

test("what a dictionary says is seen on a face is drawn, and the report says what was read", async () => {
  const { look: sick, report } = await edit("give him measles");
  assert.deepEqual(
    sick.marks.map(({ name }) => name),
    ["acne"],
  );
  assert.deepEqual(sick.rest.extra, []);
  const [item] = report.items;
  assert.deepEqual([item.state, item.sets, item.readAs], ["used", ["marks"], "rash"]);
  const { look: sooty } = await edit("like a chimney sweep");
  assert.deepEqual(
    sooty.marks.map(({ name }) => name),
    ["soot"],
  );
  assert.equal(colorName(await loadVocabulary(), (await edit("jaundiced")).look.skin.tone!, "skin"), "yellow");
});

test("who becomes like a thing gets skin of its colour", async () => {
  const { look: orange, report, changes, prompt } = await edit("turn him into a pumpkin");
  const [r, g, b] = orange.skin.tone!;
  assert.ok(r > 0.8 && g > 0.3 && g < 0.6 && b < 0.2, `${orange.skin.tone}`);
  assert.equal(report.items.at(-1)!.readAs, "skin of the colour of pumpkin");
  assert.deepEqual(
    changes.map(({ field }) => field),
    ["skin.tone"],
  );
  assert.match(prompt, /^an orange-skinned man/);
});

test("things beside a head, parts of it, what is taken away and what no dictionary tells colour nothing", async () => {
  for (const instruction of [
    "add a pumpkin",
    "a hat like a lemon",
    "remove the measles",
    "seasick",
    "a pumpkin on his head",
  ])
    assert.equal((await edit(instruction)).look.skin.tone, undefined, instruction);
  assert.deepEqual((await edit("remove the measles")).look.marks, []);
  const { report } = await edit("seasick");
  assert.equal(report.items[0].state, "unknown");
});
