import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { promisify } from "node:util";
import { packagePath } from "../../runtime/host/node/paths.ts";
import { describe, loadVocabulary, readInstruction, readPrompt } from "../../runtime/host/node/read-prompt.ts";
import { drawnConcepts } from "../../runtime/prompt/concepts.ts";
import { EXPRESSIONS, SHAPES } from "../../runtime/prompt/look-names.ts";
import { setFields } from "../../runtime/prompt/set-field.ts";
import { suggestedWords } from "../../runtime/prompt/suggested-words.ts";
import { readRows } from "../../runtime/service/batch/read-rows.ts";

test("words that the tables lack are read by their meaning, or told with what is near", async () => {
  const { look, report } = await readPrompt("a goblinoid man in a loupe");
  assert.equal(look.who.creature, "goblin");
  assert.equal(report.items[0].readAs, "goblin");
  assert.deepEqual([report.items[2].state, report.items[2].suggestions], ["unknown", []]);
});

test("parts that there is a file of are near to unknown words where they are drawn, and no others", async () => {
  const [layers, grid] = [await loadVocabulary("layers"), await loadVocabulary("grid")].map(drawnConcepts);
  for (const phrase of ["hoop earring", "nose ring", "eye patch", "surgical mask", "chef hat"])
    assert.deepEqual([layers.has(phrase), grid.has(phrase)], [true, false], phrase);
  for (const phrase of ["fedora", "orc"]) assert.ok(layers.has(phrase) && grid.has(phrase), phrase);
  for (const phrase of ["necklace", "gas mask", "wolf"]) assert.ok(!layers.has(phrase), phrase);
});

test("words that are written as one are read as the two that are listed", async () => {
  const { look, report } = await readPrompt("a bald man with a nosering and a gasmask");
  assert.deepEqual(
    look.parts.map(({ kind, id }) => [kind, id]),
    [["piercing", "nose"]],
  );
  assert.deepEqual(
    report.items.map(({ text, state }) => [text, state]),
    [
      ["bald", "used"],
      ["man", "used"],
      ["nosering", "used"],
      ["gasmask", "known"],
    ],
  );
  const { look: hatted, report: told } = await readPrompt("a man in a kepi");
  assert.equal(hatted.parts[0].id, "police");
  assert.equal(told.items[1].note, "the nearest is police cap");
});

test("adjectives are read where no phrase is before them, or none with a noun", async () => {
  assert.equal((await readPrompt("and red")).report.items.length, 1);
  const { look } = await readPrompt("a very old woman whose head is shaved, and her face is full of fine wrinkles");
  assert.deepEqual(look.who.sex, { female: 1 });
});

test("a Look is described in words that are read as the same Look", async () => {
  for (const prompt of [
    "an old asian man with a long red beard, a top hat and sunglasses, smiling",
    "a freckled girl with black pigtails and green eyes",
    "a dark blue orc with a bald head",
    "a marble bust of an old woman with a hooked nose",
    "a bald man with a red eyepatch and a green wide brimmed hat",
  ]) {
    const { look } = await readPrompt(prompt);
    const again = (await readPrompt(await describe(look))).look;
    assert.deepEqual(
      { ...again, individual: 0, chosen: [] },
      { ...look, individual: 0, chosen: [] },
      await describe(look),
    );
  }
});

test("a description says pairs, sides, marks by their number, and of creatures what is not theirs anyway", async () => {
  for (const [prompt, description] of [
    ["an orc", "an orc"],
    ["a demon", "a demon with horns"],
    ["a bald man with gold hoop earrings", "a man with gold hoop earrings, bald"],
    ["a bald man with ear cuffs", "a man with ear cuffs, bald"],
    ["a bald man with a gold earring in the left ear", "a man with a gold earring on the left, bald"],
    ["a bald man with freckles, a burn and scratches", "a man with freckles, a burn and scratches, bald"],
    ["a woman with a black side parting", "a woman with black side parting"],
  ])
    assert.equal(await describe((await readPrompt(prompt)).look), description);
});

