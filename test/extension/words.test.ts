import assert from "node:assert/strict";
import { test } from "node:test";
import { complete, completions, replaceWord } from "../../extension/state/words.ts";

const VOCABULARY = {
  groups: [
    { name: "people", words: ["dwarf", "elf", "old woman"] },
    { name: "hair", words: ["braided beard", "beard", "braids"] },
    { name: "nothing", words: [] },
  ],
};

test("an empty prompt gets an idea of each group", () => {
  assert.deepEqual(completions(" ", VOCABULARY), ["dwarf", "braided beard"]);
});

test("what was begun is completed, over several words too", () => {
  assert.deepEqual(completions("an old dwarf, b", VOCABULARY), ["beard", "braids", "braided beard"]);
  assert.deepEqual(completions("a braided b", VOCABULARY), ["braided beard", "beard", "braids"]);
  assert.deepEqual(completions("dwarf", VOCABULARY), []);
  assert.deepEqual(completions("dwarf ", VOCABULARY), []);
});

test("a chosen word takes the place of its beginning", () => {
  assert.equal(complete("a Braided b", "braided beard"), "a braided beard ");
  assert.equal(complete("an elf", "dwarf"), "an elf dwarf ");
  assert.equal(complete("", "dwarf"), "dwarf ");
});

test("a word is replaced where it stands alone", () => {
  assert.equal(replaceWord("dwarg and dwargs, Dwarg", "dwarg", "dwarf"), "dwarf and dwargs, dwarf");
  assert.equal(replaceWord("a+b", "a+b", "$&"), "$&");
});
