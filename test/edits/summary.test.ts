import assert from "node:assert/strict";
import { test } from "node:test";
import { demands, type EditRow, summary } from "../tools/edits/summary.ts";

const row = (change: Partial<EditRow>): EditRow => ({
  prompt: "a man",
  instruction: "bigger nose",
  regions: ["nose"],
  touches: ["Skin.mesh", "Skin.surface"],
  attribute: { kind: "nose" },
  seconds: 20,
  parentSeconds: 30,
  landmarksMoved: 0,
  colorOutside: { most: 3, mean: 0.01 },
  changed: ["Skin.mesh"],
  undone: true,
  seen: { shown: true, before: "", after: "" },
  alsoSeen: [],
  ...change,
});
const older: Partial<EditRow> = {
  instruction: "make it older",
  regions: [],
  touches: undefined,
  attribute: { kind: "age" },
  landmarksMoved: undefined,
  colorOutside: undefined,
  changed: ["Hair.surface", "Skin.mesh", "Skin.surface"],
};
const failed = (rows: EditRow[]) => demands(rows).flatMap(({ name, ok }) => (ok ? [] : name));

test("rows that keep every bound meet every demand", () => {
  assert.deepEqual(failed([row({}), row(older)]), []);
  assert.equal(summary([row({}), row(older)]).match(/\*\*no\*\*/), null);
});

test("each demand fails alone where its bound is broken", () => {
  for (const [change, name] of [
    [{ seen: { shown: false, before: "", after: "" } }, /"bigger nose" is seen, where/],
    [{ landmarksMoved: 1e-7 }, /landmarks outside the regions/],
    [{ colorOutside: { most: 9, mean: 2.3 } }, /colours outside/],
    [{ changed: ["Skin.mesh", "Hair.mesh"] }, /meshes and surfaces that an edit is not of/],
    [{ undone: false }, /going back/],
    [{ seconds: 31 }, /time of "bigger nose"/],
    [{ seconds: undefined }, /time of "bigger nose"/],
  ] as [Partial<EditRow>, RegExp][]) {
    const names = failed([row(change), row(older)]);
    assert.equal(names.length, 1, `${names}`);
    assert.match(names[0], name);
  }
  assert.match(
    failed([row({}), row({ ...older, alsoSeen: ["bigger nose"] })]).join(),
    /"bigger nose" is seen in the other/,
  );
});

test("heads that showed the attribute before are not counted", () => {
  const rows = [row({}), row({ seen: { before: "", after: "" } }), row(older)];
  assert.equal(demands(rows)[0].found, "1 of 1");
  assert.deepEqual(failed([row({ seen: { before: "", after: "" } }), row(older)]), [
    '"bigger nose" is seen, where the parent did not show it before',
  ]);
});
