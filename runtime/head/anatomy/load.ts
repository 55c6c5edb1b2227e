import { MeshoptSimplifier } from "meshoptimizer/simplifier";
import { prepareSubdivision, refine } from "../../mesh/subdivide.ts";
import { vertexNormals } from "../../mesh/vertex-normals.ts";
import { weldPlaces } from "../../mesh/weld-places.ts";
import { gunzip } from "../gunzip.ts";
import { type Keep, keepNothing } from "../layers/keep.ts";
import { parseTensors } from "../tensors.ts";
import type { Anatomy, CarriedMesh } from "./anatomy.ts";
import { decodeMorphs, type MorphEntry } from "./decode-morphs.ts";
import { type MeshPlan, planCage, planMesh, planRefined, pointFaces, type TexturedFaces } from "./mesh-plan.ts";
import { reducePlan } from "./reduce.ts";

const ARRAYS = { F32: Float32Array, I16: Int16Array, U16: Uint16Array, U8: Uint8Array } as const;
type Stored = Float32Array | Int16Array | Uint16Array | Uint8Array;

/** Triangles of the two reduced levels of the skin. */
const REDUCED = [3000, 1000];

interface Description {
  metresPerUnit: number;
  frame: Anatomy["frame"];
  skinVertices: number;
  first: Anatomy["first"];
  neckRing: number[];
  regions: string[];
  eye: Anatomy["eye"] & { scale: number };
  teeth: { scale: number };
  shapes: MorphEntry[];
  expressions: MorphEntry[];
}

/**
 * Loads the layered head's anatomy.
 * @param readFile reads a file of the folder `assets/template` by its name. @param keep keeps the skin's reduced levels.
 * @throws Error naming the file that is damaged, or whatever `readFile` throws.
 */
export async function loadAnatomy(
  readFile: (name: string) => Promise<Uint8Array>,
  keep: Keep = keepNothing,
): Promise<Anatomy> {
  const [text, data] = await Promise.all([readFile("anatomy.json"), readFile("anatomy.safetensors.gz")]);
  let description: Description;
  try {
    description = JSON.parse(new TextDecoder().decode(text));
  } catch (cause) {
    throw new Error("anatomy.json is damaged: it is not JSON", { cause });
  }
  const damaged = (why: string) => new Error(`anatomy.safetensors.gz is damaged: ${why}`);
  const { tensors } = parseTensors(await gunzip(data, damaged), ARRAYS, damaged);
  const array = <T extends Stored>(name: string) => {
    if (!tensors[name]) throw damaged(`${name} is missing`);
    return tensors[name] as T;
  };
  const uvs = (name: string) => Float32Array.from(array<Uint16Array>(name), (value) => value / 65535);
  const textured = (name: string): TexturedFaces => ({
    points: array<Uint16Array>(`${name}_vertices`),
    uvs: uvs(`${name}_uvs`),
    faces: array<Uint16Array>(`${name}_faces`),
  });
  const carried = (name: string, scale: number): CarriedMesh => {
    const positions = Float32Array.from(array<Int16Array>(`${name}_positions`), (value) => value * scale);
    const triangles = Uint32Array.from(array<Uint16Array>(`${name}_triangles`));
    return { positions, plan: planMesh(weldPlaces(positions), uvs(`${name}_uvs`), triangles) };
  };

  const positions = array<Float32Array>("positions");
  const { skinVertices, first } = description;
  const skinFaces = textured("skin");
  const skin = prepareSubdivision(pointFaces(skinFaces), skinVertices);
  const tongueFaces = textured("tongue");
  tongueFaces.points = Array.from(tongueFaces.points, (point) => point - first.tongue);
  const tongue = prepareSubdivision(pointFaces(tongueFaces), first.lashes - first.tongue);
  const lashFaces = textured("lash");
  const lashes = planCage({ ...lashFaces, points: Array.from(lashFaces.points, (point) => point - first.lashes) });
  const regions = array<Uint8Array>("regions");
  const landmarks = {
    vertices: array<Uint16Array>("landmark_vertices"),
    weights: array<Float32Array>("landmark_weights"),
  };
  await MeshoptSimplifier.ready;
  const stored = { mirror: array<Uint16Array>("mirror"), points: positions.length / 3 };
  return {
    positions,
    skinVertices,
    first,
    shapes: decodeMorphs(description.shapes, array("shape_indices"), array("shape_deltas"), stored),
    expressions: decodeMorphs(description.expressions, array("expression_indices"), array("expression_deltas"), stored),
    frame: description.frame,
    hold: Float32Array.from(array<Uint8Array>("hold"), (value) => value / 255),
    neckRing: description.neckRing,
    lidRings: splitRings(array("lid_rings")),
    lips: splitLips(array("lip_rows")),
    skinWeights: array<Uint8Array>("skin_weights"),
    skin,
    tongue,
    skinLevels: planSkin({ faces: skinFaces, skin, positions }, keep, (point) => {
      const region = description.regions[regions[point]];
      if (region === "sockets") return positions[3 * point] > 0 ? "left" : "right";
      return region === "mouth" ? region : "";
    }),
    tongueLevels: [planRefined(tongueFaces, tongue), planCage(tongueFaces)],
    eyeLevels: [0, 1, 2, 3].map((level) => carried(`eye${level}`, description.eye.scale)),
    teethLevels: [0, 1].map((level) => ({
      ...carried(`teeth${level}`, description.teeth.scale),
      upper: array<Uint16Array>(`teeth${level}_upper`)[0],
    })),
    lashes: { ...lashes, first: first.lashes, roots: array<Uint16Array>("lash_roots") },
    regions,
    regionNames: description.regions,
    landmarks: { ...landmarks, uvs: landmarkUvs(landmarks, skinFaces) },
    eye: description.eye,
    metresPerUnit: description.metresPerUnit,
  };
}

