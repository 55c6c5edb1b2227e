import assert from "node:assert/strict";
import { test } from "node:test";
import type { FaceReport } from "../../runtime/host/judge-face.ts";
import { INFO, openClassifier } from "../tools/quality/classifier.ts";
import { chromaOf } from "../tools/quality/color.ts";
import type { HeadMeasures } from "../tools/quality/measure-head.ts";
import { attributeLines, chromaLine, diversityLines, faceLines, type Prompt } from "../tools/quality/report.ts";

const FACE: FaceReport = { front: 0.9, yaw: [], yawAgrees: true, behind: [] };

function head(measures: Partial<HeadMeasures>): HeadMeasures {
  const empty = { classes: {}, face: FACE, chroma: 20, landmarks: null };
  return { ...empty, strip: new Uint8Array(0), colors: new Float32Array(4), ...measures };
}

test("the classifier's graph agrees with PyTorch", async () => {
  const classifier = await openClassifier(1);
  const plane = INFO.size ** 2;
  const at = (i: number) => 0.5 + 0.5 * Math.sin(0.01 * (Math.floor(i / 3) + (i % 3) * plane));
  const logits = await classifier.logits(Float32Array.from({ length: 3 * plane }, (_, i) => at(i)));
  await classifier.release();
  assert.equal(logits.length, INFO.check.length);
  for (const [i, v] of INFO.check.entries()) assert.ok(Math.abs(v - logits[i]) < 1e-4, `${i}: ${logits[i]} for ${v}`);
});

test("chroma is CIELAB's, of what is wholly head", () => {
  const of = (rgb: number[]) => chromaOf(Float32Array.from([...rgb, 0, 1, 0]), Float32Array.of(1, 0.5));
  assert.ok(Math.abs(of([1, 0, 0]) - 104.55) < 0.02);
  assert.ok(Math.abs(of([0, 0, 1]) - 133.81) < 0.02);
  assert.ok(of([0.5, 0.5, 0.5]) < 0.01);
});

test("a demand is met or missed by the numbers", () => {
  const prompts: Prompt[] = [
    { name: "a", prompt: "one", labels: { beard: "yes" } },
    { name: "b", prompt: "two", labels: { beard: "yes", hat: "no" } },
  ];
  const heads = new Map([
    ["a", head({ classes: { beard: "yes" } })],
    ["b", head({ classes: { beard: "no", hat: "no" }, face: { ...FACE, front: 0, behind: [180] } })],
  ]);
  const lines = attributeLines(prompts, heads);
  const of = (name: string) => lines.find((l) => l.name === name)!;
  assert.equal(of("beard").found, 0.5);
  assert.equal(of("beard").ok, false);
  assert.equal(of("hat").found, 1);
  assert.equal(of("hat").ok, true);
  assert.deepEqual(
    faceLines(prompts, heads).map(({ found, ok }) => [found, ok]),
    [
      [0.5, false],
      [1, true],
      [0.5, false],
    ],
  );
});

test("chroma is compared over the prompts that heads were built of", () => {
  const heads = (factor: number) => new Map([["a", head({ chroma: 18 * factor })]]);
  const prompts = ["a", "b"].map((name) => ({ name, prompt: "", labels: {} }));
  const built = new Map([["a", 18]]);
  assert.equal(chromaLine(prompts, heads(1.1), built).ok, true);
  assert.equal(chromaLine(prompts, heads(1.3), built).ok, false);
});

test("diversity is the mean over pairs, and twins have none", () => {
  const [a, b] = [Float32Array.of(0, 0, 0, 0), Float32Array.of(0.3, 0.3, 0.3, 0.3)];
  const [landmarks, colors] = diversityLines([[head({ colors: a, landmarks: a }), head({ colors: b, landmarks: b })]]);
  assert.ok(Math.abs(landmarks.found - 0.3) < 1e-6 && landmarks.ok);
  assert.ok(Math.abs(colors.found - 0.3) < 1e-6 && colors.ok);
  const twins = diversityLines([[head({ colors: a, landmarks: a }), head({ colors: a, landmarks: a })]]);
  assert.deepEqual(
    twins.map(({ ok }) => ok),
    [false, false],
  );
});
