import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Errors } from "typebox/value";
import { loadVocabulary } from "../../runtime/host/node/read-prompt.ts";
import { diffLooks } from "../../runtime/prompt/edit/diff-looks.ts";
import { readEdit } from "../../runtime/prompt/edit/read-edit.ts";
import { emptyLook, Look } from "../../runtime/prompt/look.ts";
import { readTables } from "../../runtime/prompt/read.ts";

/**
 * A sentence in free words, or an instruction and what it is said of; fields that it must set, by their paths, colours rounded, null for what
 * must not be there or is taken away; words that must not be called used. An instruction changes nothing that is not listed.
 */
interface Case {
  prompt: string;
  of?: string;
  has: Record<string, unknown>;
  idle?: string[];
}

const vocabulary = await loadVocabulary("layers");
const cases: Case[] = readFileSync(new URL("free.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const rounded = (value: unknown): unknown =>
  typeof value === "number" ? Math.round(10 * value) / 10 : Array.isArray(value) ? value.map(rounded) : (value ?? null);

for (const { prompt, of, has, idle = [] } of cases) {
  test(of === undefined ? prompt : `${of}: ${prompt}`, () => {
    const parent = of === undefined ? emptyLook() : readTables(vocabulary, of).look;
    const { look, report } = of === undefined ? readTables(vocabulary, prompt) : readEdit(vocabulary, parent, prompt);
    const all = diffLooks(parent, look).map(({ field, to }) => [field, rounded(to)] as const);
    const set = Object.fromEntries(all);
    const asked = of === undefined ? Object.keys(has) : [...new Set([...Object.keys(has), ...Object.keys(set)])];
    assert.deepEqual(
      Object.fromEntries(asked.map((field) => [field, set[field] ?? null])),
      Object.fromEntries(asked.map((field) => [field, rounded(has[field])])),
    );
    assert.deepEqual([...Errors(Look, look)], []);
    const used = report.items.filter(({ state }) => state === "used").map(({ text }) => text);
    for (const word of idle) assert.ok(!used.includes(word), `“${word}” is called used`);
  });
}
