import assert from "node:assert/strict";
import { test } from "node:test";
import { demands, type EditRow, summary } from "../tools/edits/summary.ts";

const row = (change: Partial<EditRow>): EditRow => ({
  prompt: "a man",
  instruction: "bigger nose",
  what: "shape",
  region: "nose",
  attribute: { kind: "nose" },
  seconds: 20,
  parentSeconds: 30,
  landmarksMoved: { mean: 0, max: 0 },
  colorOutside: 0,
  geometryKept: false,
  colorKept: true,
  seen: { shown: true, before: "", after: "" },
  alsoSeen: [],
  ...change,
});
const older: Partial<EditRow> = {
  instruction: "make it older",
  what: undefined,
  region: undefined,
  attribute: { kind: "age" },
  colorOutside: undefined,
  colorKept: false,
};
const failed = (rows: EditRow[]) => demands(rows).flatMap(({ name, ok }) => (ok ? [] : name));

test("rows that keep every bound meet every demand", () => {
  assert.deepEqual(failed([row({}), row(older)]), []);
  assert.equal(summary([row({}), row(older)]).match(/\*\*no\*\*/), null);
});

test("each demand fails alone where its bound is broken", () => {
  for (const [change, name] of [
    [{ seen: { shown: false, before: "", after: "" } }, /"bigger nose" is seen, where/],
    [{ landmarksMoved: { mean: 0.1, max: 2.1 } }, /landmarks outside the regions/],
    [{ colorOutside: 4.3 }, /colours outside/],
    [{ colorKept: false }, /keep the colour file/],
    [{ what: "color" }, /keep the geometry file/],
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