test("parts that are drawn are described in words that are read as them", async () => {
  const { file } = await loadVocabulary("layers");
  for (const { undrawn, words } of file.parts) {
    if (undrawn) continue;
    for (const prompt of [`a bald man with ${words[0]}`, `a bald man with a ${words[0]} on the left`]) {
      const { look } = await readPrompt(prompt, { meanings: false });
      const again = await readPrompt(await describe(look), { meanings: false });
      assert.deepEqual(again.look.parts, look.parts, prompt);
    }
  }
});

test("hats are of fur, edged with it, and striped in two colours where words say so", async () => {
  const hatOf = async (prompt: string) =>
    (await readPrompt(prompt, { meanings: false })).look.parts.find(({ kind }) => kind === "hat")!;
  assert.equal((await hatOf("a man in a fur hat")).id, "ushanka");
  assert.equal((await hatOf("a man in a sheepskin hat")).id, "ushanka");
  assert.equal((await hatOf("a woman in a furry hood")).material?.pattern, "fur");
  for (const prompt of [
    "a girl in a white fur-trimmed red hood",
    "a girl in a red hood with white fur trim",
    "a girl in a red and white striped hood",
    "a girl in a red hood with white stripes",
  ]) {
    const hat = await hatOf(prompt);
    const slot = prompt.includes("strip") ? "stripes" : "trim";
    assert.deepEqual([hat.id, hat.material, Object.keys(hat.colors ?? {})], ["hood", undefined, [slot]], prompt);
    assert.ok(hat.color![1] < 0.3 && hat.colors![slot][1] > 0.8, prompt);
    const { look } = await readPrompt(prompt, { meanings: false });
    const again = await readPrompt(await describe(look), { meanings: false });
    assert.deepEqual(again.look.parts, look.parts, await describe(look));
  }
  const nemes = await hatOf("a pharaoh with a gold and blue striped headdress");
  assert.deepEqual([nemes.id, nemes.material], ["nemes", undefined]);
  assert.ok(nemes.color![0] > nemes.color![2] && nemes.colors!["stripes"][2] > nemes.colors!["stripes"][0]);
});

test("every group has words to suggest for heads of layers", async () => {
  const groups = suggestedWords((await loadVocabulary("layers")).file);
  assert.deepEqual(
    groups.filter(({ words }) => words.length === 0).map(({ name }) => name),
    [],
  );
});

