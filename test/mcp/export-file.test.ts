import assert from "node:assert/strict";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { exportFile } from "../../runtime/mcp/export-file.ts";
import { temporaryFolder } from "../service/helpers/folders.ts";

const GLB = Uint8Array.of(1, 2, 3);

test("a GLB goes below the folder, into folders that are made for it, and replaces nothing unasked", async () => {
  const folder = await temporaryFolder();
  const path = await exportFile(folder, "heads/orc.glb", GLB, false);
  assert.ok(path.endsWith(join("heads", "orc.glb")));
  assert.deepEqual(new Uint8Array(await readFile(join(folder, "heads", "orc.glb"))), GLB);
  await assert.rejects(exportFile(folder, "heads/orc.glb", GLB, false), { class: "input", message: /there already/ });
  await exportFile(folder, "heads/orc.glb", Uint8Array.of(4), true);
  assert.deepEqual(new Uint8Array(await readFile(path)), Uint8Array.of(4));
});

test("nothing is written outside the folder, by whatever way", async () => {
  const outer = await temporaryFolder();
  const folder = join(outer, "inside");
  await mkdir(folder);
  await mkdir(join(outer, "outside"));
  await symlink(join(outer, "outside"), join(folder, "link"));
  await writeFile(join(outer, "outside", "theirs.glb"), "theirs");
  await symlink(join(outer, "outside", "theirs.glb"), join(folder, "theirs.glb"));
  for (const file of ["../orc.glb", "a/../../orc.glb", join(outer, "orc.glb"), "link/orc.glb", "orc.txt", ".glb/.."]) {
    await assert.rejects(exportFile(folder, file, GLB, true), { class: "usage" }, file);
  }
  await exportFile(folder, "theirs.glb", GLB, false).then(
    () => assert.fail("a link was written through"),
    () => {},
  );
  await exportFile(folder, "theirs.glb", GLB, true);
  assert.equal(await readFile(join(outer, "outside", "theirs.glb"), "utf8"), "theirs");
});
