import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMITS } from "../../extension/service-types.ts";
import { checkText, inOneLine } from "../../extension/state/check-text.ts";

test("a text without words, or too long, is not asked for, and says why", () => {
  for (const text of ["an elf", "12", "王", " é ", "an elf\nwith a hat", "x".repeat(LIMITS.text)])
    assert.deepEqual(checkText(text), { fits: true }, text);
  for (const blank of ["", "  ", "\n"]) assert.deepEqual(checkText(blank), { fits: false });
  for (const text of [".", "🧙", "… !?", "👩🏽‍🚀 ❤️"]) {
    const { fits, fault } = checkText(text);
    assert.ok(!fits && /no word/.test(fault!), text);
  }
  assert.match(checkText("x".repeat(LIMITS.text + 43)).fault!, /^1043 characters; 1000 are the most$/);
});

test("lines of a form become one, and words keep their places", () => {
  assert.equal(inOneLine("an elf\nwith\ta hat"), "an elf with a hat");
});
