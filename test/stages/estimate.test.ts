import assert from "node:assert/strict";
import { test } from "node:test";
import { estimated, type StagePlan } from "../../runtime/stages/job/estimate.ts";
import type { Progress } from "../../runtime/stages/job/run-stage.ts";

const PLAN: StagePlan[] = [
  { stage: "prepare", steps: 1, begin: 2, step: 0 },
  { stage: "geometry", steps: 40, begin: 0, step: 0.1 },
  { stage: "texture", steps: 50, begin: 1, step: 0.12 },
  { stage: "refine", steps: 10, begin: 0, step: 0.6 },
  { stage: "bake", steps: 100, begin: 0.5, step: 0.03 },
];

/**
 * Plays a head whose parts cost `factors` times the plan's. @param from the stage it goes on with.
 * @returns its reports, each with the time that was truly left.
 */
function play(factors: number[], from = 0): (Progress & { left: number })[] {
  let time = 0;
  const reports: (Progress & { time: number })[] = [];
  const tell = estimated(
    PLAN,
    (progress) => reports.push({ ...progress, time }),
    () => 1000 * time,
  )!;
  for (const [i, { stage, steps, begin, step }] of PLAN.entries()) {
    if (i < from) continue;
    const prepares = stage === "prepare";
    if (prepares) tell({ stage, step: 0, steps, secondsPerStep: 0 });
    time += factors[i] * begin;
    for (let k = 1; k <= steps && !prepares; k++) {
      time += factors[i] * step;
      tell({ stage, step: k, steps, secondsPerStep: step });
    }
  }
  return reports.map((report) => ({ ...report, left: time - report.time }));
}

const worst = (reports: ReturnType<typeof play>) =>
  Math.max(
    ...reports.filter(({ done, left }) => done >= 1 / 3 && left > 2).map(({ eta, left }) => Math.abs(eta / left - 1)),
  );

test("a machine that is eight times slower is found out: the time left is right from a third on", () => {
  const whole = play([8, 8, 8, 8, 8]);
  assert.ok(worst(whole) < 0.05, `${worst(whole)}`);
});

test("stages whose ratios are off by up to a fifth leave the time left within a quarter", () => {
  for (const factors of [
    [3, 3.6, 3, 3, 3.6],
    [2, 2, 2.2, 2, 1.8],
    [1, 1.2, 1, 1.2, 1],
  ])
    assert.ok(worst(play(factors)) < 0.25, `${factors}: ${worst(play(factors))}`);
});

test("what is done rises from start to end in one go, resumed or not", () => {
  for (const from of [0, 2, 3]) {
    const reports = play([1, 1, 1, 1, 1], from);
    for (const [i, { done }] of reports.entries()) assert.ok(i === 0 || done >= reports[i - 1].done);
    assert.equal(reports.at(-1)!.done, 1);
    assert.equal(reports.at(-1)!.eta, 0);
    assert.ok(from === 0 || reports[0].done > 0.3, `a head that goes on starts at ${reports[0].done}`);
  }
});
