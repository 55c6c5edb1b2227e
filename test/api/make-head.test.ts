import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { makeHead } from "../../runtime/api/make-head.ts";
import { readDocument } from "../../runtime/head/document.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import { readPrompt } from "../../runtime/host/node/read-prompt.ts";
import type { Notice } from "../../runtime/host/notice.ts";
import { temporaryFolder } from "../service/helpers/folders.ts";
import { smallRecipe } from "../stages/helpers/small-recipe.ts";

test("calls from code wait for one another, in folders or in memory, and a waiting one can be given up", async () => {
  const folder = join(await temporaryFolder(), "man.head");
  const prompt = "an old man with a qwrtz";
  const recipe = { ...(await smallRecipe()), prompt, report: (await readPrompt(prompt)).report };
  const notices: Notice[] = [];
  const stop = new AbortController();
  const seen = new Set<string>();
  const calls = [
    makeHead(recipe, folder, { threads: 1, onNotice: (notice) => notices.push(notice) }),
    makeHead(recipe, undefined, { threads: 1, signal: stop.signal }),
    makeHead(recipe, undefined, {
      threads: 1,
      onProgress: ({ stage }) => void seen.add(stage),
    }),
  ] as const;
  stop.abort(new Error("given up"));
  const [kept, given, lost] = await Promise.allSettled(calls);
  assert.equal(given.status === "rejected" && given.reason.message, "given up");
  assert.ok(kept.status === "fulfilled" && lost.status === "fulfilled");
  assert.deepEqual(lost.value.glb, kept.value.glb);
  assert.deepEqual([...seen], ["prepare", "geometry", "texture", "refine", "bake"]);
  assert.equal(kept.value.folder, folder);
  assert.deepEqual(kept.value.document, await readDocument(folderStore(folder)));
  assert.equal(lost.value.folder, undefined);
  assert.equal(lost.value.document.status, "done");
  assert.ok(notices.some(({ code, message }) => code === "unknown-word" && message.includes('"qwrtz"')));
});
