import { join } from "node:path";
import { softView } from "../../runtime/bake/soft-view.ts";
import type { Surface } from "../../runtime/bake/surfaces.ts";
import { CAMERA } from "../../runtime/cli/judge-face.ts";
import { readHead } from "../../runtime/cli/read-head.ts";
import type { FaceFinder } from "../../runtime/face/find-faces.ts";
import { type Classifier, INFO, type View } from "../quality/classifier.ts";

/** What an edit is to change, for those who look at renders alone. */
export type Attribute = { kind: "age" } | { kind: "nose" } | { kind: "class"; [attribute: string]: string };

export interface Sight {
  /** Whether the child shows what was asked for. */
  shown: boolean;
  before: string;
  after: string;
}

const VIEWS = 12;
const FACE_SIZE = 256;
/** MediaPipe landmarks: the wings of the nose, and the face from side to side. */
const [WINGS, FACE] = [
  [129, 358],
  [234, 454],
] as const;

/** What the classifier looks at. */
export async function turntable(surface: Surface): Promise<View[]> {
  const views: View[] = [];
  for (let i = 0; i < VIEWS; i++) {
    const azimuth = (((i * 360) / VIEWS + 180) % 360) - 180;
    views.push({ azimuth, rgb: (await softView(surface, { ...CAMERA, azimuth }, INFO.size, 3)).rgb });
  }
  return views;
}

/** Looks at renders of heads in a folder with a classifier and a face mesh that know nothing of how they were made. */
export function openWitness(classifier: Classifier, finder: FaceFinder, folder: string) {
  const known = new Map<string, { scores: Record<string, Record<string, number>>; nose: number | undefined }>();

  async function look(name: string) {
    const found = known.get(name);
    if (found) return found;
    const { surface } = await readHead(join(folder, name));
    const { rgb } = await softView(surface, { ...CAMERA, azimuth: 0 }, FACE_SIZE);
    const [face] = await finder.find({ data: rgb, width: FACE_SIZE, height: FACE_SIZE });
    const width = ([a, b]: readonly [number, number]) => Math.abs(face.landmarks[3 * a] - face.landmarks[3 * b]);
    const sight = {
      scores: await classifier.scores(await turntable(surface)),
      nose: face && width(WINGS) / width(FACE),
    };
    known.set(name, sight);
    return sight;
  }

  /** @param child may be an edit of `parent` in which the attribute is to be seen. */
  async function see(attribute: Attribute, parent: string, child: string): Promise<Sight> {
    const [before, after] = [await look(parent), await look(child)];
    const best = (scores: Record<string, number>) =>
      Object.keys(scores).reduce((a, b) => (scores[a] >= scores[b] ? a : b));
    if (attribute.kind === "nose") {
      const told = (width: number | undefined) => (width === undefined ? "no face" : `${(100 * width).toFixed(1)} %`);
      const shown = before.nose !== undefined && after.nose !== undefined && after.nose > 1.03 * before.nose;
      return { shown, before: told(before.nose), after: told(after.nose) };
    }
    if (attribute.kind === "age") {
      const years = ({ child: young, old }: Record<string, number>) => old - young;
      const [was, is] = [years(before.scores.age), years(after.scores.age)];
      return {
        shown: is > was,
        before: `${best(before.scores.age)} (${was.toFixed(2)})`,
        after: `${best(after.scores.age)} (${is.toFixed(2)})`,
      };
    }
    const [[name, wanted]] = Object.entries(attribute).filter(([key]) => key !== "kind");
    const found = best(after.scores[name]);
    return { shown: found === wanted, before: best(before.scores[name]), after: found };
  }

  return { see };
}
