import { refine } from "../mesh/subdivide.ts";
import type { Anchor, Morphs, Template } from "./template.ts";
import type { Weights } from "./weights.ts";

/** An eyeball in head space. */
export interface Eye {
  center: [number, number, number];
  radius: number;
}

/** One identity of the template, in head space. */
export interface HeadShape {
  /** Control vertices [V, 3]. */
  control: Float32Array;
  /** Refined skin: closed, with sockets open behind the eyeballs' fronts, and reaching below the bust cut. */
  positions: Float32Array<ArrayBuffer>;
  /** Triangles of the refined skin, counter-clockwise from outside. */
  indices: Uint32Array;
  eyes: { right: Eye; left: Eye };
  /** MediaPipe landmarks [478, 3]: what the landmark map draws. */
  landmarks: Float32Array;
  pivots: Record<string, [number, number, number]>;
  sockets: Record<string, [number, number, number]>;
  bustCut: number;
  bustRadius: number;
}

/**
 * Mixes shape morphs, brings the head back to its place and size in head space, then adds expressions.
 * @param weights of shapes and expressions; no two have one name. @throws Error naming a morph that the template has not.
 */
export function shapeTemplate(template: Template, weights: Weights = {}): HeadShape {
  const control = Float64Array.from(template.positions);
  const named = Object.entries(weights);
  const isExpression = ([name]: [string, number]) => template.expressions.names.includes(name);
  addMorphs(
    control,
    template.shapes,
    named.filter((entry) => !isExpression(entry)),
    "shape",
  );
  toHeadSpace(control, template);
  // A smile must not move the eyes or scale the head.
  addMorphs(control, template.expressions, named.filter(isExpression), "expression");
  const at = (anchor: Anchor) => place(control, anchor.vertices, anchor.weights);
  const { vertices, weights: shares } = template.landmarks;
  const landmarks = new Float32Array(vertices.length);
  for (let i = 0; i < vertices.length; i += 3) {
    landmarks.set(place(control, vertices.subarray(i, i + 3), shares.subarray(i, i + 3)), i);
  }
  const anchors = (named: Record<string, Anchor>) =>
    Object.fromEntries(Object.entries(named).map(([name, anchor]) => [name, at(anchor)]));
  return {
    control: Float32Array.from(control),
    positions: refine(template.subdivision, control),
    indices: template.subdivision.triangles,
    eyes: { right: fitEye(control, template.eyes.right), left: fitEye(control, template.eyes.left) },
    landmarks,
    pivots: anchors(template.pivots),
    sockets: anchors(template.sockets),
    bustCut: template.bustCut,
    bustRadius: template.bustRadius,
  };
}

/**
 * What an expression at full weight does to the refined skin of any identity.
 * @returns offsets [M, 3] in units. @throws Error when the template has no such expression.
 */
export function expressionOffsets(template: Template, name: string): Float32Array<ArrayBuffer> {
  const control = new Float64Array(template.positions.length);
  addMorphs(control, template.expressions, [[name, 1]], "expression");
  return refine(template.subdivision, control);
}

function addMorphs(control: Float64Array, morphs: Morphs, weights: [string, number][], kind: string): void {
  for (const [name, weight] of weights) {
    const index = morphs.names.indexOf(name);
    if (index < 0) throw new Error(`the template has no ${kind} "${name}"; it has ${morphs.names.join(", ")}`);
    const step = weight * morphs.scales[index];
    const first = index * control.length;
    if (step !== 0) for (let i = 0; i < control.length; i++) control[i] += step * morphs.deltas[first + i];
  }
}

/** Eyes at y = 0, head height 1.25: mixes of morphs drift off both. */
function toHeadSpace(control: Float64Array, { frame, eyes }: Template): void {
  const height = control[frame.crown * 3 + 1] - control[frame.chin * 3 + 1];
  const scale = frame.headHeight / height;
  const origin = meanOf(control, eyes.right[0], eyes.left[1]);
  origin[2] -= frame.eyeDepth * height;
  for (let i = 0; i < control.length; i++) control[i] = (control[i] - origin[i % 3]) * scale;
}

function fitEye(control: Float64Array, [first, last]: [number, number]): Eye {
  const center = meanOf(control, first, last);
  let radius = 0;
  for (let v = first; v < last; v++) {
    radius += Math.hypot(...center.map((value, c) => control[v * 3 + c] - value)) / (last - first);
  }
  return { center, radius };
}

function meanOf(control: Float64Array, first: number, last: number): [number, number, number] {
  const out: [number, number, number] = [0, 0, 0];
  for (let i = first * 3; i < last * 3; i++) out[i % 3] += control[i] / (last - first);
  return out;
}

function place(
  control: Float64Array,
  vertices: ArrayLike<number>,
  weights: ArrayLike<number>,
): [number, number, number] {
  const out: [number, number, number] = [0, 0, 0];
  for (let k = 0; k < vertices.length; k++) {
    for (let c = 0; c < 3; c++) out[c] += weights[k] * control[vertices[k] * 3 + c];
  }
  return out;
}
