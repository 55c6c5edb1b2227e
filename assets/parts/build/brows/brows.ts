import { addCard, patch } from "../core/cards.ts";
import { growGuide } from "../core/guides.ts";
import { type Draft, draft, merge, mirrored } from "../core/mesh.ts";
import { draws } from "../core/random.ts";
import type { AverageHead } from "../core/skin.ts";
import { add, mix, sub, unit, type Vec } from "../core/vector.ts";

/** Landmarks of the left brow from the nose outwards: upper and lower edge. */
const UPPER = [336, 296, 334, 293, 300];
const LOWER = [285, 295, 282, 283, 276];

export interface BrowForm {
  /** Cards along a brow and across it. */
  count: number;
  /** Height of the brow, factor of the landmarks'. */
  height: number;
  /** Length of the hairs, head units. */
  size: number;
  /** Least height of the tips over the skin. */
  lift: number;
  /** How much the hairs stray from their row's direction, radians. */
  stray: number;
  /** How much of the landmarks' arch is left out: on calm faces all of it looks surprised. */
  flat: number;
  /** How far the outer end is raised, head units. */
  slant: number;
  /** Where the row ends, 0..1 of the landmarks' length. */
  reach: [number, number];
  /** How upright the hairs stand along all of it, 0 as usual. */
  upright?: number;
  /** Hairs on the bridge of the nose that join both brows. */
  joined?: boolean;
}

export const NATURAL: BrowForm = { count: 70, height: 0.52, size: 0.043, lift: 0.004, stray: 0.11, flat: 0.3, slant: 0, reach: [0, 0.97] };
const THIN: BrowForm = { count: 52, height: 0.34, size: 0.04, lift: 0.004, stray: 0.1, flat: 0.3, slant: 0, reach: [0.04, 0.98] };
const BUSHY: BrowForm = { count: 126, height: 0.9, size: 0.062, lift: 0.011, stray: 0.34, flat: 0.3, slant: 0, reach: [-0.02, 1] };
export const ARCHED: BrowForm = { ...NATURAL, count: 64, height: 0.44, stray: 0.08, flat: -0.35, slant: 0.006 };
export const STRAIGHT: BrowForm = { ...NATURAL, height: 0.54, stray: 0.1, flat: 0.8 };
const ANGLED: BrowForm = { ...NATURAL, count: 70, height: 0.54, stray: 0.1, flat: 0.75, slant: 0.04 };

const FEATHERED: BrowForm = { ...NATURAL, count: 84, height: 0.86, size: 0.06, lift: 0.008, stray: 0.14, upright: 0.75 };
const JOINED: BrowForm = { ...BUSHY, count: 104, height: 0.7, size: 0.054, lift: 0.008, stray: 0.26, flat: 0.55, joined: true };

/** A place on the left brow, t from the nose outwards, s from its lower to its upper edge. */
export function browPlace(head: AverageHead, { height, flat, slant }: BrowForm, t: number, s: number): Vec {
  const along = (ids: number[]): Vec => {
    const at = Math.min(ids.length - 1.001, Math.max(0, t * (ids.length - 1)));
    const i = Math.floor(at);
    const arched = mix(head.landmark(ids[i]), head.landmark(ids[i + 1]), at - i);
    const straight = mix(head.landmark(ids[0]), head.landmark(ids[ids.length - 1]), at / (ids.length - 1));
    return [arched[0], arched[1] + flat * (straight[1] - arched[1]) + slant * t, arched[2]];
  };
  // The brow narrows to a point at its outer end, and lies on the edge of the bone.
  const narrow = height * (1 - 0.85 * Math.max(0, (t - 0.35) / 0.65)) * (0.7 + 0.3 * Math.min(1, t * 4));
  return mix(along(LOWER), along(UPPER), 0.44 + (s - 0.5) * narrow);
}

