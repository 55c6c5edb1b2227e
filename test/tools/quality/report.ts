import { INFO } from "./classifier.ts";
import { rms } from "./color.ts";
import type { HeadMeasures } from "./measure-head.ts";

/** A row of prompts.json. */
export interface Prompt {
  name: string;
  prompt: string;
  labels: Record<string, string>;
}

/** One demand and what was measured. */
export interface Line {
  name: string;
  found: number;
  /** Least value, or most where `atMost`. */
  wanted: number;
  atMost?: true;
  ok: boolean;
  detail: string;
}

/** How far an attribute may stay below its ceiling. */
const MARGIN = 0.05;
const FRONTS = 0.98;
const YAWS = 1;
/** How far the heads' chroma may lie from the built heads' one, as a share of it. */
const CHROMA = 0.15;
/** Floors of the mean distance between two seeds of a prompt: landmarks in face heights, colours of 0 to 1. */
const LANDMARK_FLOOR = 0.005;
const COLOR_FLOOR = 0.01;

const atLeast = (name: string, found: number, wanted: number, detail: string): Line => ({
  name,
  found,
  wanted,
  ok: found >= wanted,
  detail,
});
const atMost = (name: string, found: number, wanted: number, detail: string): Line => ({
  name,
  found,
  wanted,
  atMost: true,
  ok: found <= wanted,
  detail,
});

/** Accuracy of each attribute that prompts ask for, against the classifier's own on renders. */
export function attributeLines(prompts: readonly Prompt[], heads: ReadonlyMap<string, HeadMeasures>): Line[] {
  return Object.keys(INFO.attributes).map((attribute) => {
    const asked = prompts.filter(({ name, labels }) => attribute in labels && heads.has(name));
    const right = asked.filter(({ name, labels }) => heads.get(name)!.classes[attribute] === labels[attribute]).length;
    const { accuracy, identities } = INFO.ceiling[attribute];
    const found = asked.length > 0 ? right / asked.length : 0;
    const detail = `${right} of ${asked.length} heads; ceiling ${accuracy} on ${identities} renders`;
    return atLeast(attribute, found, accuracy - MARGIN, detail);
  });
}

export function faceLines(prompts: readonly Prompt[], heads: ReadonlyMap<string, HeadMeasures>): Line[] {
  const faces = prompts.flatMap(({ name }) => heads.get(name)?.face ?? []);
  const share = (count: number) => count / faces.length;
  const count = (test: (face: (typeof faces)[number]) => boolean) => faces.filter(test).length;
  const front = count((f) => f.front > 0);
  const yaw = count((f) => f.yawAgrees);
  const behind = count((f) => f.behind.length > 0);
  return [
    atLeast("face at the front", share(front), FRONTS, `${front} of ${faces.length}`),
    atLeast("yaw within 15° at ±40°", share(yaw), YAWS, `${yaw} of ${faces.length}`),
    atMost("face behind (Janus)", share(behind), 0, `${behind} of ${faces.length}`),
  ];
}

/** Mean chroma of the heads over that of the same Looks, built and not distilled. @param built chroma by name. */
export function chromaLine(
  prompts: readonly Prompt[],
  heads: ReadonlyMap<string, HeadMeasures>,
  built: ReadonlyMap<string, number>,
): Line {
  const pairs = prompts.flatMap(({ name }) => {
    const wanted = built.get(name);
    const head = heads.get(name);
    return wanted !== undefined && head ? [[head.chroma, wanted]] : [];
  });
  const mean = (k: number) => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length;
  const ratio = pairs.length > 0 ? mean(0) / mean(1) : 0;
  const detail = `heads ${mean(0).toFixed(1)}, built ${mean(1).toFixed(1)} (${pairs.length} prompts), ratio ${ratio.toFixed(3)}`;
  return atMost("chroma off the built heads' by", Math.abs(ratio - 1), CHROMA, detail);
}

/** Mean distance between seeds of one prompt, over all prompts that were made with several. */
export function diversityLines(groups: readonly (readonly HeadMeasures[])[]): Line[] {
  const landmarks: number[] = [];
  const colors: number[] = [];
  for (const group of groups)
    for (let i = 0; i < group.length; i++)
      for (let j = 0; j < i; j++) {
        const [a, b] = [group[i], group[j]];
        colors.push(rms(a.colors, b.colors));
        if (a.landmarks && b.landmarks) landmarks.push(rms(a.landmarks, b.landmarks));
      }
  const mean = (list: number[]) => (list.length > 0 ? list.reduce((a, b) => a + b) / list.length : 0);
  return [
    atLeast(
      "landmarks of two seeds differ by",
      mean(landmarks),
      LANDMARK_FLOOR,
      `${landmarks.length} pairs, face heights`,
    ),
    atLeast("colours of two seeds differ by", mean(colors), COLOR_FLOOR, `${colors.length} pairs, root mean square`),
  ];
}