test("fields of a Look are set by their paths, and refused by name", async () => {
  const vocabulary = await loadVocabulary();
  const { look } = await readPrompt("a man with a beard and freckles");
  const set = setFields(vocabulary, look, {
    age: "35",
    "hair.color": "#7a3b1e",
    beard: "none",
    hat: "bowler",
    "marks.freckles.opacity": 0.2,
    sex: "female",
  });
  assert.deepEqual([set.who.age, set.who.sex, set.beard], [35, { female: 1 }, undefined]);
  assert.deepEqual(
    set.hair?.color?.map((value) => Math.round(255 * value)),
    [0x7a, 0x3b, 0x1e],
  );
  assert.deepEqual([set.parts[0].id, set.marks[0].opacity], ["bowler", 0.2]);
  for (const [fields, message] of [
    [{ "foo.bar": 1 }, /"foo.bar" does not exist/],
    [{ age: "old" }, /"age" "old" is not a number from 0 to 120/],
    [{ age: 300 }, /"age" "300" is not a number from 0 to 120/],
    [{ "who.foo": 1 }, /"who.foo" does not exist; who has sex, age/],
    [{ "marks.freckles.opacity": 7 }, /"marks.freckles.opacity" "7" is not a number from 0 to 1/],
    [{ hat: "bowler", "parts.hat.side": "up" }, /"parts.hat.side" "up" is not one of left, right/],
    [{ hat: "fascinator" }, /no hat "fascinator"; use cowboy/],
    [{ "hair.color": "blu" }, /"hair.color" "blu" is no colour/],
    [{ lashes: "big" }, /"lashes" "big" is not one of none, short, natural, long, thick/],
    [{ "brows.form": "big" }, /"brows.form" "big" is not one of none, natural, bushy/],
    [{ "skin.details": "flushed, ill" }, /"skin.details.1" "ill" is not one of bloodless, sunken/],
    [{ "skin.pattern": "big" }, /"skin.pattern" "big" is not one of patina, veins/],
    [{ "eyes.kind": "big" }, /"eyes.kind" "big" is not one of robot, cat, glowing, blind, none/],
    [{ "who.creature": "big" }, /"who.creature" "big" is not one of orc, /],
    [{ "who.people": "big" }, /"who.people" "big" is not one of .*south asian/],
    [{ hair: "zap" }, /"hair" "zap" is not one of short, /],
    [{ "hair.hidden": "big" }, /"hair.hidden" "big" is not true or false/],
    [{ "face.big": 1 }, /"face.big" does not exist; face has male, /],
    [{ "expression.big": 1 }, /"expression.big" does not exist; expression has browDownLeft, /],
    [{ "material.name": "big" }, /"material.name" "big" is not one of gold, /],
    [{ "marks.scar.place": "moon" }, /"marks.scar.place" "moon" is not one of forehead, /],
    [{ "parts.mask.color": "red" }, /"parts.mask.color": there is no mask; set parts.mask.id first/],
    [{ "__proto__.x": 1 }, /does not exist/],
  ] as const) {
    assert.throws(() => setFields(vocabulary, look, fields), message);
  }
});

test("fields are set by their schema's type, and none of a form that may be none is that form", async () => {
  const vocabulary = await loadVocabulary("layers");
  const { look } = await readPrompt("a man in a baseball cap");
  const set = setFields(vocabulary, look, {
    lashes: "none",
    "skin.details": "flushed, eyeBags",
    "skin.material": "gold",
    "parts.hat.placement": "backwards",
    "parts.hat.colors.peak": "red",
    "brows.color": "#000000",
    "hair.style": "none",
  });
  assert.deepEqual([set.lashes, set.skin.details, set.skin.material?.name], ["none", ["flushed", "eyeBags"], "gold"]);
  assert.deepEqual(
    [set.parts[0].placement, set.parts[0].colors?.["peak"]],
    ["backwards", vocabulary.file.colors["red"].tone],
  );
  assert.deepEqual([set.brows.color, set.hair], [[0, 0, 0], undefined]);
  assert.equal(setFields(vocabulary, set, { "parts.hat.placement": "none" }).parts[0].placement, undefined);
  assert.throws(
    () => setFields(vocabulary, look, { "parts.hat.placement": "upside" }),
    /"parts.hat.placement" "upside" is not one of .*backwards.*, none/,
  );
});

test("the Look's shapes and expressions are the template's", async () => {
  const { shapes, expressions } = JSON.parse(await readFile(packagePath("assets", "template", "anatomy.json"), "utf8"));
  const names = (list: { name: string }[]) => list.map(({ name }) => name);
  assert.deepEqual([names(shapes), names(expressions)], [SHAPES, EXPRESSIONS]);
});

test("an instruction changes the Look, and its description follows", async () => {
  const { look } = await readPrompt("a woman with a top hat and long red hair");
  const { prompt, look: child } = await readInstruction({ look, seed: 0, carrier: "grid" }, "give her a bandana");
  assert.deepEqual(
    child.parts.map(({ id }) => id),
    ["bandana"],
  );
  assert.equal(prompt, "a woman with long red hair and a bandana");
});

