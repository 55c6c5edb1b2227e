import assert from "node:assert/strict";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { readRows } from "../../runtime/service/batch/read-rows.ts";
import { type BatchEvent, runBatch } from "../../runtime/service/batch/run-batch.ts";
import { openPacks } from "../../runtime/service/packs.ts";
import { expectedGlb } from "./helpers/client.ts";
import { temporaryFolder, wordsPack } from "./helpers/folders.ts";
import { TEST_ENTRY } from "./helpers/service.ts";

const CSV = `name,prompt,seed,preset,texture-size,compress
Old Dwarf,"steps=5, an old dwarf",3,draft,512,yes
,steps=5,4,,,
bad seed,steps=5,-1,,,
old dwarf,steps=5,9,,,
"two
lines",refuse,,draft,,
too,many,1,draft,512,no,cells
`;

test("rows are read with their lines; bad ones are told and left out", async () => {
  const { rows, bad } = await readRows(`\uFEFF${CSV}`, false);
  assert.deepEqual(
    rows.map(({ line, name }) => [line, name]),
    [
      [2, "old-dwarf"],
      [3, "steps-5-4"],
      [7, "two-lines"],
    ],
  );
  assert.deepEqual(rows[0].request, {
    prompt: "steps=5, an old dwarf",
    seed: 3,
    preset: "draft",
    textureSize: 512,
    compress: true,
    pack: "starter",
  });
  assert.deepEqual(
    bad.map(({ line }) => line),
    [4, 5, 8],
  );
  assert.match(bad[0].message, /seed "-1" is not a whole number/);
  assert.match(bad[1].message, /line 2 too/);
  assert.match(bad[2].message, /7 cells for 6 columns/);
});

test("JSON Lines hold the same columns", async () => {
  const text =
    '{"prompt":"steps=5","seed":1,"textureSize":512}\n\nnot json\n{"prompt":"a","colour":"red"}\n[1]\n{"prompt":7}\n{"seed":1}\n{"prompt":"!!!"}\n';
  const { rows, bad } = await readRows(text, true);
  assert.deepEqual(
    rows.map(({ line, request }) => [line, request.textureSize]),
    [[1, 512]],
  );
  assert.deepEqual(
    bad.map(({ line }) => line),
    [3, 4, 5, 6, 7, 8],
  );
  assert.match(bad[1].message, /column "colour" is unknown/);
  assert.match(bad[5].message, /prompt "!!!" holds no word/);
});

test("columns of fields stand beside the prompt, or instead of it", async () => {
  const { rows, bad } = await readRows("prompt,age,hair.color\nan orc,40,\n,35,#7a3b1e\n,,\n", false);
  const [beside, instead] = rows.map(({ request }) => request);
  assert.deepEqual([beside.prompt, beside.look?.who.age], ["an orc", 40]);
  assert.match(instead.prompt, /russet/, "the description is written from the fields");
  assert.deepEqual(instead.report?.items, []);
  assert.deepEqual(
    bad.map(({ message }) => message.slice(0, 19)),
    ["the prompt is empty"],
  );
  assert.equal((await readRows("age\n35\n", false)).rows.length, 1);
});

test("a file that is no table is refused as a whole", async () => {
  await assert.rejects(readRows("", false), /empty/);
  await assert.rejects(readRows("seed\n1\n", false), /no column "prompt"/);
  await assert.rejects(readRows("prompt,seed\n", false), /no rows/);
  await assert.rejects(readRows("\n", true), /no rows/);
  await assert.rejects(readRows("prompt,colour\na,red\n", false), /column "colour" is unknown/);
  await assert.rejects(readRows('prompt\n"open\n', false), /cannot be read/);
});

