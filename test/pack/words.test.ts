import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { packFolder } from "../../runtime/host/node/pack-files.ts";
import { openTokenizer } from "../../runtime/pack/tokenizer.ts";
import { editDistance, wordCoverage } from "../../runtime/pack/words.ts";
import { expected, GOLDEN } from "./golden.ts";

const PROMPTS = ["an old dwarf with a red beard, front view", ""];

for (const family of ["starter", "sd15", "sd21"]) {
  test(`${family}: token ids are those of the original tokenizer`, async () => {
    const length = family === "starter" ? undefined : 77;
    const tokenizer = await openTokenizer(await packFolder(join(GOLDEN, family)), "tokenizer", length);
    const ids = PROMPTS.flatMap((p) => [...tokenizer.tokenize(p).windows[0].ids].map(Number));
    assert.deepEqual(ids, [...(await expected(family)).ids]);
  });
}

const starter = async () => openTokenizer(await packFolder(join(GOLDEN, "starter")), "tokenizer");

test("a prompt that is too long is cut, and the rest reported", async () => {
  const { windows, dropped } = (await starter()).tokenize(
    "an old dwarf with a red beard and a white hat and a red head of hair",
  );
  const [{ ids, mask }] = windows;
  assert.equal(ids.length, 16);
  assert.deepEqual([...mask], new Array(16).fill(1));
  assert.equal(ids[15], 3n, "the closing token stays");
  assert.equal(dropped, "head of hair");
});

test("a prompt that is too long fills several windows, each begun and closed", async () => {
  const tokenizer = await starter();
  const text = "an old dwarf with a red beard and a white hat and a red head of hair";
  assert.equal(tokenizer.windowsOf(text), 2);
  assert.equal(tokenizer.windowsOf(""), 1);
  const { windows, dropped } = tokenizer.tokenize(text, 3);
  assert.equal(dropped, "");
  assert.deepEqual(
    windows.map(({ ids, mask }) => [ids[0], ids[mask.indexOf(0) - 1], mask.reduce((a, b) => a + b, 0)]),
    [
      [2n, undefined, 16],
      [2n, 3n, 5],
      [2n, 3n, 2],
    ],
  );
});

test("unknown words come with the nearest known ones", async () => {
  const tokenizer = await starter();
  assert.deepEqual(wordCoverage(tokenizer, "An old Dwraf with red beards"), [{ word: "Dwraf", nearest: ["dwarf"] }]);
  assert.deepEqual(wordCoverage(tokenizer, "an old dwarf"), []);
});

test("edit distance", () => {
  assert.equal(editDistance("kitten", "sitting", 5), 3);
  assert.equal(editDistance("orc", "orc", 1), 0);
  assert.ok(editDistance("orc", "alien", 1) > 1);
});
