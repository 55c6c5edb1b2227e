import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Errors } from "typebox/value";
import { diffLooks } from "../../runtime/prompt/edit/diff-looks.ts";
import { readEdit } from "../../runtime/prompt/edit/read-edit.ts";
import { emptyLook, Look } from "../../runtime/prompt/look.ts";
import { readTables } from "../../runtime/prompt/read.ts";
import type { Report } from "../../runtime/prompt/report.ts";
import { openVocabulary } from "../../runtime/prompt/vocabulary.ts";

/**
 * A prompt, or an instruction and what it is said of; what a person expects; fields of the Look that differ from a Look of which
 * nothing is said, or from the parent's; where every word ended, "= …" for what it was read as.
 */
interface Case {
  prompt: string;
  edit?: boolean;
  of?: string;
  expect?: string;
  look: Record<string, unknown>;
  chosen?: string[];
  used?: string[];
  known?: string[];
  unknown?: string[];
  notes?: string[];
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const vocabulary = openVocabulary(JSON.parse(read("../../assets/vocabulary/vocabulary.json")));
const casesOf = (name: string): Case[] =>
  read(name)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

const saidIn = (report: Report, state: string) => {
  const items = report.items.filter((item) => item.state === state);
  return items.length > 0 ? items.map(({ text, readAs }) => (readAs ? `${text} = ${readAs}` : text)) : undefined;
};

for (const file of ["cases.jsonl", "more.jsonl", "edits.jsonl"]) {
  for (const { prompt, edit, of, expect, look: wanted, ...said } of casesOf(file)) {
    test(`${edit ? `${of ?? "a person"}: ` : ""}${prompt}${expect ? ` (${expect})` : ""}`, () => {
      const parent = edit ? readTables(vocabulary, of ?? "a person").look : emptyLook();
      const { look, report } = edit ? readEdit(vocabulary, parent, prompt) : readTables(vocabulary, prompt);
      const changed = Object.fromEntries(diffLooks(parent, look).map(({ field, to }) => [field, to ?? null]));
      assert.deepEqual(changed, wanted);
      assert.deepEqual([...Errors(Look, look)], []);
      if (!edit) assert.deepEqual(look.chosen, said.chosen ?? []);
      for (const state of ["used", "known", "unknown"] as const) assert.deepEqual(saidIn(report, state), said[state]);
      assert.deepEqual(report.notes, said.notes ?? []);
    });
  }
}

test("every word is in one item, and every item in the prompt", () => {
  for (const { prompt, edit } of [...casesOf("cases.jsonl"), ...casesOf("more.jsonl")]) {
    if (edit) continue;
    const { items } = readTables(vocabulary, prompt).report;
    const covered = new Array<number>(prompt.length).fill(0);
    for (const { ranges } of items) for (const [from, to] of ranges) for (let i = from; i < to; i++) covered[i]++;
    for (const [i, count] of covered.entries()) {
      assert.ok(count <= 1, `"${prompt[i]}" of "${prompt}" is in ${count} items`);
      if (/[\p{L}\p{N}]/u.test(prompt[i])) assert.equal(count, 1, `"${prompt.slice(i)}" of "${prompt}" is in no item`);
    }
  }
});

test("of what the cases name, two thirds and more are used", () => {
  const count = (state: "used" | "known" | "unknown") =>
    casesOf("cases.jsonl")
      .filter(({ prompt }) => !/masterpiece|lighting|photo|homme|老人/.test(prompt))
      .reduce((sum, said) => sum + (said[state]?.length ?? 0), 0);
  const share = count("used") / (count("used") + count("known") + count("unknown"));
  assert.ok(share >= 0.65, `${(100 * share).toFixed(0)} %`);
});

test("a person is of either sex and has hair, by the seed; a seed always chooses the same", () => {
  for (const prompt of ["a person", "a baker", "a lighthouse keeper with glasses"]) {
    const looks = Array.from({ length: 16 }, (_, seed) => readTables(vocabulary, prompt, seed).look);
    assert.ok(looks.every(({ hair }) => hair));
    assert.equal(new Set(looks.map(({ who }) => Object.keys(who.sex).join())).size, 2);
    assert.ok(new Set(looks.map(({ hair }) => hair?.style)).size > 4);
    assert.deepEqual(readTables(vocabulary, prompt, 5), readTables(vocabulary, prompt, 5));
  }
});

test("reading takes no 20 ms", () => {
  const prompts = casesOf("cases.jsonl").map(({ prompt }) => prompt);
  readTables(vocabulary, prompts[0]);
  const before = process.cpuUsage();
  for (const prompt of prompts) readTables(vocabulary, prompt);
  const { user, system } = process.cpuUsage(before);
  const each = (user + system) / 1000 / prompts.length;
  assert.ok(each < 20, `${each.toFixed(1)} ms`);
});
