import { softView } from "../../../runtime/bake/preview/soft-view.ts";
import type { Surface } from "../../../runtime/bake/preview/surfaces.ts";
import { CAMERA } from "../../../runtime/host/judge-face.ts";
import { readHead } from "../../../runtime/host/node/read-head.ts";
import { type Classifier, INFO, type View } from "../quality/classifier.ts";
import { measureBeard } from "./measure-beard.ts";
import { measureNose, type NoseSize } from "./measure-nose.ts";

/** What an edit is to change, for those who look at renders and at the surface alone. */
export type Attribute =
  | { kind: "age" }
  | { kind: "nose" }
  | { kind: "beard" }
  | { kind: "class"; name: string; wanted: string };

export interface Sight {
  /** Whether the child shows what was asked for; undefined where its parent shows it already. */
  shown?: boolean;
  before: string;
  after: string;
}

const VIEWS = 12;
/** A head is older where the classifier says an older class, or its mean class has risen by this share of a class. */
const OLDER = 0.1;
/** A nose is bigger where both what stands out and how far it does have grown by this share. */
const BIGGER = 0.15;

/** A face is bearded of whose jaw so much is covered. */
const BEARDED = 0.5;

/** What the classifier looks at. */
async function turntable(surface: Surface): Promise<View[]> {
  const views: View[] = [];
  for (let i = 0; i < VIEWS; i++) {
    const azimuth = (((i * 360) / VIEWS + 180) % 360) - 180;
    views.push({ azimuth, rgb: (await softView(surface, { ...CAMERA, azimuth }, INFO.size, 3)).rgb });
  }
  return views;
}

/** What is seen of one head. */
interface Look {
  scores: Record<string, Record<string, number>>;
  nose: NoseSize;
  /** See {@link measureBeard}. */
  beard: number;
}

/** Looks at heads of layers, given by their folders, with a classifier and gauges that know nothing of how they were made. */
export function openWitness(classifier: Classifier) {
  const known = new Map<string, Promise<Look>>();

  async function look(name: string): Promise<Look> {
    const { surface, layers = [] } = await readHead(name);
    return {
      scores: await classifier.scores(await turntable(surface)),
      nose: measureNose(surface.mesh),
      beard: measureBeard({ layers }),
    };
  }

  /** @param child may be an edit of `parent` in which the attribute is to be seen. */
  async function see(attribute: Attribute, parent: string, child: string): Promise<Sight> {
    for (const name of [parent, child]) if (!known.has(name)) known.set(name, look(name));
    const [before, after] = [await known.get(parent)!, await known.get(child)!];
    if (attribute.kind === "nose") {
      return { shown: isBigger(before.nose, after.nose), before: tell(before.nose), after: tell(after.nose) };
    }
    if (attribute.kind === "beard") return seeBeard(before.beard, after.beard);
    if (attribute.kind === "age") return seeAge(before.scores.age, after.scores.age);
    const { name, wanted } = attribute;
    const [was, is] = [before.scores[name], after.scores[name]].map(best);
    return { shown: was === wanted ? undefined : is === wanted, before: was, after: is };
  }

  return { see };
}

export function isBigger(before: NoseSize, after: NoseSize): boolean {
  const grown = (part: keyof NoseSize) => after[part] > (1 + BIGGER) * before[part];
  return grown("protrusion") && grown("volume");
}

/** @param before share of the jaw that is covered; `after` likewise. */
export function seeBeard(before: number, after: number): Sight {
  const [told, tells] = [before, after].map((share) => `${(100 * share).toFixed(0)} %`);
  return { shown: before > BEARDED ? undefined : after > BEARDED, before: told, after: tells };
}

/** @param before log-probabilities of the classes of age, youngest first; `after` likewise. */
export function seeAge(before: Record<string, number>, after: Record<string, number>): Sight {
  const classes = Object.keys(before);
  const [was, is] = [before, after].map((scores) => ({ class: best(scores), mean: meanClass(scores) }));
  const isOlder = classes.indexOf(is.class) > classes.indexOf(was.class) || is.mean - was.mean >= OLDER;
  const [told, tells] = [was, is].map((seen) => `${seen.class} (${seen.mean.toFixed(2)})`);
  return { shown: was.class === classes.at(-1) ? undefined : isOlder, before: told, after: tells };
}

/** Expected place in the order of classes. */
function meanClass(scores: Record<string, number>): number {
  const shares = Object.values(scores).map(Math.exp);
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.reduce((total, share, place) => total + (place * share) / sum, 0);
}

const best = (scores: Record<string, number>) => Object.keys(scores).reduce((a, b) => (scores[a] >= scores[b] ? a : b));

/** In percent of the head's height, and in thousandths of a cubic unit. */
function tell({ protrusion, volume }: NoseSize): string {
  return `${(80 * protrusion).toFixed(1)} % × ${(1000 * volume).toFixed(2)}`;
}
