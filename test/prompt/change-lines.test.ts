import assert from "node:assert/strict";
import { test } from "node:test";
import { changeLines } from "../../runtime/prompt/edit/change-lines.ts";
import { diffLooks } from "../../runtime/prompt/edit/diff-looks.ts";
import { emptyLook, type Look } from "../../runtime/prompt/look.ts";

const lines = (before: Partial<Look>, after: Partial<Look>) =>
  changeLines(diffLooks({ ...emptyLook(), ...before }, { ...emptyLook(), ...after }));
const WHO = emptyLook().who;

test("changes are told in words", () => {
  const nobody = { style: [], extra: [] };
  assert.deepEqual(lines({ rest: nobody }, { rest: { style: [], extra: ["flurb", "blorp"] } }), [
    "not drawn: flurb, blorp",
  ]);
  assert.deepEqual(lines({}, { who: { ...WHO, age: 70 } }), ["age: 70"]);
  assert.deepEqual(lines({ who: { ...WHO, age: 20 } }, { who: { ...WHO, age: 70 } }), ["age: 20 → 70"]);
  assert.deepEqual(lines({ who: { ...WHO, sex: { male: 1 } } }, { who: { ...WHO, sex: { female: 1 } } }), [
    "no longer male",
    "female: 100 %",
  ]);
  assert.deepEqual(lines({ skin: { tone: [1, 0, 0] } }, { skin: { tone: [0, 0, 1] } }), [
    "skin colour: #ff0000 → #0000ff",
  ]);
});

test("what comes or goes as a whole is told once, and both sides of a face as one", () => {
  const hat = { kind: "hat" as const, id: "fedora", color: [0, 0, 0] as [number, number, number] };
  assert.deepEqual(lines({ parts: [hat] }, {}), ["hat: no longer fedora"]);
  assert.deepEqual(lines({ parts: [hat] }, { parts: [{ ...hat, color: [1, 1, 1] }] }), [
    "hat colour: #000000 → #ffffff",
  ]);
  const gold = { name: "gold", color: hat.color, metallic: 1, roughness: 0.3 };
  assert.deepEqual(lines({}, { parts: [{ kind: "earrings", id: "studs", color: hat.color, material: gold }] }), [
    "earrings: studs",
    "earrings material: gold",
  ]);
  assert.deepEqual(lines({}, { marks: [{ name: "scar", color: [1, 0, 0], opacity: 1 }] }), ["new: scar, #ff0000"]);
  assert.deepEqual(lines({ beard: { style: "long", color: [1, 1, 1] } }, {}), ["beard: no longer long"]);
  assert.deepEqual(lines({}, { expression: { browDownLeft: 1, browDownRight: 1, eyeBlinkLeft: 0.5 } }), [
    "brow down: 100 %",
    "eye blink left: 50 %",
  ]);
});