interface PlannedSkin extends Pick<Anatomy, "skin" | "positions"> {
  faces: TexturedFaces;
}

function planSkin(planned: PlannedSkin, keep: Keep, hiddenBy: (point: number) => string): MeshPlan[] {
  const { faces, skin } = planned;
  const [fine, cage] = [planRefined(faces, skin), planCage(faces)];
  const { reduced } = keep("skin-levels", () => ({ reduced: reduceLevels([fine, cage], planned, hiddenBy) }));
  return [fine, cage, ...reduced];
}

function reduceLevels(
  [fine, cage]: MeshPlan[],
  { skin, positions }: PlannedSkin,
  hiddenBy: (point: number) => string,
): MeshPlan[] {
  const points = refine(skin, positions);
  const triangles = fine.triangles.map((v) => fine.points[v]);
  const normals = vertexNormals({ positions: points, indices: triangles });
  const groups = new Map<string, number[]>();
  for (let p = 0; p < skin.controlCount; p++) {
    const name = hiddenBy(p);
    if (name) groups.set(name, [...(groups.get(name) ?? []), p]);
  }
  const hidden = [...groups.values()];
  const reduced: MeshPlan[] = [];
  for (const triangles of REDUCED)
    reduced.push(reducePlan(reduced.at(-1) ?? cage, points, normals, { triangles, hidden }));
  return reduced;
}

function splitRings(flat: Uint16Array): Uint16Array[][] {
  const [rings, size] = [12, flat.length / 24];
  return [0, 1].map((eye) =>
    Array.from({ length: rings }, (_, k) => flat.slice((eye * rings + k) * size, (eye * rings + k + 1) * size)),
  );
}

function splitLips(flat: Uint16Array): Anatomy["lips"] {
  const rows: [number, number, number][] = [];
  for (let i = 0; i < flat.length; i += 3) rows.push([flat[i], flat[i + 1], flat[i + 2]]);
  return rows.map(([vertex, row, upper]) => ({ vertex, row, upper: upper === 1 }));
}

/** Landmarks lie in the face, away from seams, so any texture vertex of a control point tells its place; pupils have none. */
function landmarkUvs(
  { vertices, weights }: { vertices: Uint16Array; weights: Float32Array },
  { points, uvs }: TexturedFaces,
): Float32Array {
  const vertexOf = new Map<number, number>();
  for (let v = points.length - 1; v >= 0; v--) vertexOf.set(points[v], v);
  const out = new Float32Array((vertices.length / 3) * 2);
  for (let i = 0; i < vertices.length; i++) {
    const vertex = vertexOf.get(vertices[i]);
    const at = 2 * Math.floor(i / 3);
    for (let c = 0; c < 2; c++) out[at + c] += vertex === undefined ? Number.NaN : weights[i] * uvs[2 * vertex + c];
  }
  return out;
}
