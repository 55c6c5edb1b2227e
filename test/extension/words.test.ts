import assert from "node:assert/strict";
import { test } from "node:test";
import type { Look, PartInfo } from "../../extension/service-types.ts";
import { isWorn, putOn, takeOff } from "../../extension/state/wear.ts";
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
  const hats = { groups: [{ name: "hats", words: ["chef hat", "hatless"] }] };
  assert.deepEqual(completions("a hat", hats), ["hatless"]);
  assert.deepEqual(completions("a chef hat", hats), [], "what is whole begins nothing else");
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

const part = (kind: string, wears: string, ...words: string[]): PartInfo => ({
  ...{ id: `${kind}.${wears}`, kind, wears, words, own: false, licence: "CC0-1.0", source: "" },
});
const fedora = part("hat", "fedora", "fedora", "felt hat");
const crown = part("hat", "crown", "crown");
const glasses = part("glasses", "round", "round glasses", "glasses");
const PARTS = [fedora, crown, glasses];

test("a part is asked for after what the prompt says, in place of another of its kind", () => {
  assert.equal(putOn("", crown, PARTS), "a person with a crown");
  assert.equal(putOn("an old man", glasses, PARTS), "an old man with round glasses");
  assert.equal(putOn("an old man with round glasses", crown, PARTS), "an old man with round glasses, a crown");
  assert.equal(putOn("an old man with a crown", fedora, PARTS), "an old man with a fedora");
  assert.equal(
    putOn("an old man with a felt hat and round glasses", crown, PARTS),
    "an old man with round glasses, a crown",
  );
});

test("a part is taken off with the words that asked for it, or said to be missing", () => {
  assert.equal(takeOff("an old man with a crown", crown), "an old man");
  assert.equal(takeOff("an old man with round glasses, a crown", crown), "an old man with round glasses");
  assert.equal(takeOff("a king with a crown and round glasses", crown), "a king with round glasses");
  assert.equal(takeOff("a king", crown), "a king without a crown");
});

test("a part is worn that the Look has by its id or one of its words", () => {
  const look = { hair: { style: "bob" }, brows: {}, parts: [{ kind: "hat", id: "felt hat" }] } as unknown as Look;
  assert.deepEqual(
    [fedora, crown, part("hair", "bob", "bob")].map((one) => isWorn(one, look)),
    [true, false, true],
  );
  assert.equal(isWorn(fedora, undefined), false);
});