/** A pair of brows made of small cards that lie on the skin, their hairs turning from upwards at the nose to outwards. */
export function brows(head: AverageHead, form: BrowForm, level: number): Draft {
  const left = draft();
  const rng = draws(`brows ${form.height}${form.flat === NATURAL.flat ? "" : ` ${form.flat}`}`);
  const count = Math.round(form.count / (level === 0 ? 1 : 1.6));
  const place = (t: number, s: number) => browPlace(head, form, t, s);
  for (let i = 0; i < count; i++) {
    // A golden-ratio sequence spreads them evenly over the brow.
    const t = form.reach[0] + (form.reach[1] - form.reach[0]) * ((i + 0.5) / count) ** 0.92;
    const s = (i * 0.61803) % 1;
    // Its inner end is round: no hair stands alone below it.
    const end = 0.75 * Math.max(0, 1 - t / 0.18);
    const root = head.skin.foot(place(t, 0.9 * (s + (0.55 - s) * end)));
    const outward = unit(sub(place(Math.min(1, t + 0.1), 0.5), place(Math.max(0, t - 0.1), 0.5)));
    const up = unit(sub(place(t, 1), place(t, 0)));
    const rise = 1.25 * (1 - t) ** 1.4 - 0.35 * t - 0.5 * (s - 0.4) * t + (form.upright ?? 0) * (0.35 + 0.65 * t) + rng.uniform(-1, 1) * form.stray;
    const direction = unit(add([outward[0] * Math.cos(rise), outward[1] * Math.cos(rise), outward[2] * Math.cos(rise)], up, Math.sin(rise)));
    const guide = growGuide(head.skin, root, {
      length: form.size * rng.uniform(0.85, 1.15) * (t > 0.8 ? 0.85 : 1),
      segments: 2,
      cling: 0.6,
      flow: (_p, normal, k) => unit(add(direction, normal, 0.4 * (1 - 1.5 * k))),
      lift: (k) => 0.0025 + form.lift * Math.sin(Math.PI * Math.min(0.75, k)),
    });
    addCard(left, guide, {
      patch: patch("brow", i, s > 0.5),
      width: () => form.size * 0.72 * (level === 0 ? 1 : 1.4),
      blend: 0.95,
    });
  }
  return form.joined ? merge(left, mirrored(left), bridge(head, form, level)) : merge(left, mirrored(left));
}

/** Hairs on the bridge of the nose, which meet from both sides. */
function bridge(head: AverageHead, form: BrowForm, level: number): Draft {
  const out = draft();
  const rng = draws("joined brows");
  const [low, high] = [0, 1].map((s) => browPlace(head, form, 0, s));
  const count = level === 0 ? 26 : 16;
  for (let i = 0; i < count; i++) {
    const x = low[0] * 1.15 * (2 * ((i + 0.5) / count) - 1);
    const s = 0.12 + 0.66 * ((i * 0.61803) % 1);
    const root = head.skin.foot([x, low[1] + (high[1] - low[1]) * s - 0.006, low[2] + 0.05]);
    const guide = growGuide(head.skin, root, {
      length: form.size * rng.uniform(0.7, 0.95),
      segments: 2,
      cling: 0.7,
      flow: (_p, normal, k) => unit(add([-Math.sign(x) * (0.25 + rng.uniform(-0.3, 0.3)), 1, 0], normal, 0.35 * (1 - 1.5 * k))),
      lift: (k) => 0.0025 + form.lift * Math.sin(Math.PI * Math.min(0.75, k)),
    });
    addCard(out, guide, { patch: patch("brow", i, i % 2 === 0), width: () => form.size * 0.7 * (level === 0 ? 1 : 1.4), blend: 0.95 });
  }
  return out;
}

export const naturalBrows = (head: AverageHead, level: number) => brows(head, NATURAL, level);
export const thinBrows = (head: AverageHead, level: number) => brows(head, THIN, level);
export const bushyBrows = (head: AverageHead, level: number) => brows(head, BUSHY, level);
export const archedBrows = (head: AverageHead, level: number) => brows(head, ARCHED, level);
export const straightBrows = (head: AverageHead, level: number) => brows(head, STRAIGHT, level);
export const angledBrows = (head: AverageHead, level: number) => brows(head, ANGLED, level);
export const featheredBrows = (head: AverageHead, level: number) => brows(head, FEATHERED, level);
export const joinedBrows = (head: AverageHead, level: number) => brows(head, JOINED, level);
