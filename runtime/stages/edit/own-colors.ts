import type { Field } from "../../field/field.ts";
import { OWN_REGIONS, OWN_SURFACES, OWN_TENSOR, type OwnSurface, UNTOUCHED } from "../../head/own-surfaces.ts";
import type { Paint } from "../../head/paint.ts";
import type { Tensors } from "../../head/tensors.ts";
import { buildBvh } from "../../mesh/build-bvh.ts";
import { closestPoint } from "../../mesh/closest-point.ts";
import type { Rgb } from "../../prompt/look.ts";
import { type Appearance, dressingOf } from "../color/appearance.ts";
import { type FixedMesh, fieldColors } from "../color/render-color.ts";
import { changedColor, FACE, refit, templatePaints } from "../color/template-colors.ts";
import type { Tools } from "../engine.ts";
import type { Job } from "../job/job.ts";

/** A change of less than this, in sRGB, is none that the words mean. */
const MEANT = 0.04;
/** How much lighter and darker than their mean single strands stay under a new colour. */
const STRANDS = [0.35, 1.8];

/** Own surfaces of an imported head's vertices; undefined of heads made here. */
export function ownOf(rest: Tensors): OwnSurface[] | undefined {
  const own = rest[OWN_TENSOR];
  return own && Array.from(own, (index) => OWN_SURFACES[index]);
}

/** What an edit's words change of the colours of each own surface. */
export interface OwnChange {
  /** New colours, where the words change them: of hair that the template would wear. */
  hair?: Rgb;
  beard?: Rgb;
  /** Writes what the words change of the bare template at a point; false where it is nothing. */
  skin(x: number, y: number, z: number, colors: Float32Array, at: number): boolean;
}

/** @param from what the parent looks like; `to`, what the child shall. */
export function ownChange(job: Job, from: Appearance, to: Appearance): OwnChange {
  const worn = (of: Appearance, kind: string) =>
    dressingOf(job.engine, of).parts.find((part) => part.kind === kind)?.color;
  const turned = (kind: string) => {
    const [was, is] = [worn(from, kind), worn(to, kind)];
    const same = is && was && Math.hypot(is[0] - was[0], is[1] - was[1], is[2] - was[2]) < MEANT;
    return same ? undefined : is;
  };
  const before = templatePaints(job, from, { bare: true });
  const after = templatePaints(job, to, { bare: true });
  const [a, b] = [new Float32Array(3), new Float32Array(3)];
  return {
    hair: turned("hair"),
    beard: turned("beard"),
    skin(x, y, z, colors, at) {
      // What is drawn on the template's face lies elsewhere on somebody else's: brows, lips and eyes stay their own.
      before.head(x, y, z, a, 0);
      after.head(x, y, z, b, 0);
      const step = Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
      if (step < MEANT || before.eyes?.has(x, y, z)) return false;
      changedColor(a, b, colors, at);
      return true;
    },
  };
}

/** An imported head's own surfaces, and what an edit's words change of them. */
interface OwnEdit {
  own: readonly OwnSurface[];
  change: OwnChange;
}

/** Gives an imported head's colour field what the words change of its own hair, beard and skin; nothing else changes. */
export function repaintOwn(job: Job, mesh: FixedMesh, field: Field, { own, change }: OwnEdit): void {
  const { recipe } = job;
  const settings = recipe.edit?.color.start;
  if (!settings || settings.steps === 0) return;
  const { canonical = mesh.positions, indices } = mesh;
  const surfaceAt = nearestSurface(canonical, indices, own);
  const present = fieldColors(field.kernels, field, canonical.slice());
  const tones = { hair: meanLuma(present, own, "hair"), beard: meanLuma(present, own, "beard") };
  const paint: Paint = (x, y, z, colors, i) => {
    const surface = surfaceAt(x, y, z);
    if (surface === "skin") change.skin(x, y, z, colors, i);
    else if (surface === "hair" || surface === "beard") dye(colors, i, change[surface], tones[surface]);
  };
  refit(field, mesh, paint, { box: FACE, settings, seed: recipe.seed, name: "repaint" });
}

/**
 * How much of an edit each vertex of an imported head takes: none where no words reach (lenses, teeth, clothes), and of an
 * edit of the whole head only the surfaces whose colours its words change, if they change any.
 * @param whole whether the edit names no regions.
 */
export function ownMask(
  mask: Float32Array,
  own: readonly OwnSurface[],
  { positions, change, whole }: { positions: Float32Array; change: OwnChange; whole: boolean },
): Float32Array {
  const skin = new Float32Array(3);
  const isMeant = (v: number) => {
    const [x, y, z] = positions.subarray(3 * v, 3 * v + 3);
    return own[v] === "skin" && change.skin(x, y, z, skin, 0);
  };
  const meant = new Set<OwnSurface>();
  if (change.hair) meant.add("hair");
  if (change.beard) meant.add("beard");
  if (own.some((_, v) => isMeant(v))) for (const name of ["skin", "eyes", "brows"] as const) meant.add(name);
  const all = !whole || meant.size === 0;
  return mask.map((weight, v) => (UNTOUCHED.has(own[v]) || !(all || meant.has(own[v])) ? 0 : weight));
}

/**
 * Regions of an imported head's vertices: hair, brows and eyes are its own; what the template has there is skin of the face.
 * @param regions the template's of the bare head.
 */
export function ownRegions({ template }: Tools, regions: Uint8Array, own: readonly OwnSurface[]): Int16Array {
  const index = (name: string) => template.regionNames.indexOf(name);
  const worn = new Set(own.map((name) => OWN_REGIONS[name]));
  return Int16Array.from(regions, (region, v) => {
    if (UNTOUCHED.has(own[v])) return -1;
    const region0 = OWN_REGIONS[own[v]];
    if (region0) return index(region0);
    return worn.has(template.regionNames[region]) ? index("face") : region;
  });
}

function dye(colors: Float32Array, at: number, to: Rgb | undefined, tone: number): void {
  if (!to) return;
  const shade = Math.min(STRANDS[1], Math.max(STRANDS[0], luma(colors, at) / tone));
  // Half of the strands' contrast: white hair of black strands would be striped.
  for (let k = 0; k < 3; k++) colors[at + k] = Math.min(1, to[k] * Math.sqrt(shade));
}

function meanLuma(colors: Float32Array, own: readonly OwnSurface[], wanted: OwnSurface): number {
  let [sum, count] = [0, 0];
  for (let v = 0; v < own.length; v++) {
    if (own[v] !== wanted) continue;
    sum += luma(colors, 3 * v);
    count++;
  }
  return Math.max(1e-3, sum / Math.max(1, count));
}

function luma(colors: Float32Array, at: number): number {
  return 0.299 * colors[at] + 0.587 * colors[at + 1] + 0.114 * colors[at + 2];
}

function nearestSurface(positions: Float32Array, indices: Uint32Array, own: readonly OwnSurface[]) {
  const bvh = buildBvh({ positions, indices });
  const near = { slot: -1, u: 0, v: 0, squared: 0 };
  return (x: number, y: number, z: number): OwnSurface => {
    near.slot = -1;
    closestPoint(bvh, x, y, z, 0, 0, 0, near);
    const { u, v } = near;
    const corner = u > 0.5 ? 1 : v > 0.5 ? 2 : u > 1 - u - v && u >= v ? 1 : v > 1 - u - v ? 2 : 0;
    return own[indices[3 * bvh.order[near.slot] + corner]];
  };
}