test("a batch makes heads, tells failures, and a second call makes only what is missing", async () => {
  const folder = await temporaryFolder();
  const packs = openPacks({ starter: await wordsPack() });
  const batch = await readRows(CSV, false);
  const run = async (rows = batch) => {
    const events: BatchEvent[] = [];
    const entries = await runBatch(rows, folder, { packs, entry: TEST_ENTRY, on: (event) => events.push(event) });
    return {
      statuses: entries.map(({ status }) => status),
      told: events.map(({ type, row }) => `${type} ${row.name}`),
      reports: events.flatMap((event) => (event.type === "begun" ? [event.report] : [])),
    };
  };
  const first = await run();
  assert.deepEqual(first.statuses, ["done", "done", "bad", "bad", "failed", "bad"]);
  assert.ok(first.reports[0].items.some(({ text }) => text.includes("dwarf")));
  assert.equal(await readFile(join(folder, "old-dwarf", "head.glb"), "utf8"), expectedGlb(3, 5));
  const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
  assert.equal(manifest.heads[0].glb, "old-dwarf/head.glb");
  assert.match(manifest.heads[4].error, /cannot be made/);
  const { width, height } = await sharp(join(folder, "contact-sheet.png")).metadata();
  assert.ok(width! > 600 && height! > 200);
  assert.match(await readFile(join(folder, "index.html"), "utf8"), /src="old-dwarf\/preview\.png"/);

  const before = (await stat(join(folder, "old-dwarf", "head.glb"))).mtimeMs;
  await rm(join(folder, "steps-5-4", "head.glb"));
  const second = await run();
  assert.ok(second.told.includes("kept old-dwarf"));
  assert.ok(second.told.includes("done steps-5-4") && second.told.includes("failed two-lines"));
  assert.equal((await stat(join(folder, "old-dwarf", "head.glb"))).mtimeMs, before);

  const changed = await readRows(CSV.replace('dwarf",3', 'dwarf",5'), false);
  assert.ok((await run(changed)).told.includes("done old-dwarf"));
  assert.equal(await readFile(join(folder, "old-dwarf", "head.glb"), "utf8"), expectedGlb(5, 5));
});

test("a batch that is stopped goes on from the checkpoint", async () => {
  const folder = await temporaryFolder();
  const packs = openPacks({ starter: await wordsPack() });
  const batch = await readRows("name,prompt,seed\nlong,steps=60 ms=20,8\nlater,steps=5,9\n", false);
  const stop = new AbortController();
  const on = (event: BatchEvent) => {
    if (event.type === "progress" && event.progress.step > 15) stop.abort();
  };
  const stopped = await runBatch(batch, folder, { packs, entry: TEST_ENTRY, signal: stop.signal, on });
  assert.deepEqual(
    stopped.map(({ status }) => status),
    ["waiting", "waiting"],
  );
  const { step } = JSON.parse(await readFile(join(folder, "long", "checkpoint.safetensors"), "utf8"));
  assert.ok(step > 15 && step < 60);
  let firstStep = 0;
  const again = await runBatch(batch, folder, {
    packs,
    entry: TEST_ENTRY,
    on(event) {
      if (event.type === "progress") firstStep ||= event.progress.step;
    },
  });
  assert.deepEqual(
    again.map(({ status }) => status),
    ["done", "done"],
  );
  assert.ok(firstStep > step);
  assert.equal(await readFile(join(folder, "long", "head.glb"), "utf8"), expectedGlb(8, 60));
});

test("the manifest may be lost or damaged", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "manifest.json"), "{");
  const packs = openPacks({ starter: await wordsPack() });
  const entries = await runBatch(await readRows("prompt\nsteps=1\n", false), folder, { packs, entry: TEST_ENTRY });
  assert.deepEqual(
    entries.map(({ status }) => status),
    ["done"],
  );
});

test("jobs make heads at the same time, each of them once, and the same ones", async () => {
  const packs = openPacks({ starter: await wordsPack() });
  const list = Array.from({ length: 5 }, (_, i) => `steps=5,${i}`).join("\n");
  const batch = await readRows(`prompt,seed\n${list}\n`, false);
  const make = async (jobs: number) => {
    const folder = await temporaryFolder();
    let [running, most] = [0, 0];
    const on = ({ type }: BatchEvent) => {
      if (type === "begun") most = Math.max(most, ++running);
      if (type === "done") running--;
    };
    const entries = await runBatch(batch, folder, { packs, entry: TEST_ENTRY, jobs, on });
    const { heads } = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
    assert.deepEqual(
      heads.map(({ sha256 }: { sha256: string }) => sha256),
      entries.map(({ sha256 }) => sha256),
    );
    return { most, digests: entries.map(({ sha256 }) => sha256) };
  };
  const [one, three] = [await make(1), await make(3)];
  assert.deepEqual([one.most, three.most], [1, 3]);
  assert.equal(new Set(one.digests).size, 5);
  assert.deepEqual(three.digests, one.digests);
});
