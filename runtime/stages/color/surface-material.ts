import { outerPart } from "../../head/parts/dress.ts";
import type { PartKind } from "../../head/parts/part.ts";
import { nearestRegion } from "../../head/template-regions.ts";
import type { HeadShape } from "../../head/template-shape.ts";
import type { Material } from "../../prompt/look.ts";
import type { Tools } from "../engine.ts";
import { bareSdf } from "../geometry/bare-sdf.ts";
import { type Appearance, dressingOf } from "./appearance.ts";

/**
 * What a Look makes a head of: everything ("a bronze statue"), the skin ("bronze skin": not its eyes and brows) or
 * one part ("a gold crown").
 * @param points [V, 3] in head space, on a head that grew out of `shape`.
 * @returns [V, 3] as `bakeHead` takes it, in [0, 1]; undefined where the Look names no material.
 */
export function lookMaterial(
  engine: Tools,
  appearance: Appearance,
  shape: HeadShape,
  points: Float32Array,
): Float32Array<ArrayBuffer> | undefined {
  const { parts, skinMaterial, material } = dressingOf(engine, appearance);
  if (!material && !skinMaterial && !parts.some((part) => part.material)) return undefined;
  const out = new Float32Array(points.length);
  const put = (i: number, of: Material | undefined, share: number) => {
    if (of) out.set([share * of.metallic, share * of.roughness, share], i);
  };
  if (material) {
    for (let i = 0; i < points.length; i += 3) put(i, material, 1);
    return out;
  }
  const outer = outerPart(bareSdf(shape), parts);
  const regions = nearestRegion(engine.template, shape, points);
  const isSkin = engine.template.regionNames.map((name) => name !== "eyes" && name !== "brows");
  for (let i = 0; i < points.length; i += 3) {
    const { part, share } = outer(points[i], points[i + 1], points[i + 2]);
    if (part?.material) put(i, part.material, share);
    else if (isSkin[regions[i / 3]]) put(i, skinMaterial, 1 - share);
  }
  return out;
}

/**
 * The template's region of each point, as `nearestRegion` has it; on parts of some kinds it is hair. Long hair hangs over
 * ears and neck.
 * @param hairy the kinds. @param points [N, 3] in head space, on a head that grew out of `shape`.
 */
export function dressedRegion(
  engine: Tools,
  { hairy, ...appearance }: Appearance & { hairy: readonly PartKind[] },
  shape: HeadShape,
  points: Float32Array,
): Uint8Array<ArrayBuffer> {
  const regions = nearestRegion(engine.template, shape, points);
  const { parts } = dressingOf(engine, appearance);
  if (!parts.some(({ kind }) => hairy.includes(kind))) return regions;
  const outer = outerPart(bareSdf(shape), parts);
  const hair = engine.template.regionNames.indexOf("hair");
  return regions.map((region, i) => {
    const { part, share } = outer(points[3 * i], points[3 * i + 1], points[3 * i + 2]);
    return part && share > 0.5 && hairy.includes(part.kind) ? hair : region;
  });
}

/**
 * What an edited head is made of: what its parent was, and the difference between their Looks where the mask lets it.
 * @param was [V, 3] of the parent; `before`, `after` of its Look and of the child's; undefined: nothing in particular.
 * @param mask [V] in [0, 1]. @returns [V, 3], or undefined where it is nothing in particular.
 */
export function editMaterial(
  was: Float32Array | undefined,
  before: Float32Array | undefined,
  after: Float32Array | undefined,
  mask: Float32Array,
): Float32Array<ArrayBuffer> | undefined {
  if (!was && !before && !after) return undefined;
  return Float32Array.from({ length: 3 * mask.length }, (_, i) => {
    const change = (after?.[i] ?? 0) - (before?.[i] ?? 0);
    return Math.min(1, Math.max(0, (was?.[i] ?? 0) + mask[Math.floor(i / 3)] * change));
  });
}
