import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Check, Errors } from "typebox/value";
import { emptyLook, Look } from "../../runtime/prompt/look.ts";

const folder = new URL("../head/looks/", import.meta.url);

for (const name of readdirSync(folder)) {
  test(`${name} is a Look`, () => {
    const look = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    assert.deepEqual([...Errors(Look, look)], []);
  });
}

test("a Look says what it does not allow", () => {
  assert.ok(Check(Look, emptyLook()));
  assert.ok(!Check(Look, { ...emptyLook(), moustaches: [] }));
  assert.ok(!Check(Look, { ...emptyLook(), version: 2 }));
  assert.ok(!Check(Look, { ...emptyLook(), hair: { style: "bob", color: [1.2, 0, 0] } }));
  assert.ok(!Check(Look, { ...emptyLook(), who: { sex: { male: 2 }, ethnicity: {}, build: {} } }));
});
