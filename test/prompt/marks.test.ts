import assert from "node:assert/strict";
import { test } from "node:test";
import { loadVocabulary } from "../../runtime/host/node/read-prompt.ts";
import { readEdit } from "../../runtime/prompt/edit/read-edit.ts";
import type { Look } from "../../runtime/prompt/look.ts";
import { readTables } from "../../runtime/prompt/read.ts";

const vocabulary = await loadVocabulary();
const lookOf = (prompt: string) => readTables(vocabulary, prompt).look;
const said = ({ marks }: Look) =>
  marks.map(({ name, side, place }) => [side, place, name].filter((word) => word !== undefined).join(" "));

test("a mark may be there several times, each where it is said to be", () => {
  for (const [prompt, marks] of [
    ["a man with a scar over the left eye and another on the chin", ["left eye scar", "chin scar"]],
    ["a scar on the left cheek and one on the right", ["left cheek scar", "right cheek scar"]],
    ["a scar on each cheek", ["left cheek scar", "right cheek scar"]],
    ["scars on the cheeks", ["left cheek scar", "right cheek scar"]],
    ["three scars", ["scar", "right cheek scar", "chin scar"]],
    ["a neck tattoo and a tattoo on the forehead", ["neck tattoo", "forehead tattoo"]],
    ["freckles on nose and cheeks", ["nose freckles", "cheek freckles"]],
    ["a scarred man with a scar on the nose", ["nose scar"]],
    ["a scar on his left cheek, a tattoo on the right one", ["left cheek scar", "right cheek tattoo"]],
    ["a scar on the cheek and eyes closed", ["cheek scar"]],
  ] as [string, string[]][])
    assert.deepEqual(said(lookOf(prompt)), marks, prompt);
});

test("an edit adds a mark, moves the one that is there, or takes away the one that is meant", () => {
  const one = lookOf("a man with a red scar over the left eye");
  const two = lookOf("a man with a scar over the left eye and another on the chin");
  const after = (look: Look, instruction: string) => readEdit(vocabulary, look, instruction).look;
  assert.deepEqual(said(after(one, "add a scar on the chin")), ["left eye scar", "chin scar"]);
  const moved = after(one, "move the scar to the chin");
  assert.deepEqual(said(moved), ["chin scar"]);
  assert.deepEqual(moved.marks[0].color, one.marks[0].color);
  assert.deepEqual(said(after(two, "remove the scar on the chin")), ["left eye scar"]);
  assert.deepEqual(said(after(two, "remove the scars")), []);
  assert.deepEqual(
    after(two, "make the scars blue").marks.map(({ place, color }) => [place, color[2] > color[0]]),
    [
      ["eye", true],
      ["chin", true],
    ],
  );
});
