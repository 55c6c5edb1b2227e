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
  assert.ok((await edit("make him look like a lobster")).look.skin.tone);
  const { look: orange, report, changes, prompt } = await edit("turn him into a pumpkin");
  const [r, g, b] = orange.skin.tone!;
  assert.ok(r > 0.8 && g > 0.3 && g < 0.6 && b < 0.2, `${orange.skin.tone}`);
  assert.equal(report.items.at(-1)!.readAs, "pumpkin skin");
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
  const hatted = await readPrompt("a man with a fedora");
  const hat = await readInstruction({ look: hatted.look, seed: 0, carrier: "layers" }, "make the hat aubergine");
  assert.deepEqual(
    hat.changes.map(({ field }) => field),
    ["parts.hat.color"],
  );
  const { report } = await edit("seasick");
  assert.equal(report.items[0].state, "unknown");
});

const read = (prompt: string) => readPrompt(prompt);

test("prompts are looked up as edits are, and the report quotes the definition", async () => {
  const { look: woman, report } = await read("an aubergine-skinned woman with chickenpox");
  assert.deepEqual(
    woman.skin.tone?.map((value) => Math.round(255 * value)),
    [0x37, 0x25, 0x28],
  );
  assert.deepEqual(
    woman.marks.map(({ name }) => name),
    ["acne"],
  );
  assert.match(
    report.items.find(({ text }) => text === "chickenpox")!.note!,
    /^a dictionary on “chickenpox”: an acute/,
  );
  assert.match(report.items[0].note!, /people call “aubergine”, #372528/);
  for (const [prompt, field, wanted] of [
    ["a jaundiced sailor", "tone", [0.78, 0.68, 0.34]],
    ["a pumpkin with glasses", "tone", [1, 0.46, 0.09]],
    ["skin the colour of honeycomb", "tone", [0.87, 0.67, 0.07]],
  ] as const)
    assert.deepEqual(
      (await read(prompt)).look.skin[field]?.map((value) => Math.round(100 * value) / 100),
      wanted,
      prompt,
    );
  assert.equal((await read("a widow with a bun")).look.who.sex.female, 1);
  assert.equal((await read("a shaggy man")).look.hair?.style, "messy");
  assert.equal((await read("lips like wine")).look.marks[0].name, "lipstick");
});

test("nothing that listed words say is looked up otherwise, and things that are held, sold or beside a head colour nothing", async () => {
  const { look: black, report } = await read("a jaundiced man with black skin");
  assert.equal(colorName(await loadVocabulary(), black.skin.tone!, "skin"), "black");
  assert.equal(report.items[0].state, "unknown");
  const dark = await read("a widow with butter-yellow hair, skin as dark as espresso");
  assert.equal(colorName(await loadVocabulary(), dark.look.hair!.color!, "hair"), "yellow");
  assert.deepEqual([dark.look.who.sex.female, dark.look.who.roles, dark.look.parts], [1, undefined, []]);
  // Nearest in meaning to "drow", to the encoder.
  assert.equal((await read("the ghost of a drowned lady")).look.who.creature, "ghost");
  for (const prompt of [
    "a rose seller",
    "a baker",
    "a lemon farmer",
    "a copper miner",
    "a woman holding a pumpkin",
    "a boy eating blueberries",
    "a man with owl eyes",
    "a measles nurse",
    "an old sailor cured of smallpox",
    "a girl with beach waves",
    "Hazel, a girl of 12",
    "a lovely, tall man",
  ]) {
    const { skin, marks, eyes, hair } = (await read(prompt)).look;
    assert.deepEqual([skin.tone, marks, eyes.color], [undefined, [], undefined], prompt);
    assert.ok(hair?.color && Math.max(...hair.color) < 0.8, prompt);
  }
});
