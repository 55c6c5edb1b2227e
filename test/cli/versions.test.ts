import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bakeBack } from "../../runtime/api/bake-back.ts";
import { listVersions } from "../../runtime/cli/history.ts";

test("parents that go round in a circle end the history, and are told by bake-back", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headartist-versions-"));
  try {
    const names = ["a", "b", "c"];
    for (const [i, name] of names.entries()) {
      await mkdir(join(folder, name));
      const parent = `../${names[(i + 1) % 3]}`;
      const recipe = { prompt: "an elf", preset: "draft", seed: 1 };
      const document = {
        format: "headartist-head",
        version: 1,
        recipe,
        template: {},
        import: {},
        parent,
        status: "done",
      };
      await writeFile(join(folder, name, "head.json"), JSON.stringify(document));
    }
    const versions = await listVersions(join(folder, "a"));
    assert.deepEqual(
      versions.map((one) => one.folder).sort(),
      names.map((name) => join(folder, name)),
    );
    await assert.rejects(bakeBack(join(folder, "a")), /go round in a circle/);
    // A batch leaves its GLBs in the heads' folders.
    await assert.rejects(bakeBack(join(folder, "a", "head.glb")), /go round in a circle/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
