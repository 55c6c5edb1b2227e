import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { runStage, type StageRun } from "../../runtime/stages/job/run-stage.ts";

const HOOKS = { previewInterval: 1e9, checkpointInterval: 0, remaining: () => 0 };
const stage = (save: StageRun["save"], step: StageRun["step"] = () => wait(2, 0)): StageRun => ({
  name: "texture",
  steps: 5,
  from: 0,
  step,
  save,
});

test("steps go on while a checkpoint is saved, one at a time, and the last is on disk at the end", async () => {
  const events: string[] = [];
  const save = async (index: number) => {
    events.push(`save ${index}`);
    await wait(15);
    events.push(`saved ${index}`);
  };
  const step = async (index: number) => {
    await wait(2);
    events.push(`step ${index}`);
    return 0;
  };
  await runStage(stage(save, step), HOOKS);
  assert.ok(events.indexOf("step 1") < events.indexOf("saved 1"), "a step waited for its checkpoint");
  for (let i = 1; i < 4; i++) assert.ok(events.indexOf(`saved ${i}`) < events.indexOf(`save ${i + 1}`));
  assert.equal(events.at(-1), "saved 4");
});

test("a checkpoint that cannot be saved ends the stage with its error", async () => {
  const save = async () => {
    throw new Error("disk full");
  };
  await assert.rejects(runStage(stage(save), HOOKS), /disk full/);
});

test("a stage that is stopped leaves its last checkpoint whole", async () => {
  const controller = new AbortController();
  let saved = 0;
  const save = async (index: number) => {
    if (index === 2) controller.abort(new Error("stopped"));
    await wait(10);
    saved = index;
  };
  await assert.rejects(runStage(stage(save), { ...HOOKS, signal: controller.signal }), /stopped/);
  assert.equal(saved, 2);
});
