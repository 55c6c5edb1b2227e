import { toLinear } from "../../head/surfaces/color.ts";
import { type SourceMesh, toDisplay } from "../source/source-mesh.ts";
import type { Part } from "../types.ts";
import { findFooting, type HeadChange, mixAt, ownShare } from "./head-change.ts";
import { addView, type Glb } from "./patch-glb.ts";
import { type ColorChange, SEEN } from "./repaint-images.ts";
import { shownBy } from "./shown-by.ts";

const FLOAT = 5126;
const ARRAY_BUFFER = 34962;

/**
 * Adds the edit's change of colour to parts without a texture, as vertex colours (COLOR_0): a plain colour has no place for
 * it. Their materials then give way, as copies where other parts wear them too.
 * @returns how many vertices were coloured.
 */
export function repaintVertices(glb: Glb, mesh: SourceMesh, change: HeadChange, colors: ColorChange): number {
  let colored = 0;
  const painted: Part[] = [];
  for (const [p, part] of mesh.parts.entries()) {
    if (part.paint.image) continue;
    const { tint, changed } = tinted(mesh, p, change, colors);
    if (changed === 0) continue;
    colored += changed;
    painted.push(part);
    writeColors(glb, part, tint);
  }
  whiten(glb, painted);
  return colored;
}

/** Linear colours of a part's vertices under the edit. */
function tinted(mesh: SourceMesh, p: number, change: HeadChange, colors: ColorChange) {
  const { paint } = mesh.parts[p];
  const tint = paint.tint.slice();
  const surfaces = shownBy(mesh.parts)[p];
  const [vertices, points, shares]: number[][] = [[], [], []];
  for (let v = 0; v < tint.length / 3; v++) {
    const at = 3 * (mesh.first[p] + v);
    const foot = findFooting(change, mesh.positions[at], mesh.positions[at + 1], mesh.positions[at + 2]);
    const share = foot.share && foot.share * ownShare(change, foot, surfaces);
    if (share === 0) continue;
    vertices.push(v);
    points.push(...mixAt(change, foot, change.before.positions));
    shares.push(share);
  }
  const places = Float32Array.from(points);
  const [before, after] = [colors.before(places), colors.after(places)];
  let changed = 0;
  for (const [i, v] of vertices.entries()) {
    const step = [0, 1, 2].map((c) => shares[i] * (after[3 * i + c] - before[3 * i + c]));
    if (Math.max(...step.map(Math.abs)) < SEEN) continue;
    changed++;
    for (let c = 0; c < 3; c++)
      tint[3 * v + c] = toLinear(Math.min(1, Math.max(0, toDisplay(tint[3 * v + c]) + step[c])));
  }
  return { tint, changed };
}

/** The part's colour factor is in `tint` already; vertex colours of its own lose their alpha, which opaque parts ignore. */
function writeColors(glb: Glb, { mesh, primitive }: Part, tint: Float32Array<ArrayBuffer>): void {
  const { accessors, meshes } = glb.json;
  const bufferView = addView(glb, new Uint8Array(tint.buffer, tint.byteOffset, tint.byteLength), ARRAY_BUFFER);
  const count = tint.length / 3;
  const { attributes } = meshes[mesh].primitives[primitive];
  attributes.COLOR_0 = accessors.push({ bufferView, componentType: FLOAT, count, type: "VEC3" }) - 1;
}

/** Vertex colours are multiplied by the material's, which they hold already: there it becomes white. */
function whiten({ json }: Glb, parts: Part[]): void {
  const own = new Set(parts.map(({ mesh, primitive }) => json.meshes[mesh].primitives[primitive]));
  const all: { material?: number }[] = json.meshes.flatMap(({ primitives }: { primitives: object[] }) => primitives);
  const worn = new Set(all.filter((one) => !own.has(one)).map(({ material }) => material));
  const white = new Map<number, number>();
  for (const primitive of own) {
    const { material } = primitive;
    if (material === undefined) continue;
    if (!white.has(material)) {
      const made = worn.has(material) ? json.materials.push(structuredClone(json.materials[material])) - 1 : material;
      const { pbrMetallicRoughness: rough, extensions } = json.materials[made];
      const glossy = extensions?.KHR_materials_pbrSpecularGlossiness;
      if (rough?.baseColorFactor) rough.baseColorFactor = [1, 1, 1, rough.baseColorFactor[3]];
      if (glossy?.diffuseFactor) glossy.diffuseFactor = [1, 1, 1, glossy.diffuseFactor[3]];
      white.set(material, made);
    }
    primitive.material = white.get(material);
  }
}