test("“it” is the thing that was named last, in the instruction or in what came before", async () => {
  for (const [prompt, instruction, fields] of [
    ["a man with a red hat", "make it blue", ["parts.hat.color"]],
    ["a man with a red hat", "add a moustache and make it grey", ["moustache.style", "moustache.color"]],
    ["a man with a red hat", "give him a green scarf and make it blue", ["rest.extra"]],
    ["a woman in a red dress", "make it blue", ["rest.extra"]],
    ["a woman with red lips", "make them darker", ["marks.lipstick.color"]],
    ["a man with a beard", "cut it short", ["beard.style"]],
    ["a man with a black moustache", "remove it", ["moustache.style", "moustache.color"]],
    ["a woman with long blonde hair", "make it shorter and red", ["hair.style", "hair.color"]],
    ["an orc", "make it blue", ["skin.tone"]],
  ] as const) {
    const { look } = await readPrompt(prompt);
    const read = await readInstruction({ look, seed: 0, carrier: "layers", prompt }, instruction);
    assert.deepEqual(
      read.changes.map(({ field }) => field),
      fields,
      `${prompt}: ${instruction}`,
    );
  }
  const { look } = await readPrompt("a man");
  const edit = { instruction: "give him a crown", firstSeed: 0 };
  const crowned = await readInstruction({ look, seed: 0, carrier: "layers" }, edit.instruction);
  const { changes, report } = await readInstruction(
    { look: crowned.look, seed: 1, carrier: "layers", prompt: crowned.prompt, edit },
    "make it silver",
  );
  assert.deepEqual(
    changes.map(({ field }) => field),
    ["parts.hat.color"],
  );
  assert.equal(report.items[0].readAs, "crown silver");
});

test("of two colours of hair the report says which is not drawn", async () => {
  for (const [prompt, words] of [
    ["black hair with white streaks", "white streaks"],
    ["half pink half blue hair", "half blue"],
    ["brown hair, blue at the ends", "blue ends"],
    ["a woman with red and black hair", "black"],
  ]) {
    const { items } = (await readPrompt(prompt)).report;
    const left = items.find(({ state }) => state === "known");
    assert.equal(left?.text, words);
    assert.match(left?.note ?? "", /^hair is drawn in one colour/);
  }
});

test("trades are in wares, not of their colour, and only boys among them are children", async () => {
  for (const [prompt, color] of [
    ["a salmon fisher", undefined],
    ["an amber digger", undefined],
    ["an auburn fisher", "auburn"],
  ] as const)
    assert.deepEqual((await readPrompt(prompt)).report.items[0].sets, color ? ["hair.color"] : [], prompt);
  for (const [prompt, age] of [
    ["a schoolmaster", undefined],
    ["a choirboy", 12],
  ] as const)
    assert.equal((await readPrompt(prompt)).look.who.age, age, prompt);
});

test("phrases that say in many words what others say in few are read as those", async () => {
  for (const [prompt, same] of [
    ["a woman not a day older than twenty", "a woman under twenty"],
    ["a man with no hair apart from a moustache", "a man with no hair but a moustache"],
    ["a hat in place of a crown", "a hat without a crown"],
  ]) {
    const [one, other] = [(await readPrompt(prompt)).look, (await readPrompt(same)).look];
    assert.deepEqual({ ...one, individual: 0, hair: 0 }, { ...other, individual: 0, hair: 0 }, prompt);
  }
});

test("rows of a batch have columns for fields of the Look", async () => {
  const { rows, bad } = await readRows("prompt,age,hair.color\na man,35,#7a3b1e\na woman,x,\n", false);
  assert.equal(rows[0].request.look?.who.age, 35);
  assert.match(bad[0].message, /"age" "\w+" is not a number from 0 to 120/);
});

test("a dry run tells every word and makes nothing", async () => {
  const main = packagePath("runtime", "cli", "main.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [
    main,
    "generate",
    "--dry-run",
    "a bald woman with gold hoop earrings and a halo",
  ]);
  assert.match(stdout, /^used: .*gold hoop earrings → parts\nknown, not drawn: halo\n$/);
});
