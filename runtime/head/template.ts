import { prepareSubdivision, type Subdivision } from "../mesh/subdivide.ts";
import type { AlbedoTable } from "./albedo/albedo-table.ts";
import { gunzip } from "./gunzip.ts";
import type { PeopleTable } from "./look/people-table.ts";
import type { PartTable } from "./parts/part-table.ts";
import { parseTensors } from "./tensors.ts";

/** Named offsets of the control vertices: `deltas` [n, V, 3] in steps of `scales[n]` units. */
export interface Morphs {
  names: string[];
  deltas: Int16Array;
  scales: Float32Array;
}

/** A point that moves with the head: a weighted mean of control vertices. */
export interface Anchor {
  vertices: number[];
  weights: number[];
}

/** The template head of `assets/template`: an average head in head space and what it can turn into. */
export interface Template {
  /** Control vertices [V, 3]: first the skin, then both eyeballs and the joints. */
  positions: Float32Array;
  /** How many control vertices are skin; they are what is subdivided. */
  skinVertices: number;
  subdivision: Subdivision;
  /** Region of each refined vertex, an index into `regionNames`. */
  regions: Uint8Array;
  regionNames: string[];
  shapes: Morphs;
  /** The 52 ARKit blend shapes. */
  expressions: Morphs;
  /** Control vertices [478, 3] and barycentric weights [478, 3] of the MediaPipe landmarks. */
  landmarks: { vertices: Uint16Array; weights: Float32Array };
  /** First and one past the last control vertex of each eyeball. */
  eyes: { right: [number, number]; left: [number, number] };
  /** What head space is measured by: control vertices and ratios to the head's height. */
  frame: { crown: number; chin: number; headHeight: number; eyeDepth: number };
  pivots: Record<string, Anchor>;
  sockets: Record<string, Anchor>;
  /** The head ends at this height. */
  bustCut: number;
  /** … and the shoulders at this distance from the neck's axis. */
  bustRadius: number;
  metresPerUnit: number;
  people: PeopleTable;
  albedo: AlbedoTable;
  parts: PartTable;
}

const ARRAYS = { F32: Float32Array, I16: Int16Array, U16: Uint16Array, U8: Uint8Array } as const;
type TemplateArray = Float32Array | Int16Array | Uint16Array | Uint8Array;

/**
 * Loads the template head.
 * @param readFile reads a file of the folder `assets/template` by its name.
 * @throws Error naming the file that is damaged, or whatever `readFile` throws.
 */
export async function loadTemplate(readFile: (name: string) => Promise<Uint8Array>): Promise<Template> {
  const [description, data, people, albedo, parts] = await Promise.all([
    readFile("template.json").then((bytes) => parseJson("template.json", bytes)),
    readFile("template.safetensors.gz"),
    readFile("people.json").then((bytes) => parseJson("people.json", bytes)),
    readFile("albedo.json").then((bytes) => parseJson("albedo.json", bytes)),
    readFile("parts.json").then((bytes) => parseJson("parts.json", bytes)),
  ]);
  const damaged = (why: string) => new Error(`template.safetensors.gz is damaged: ${why}`);
  const { tensors } = parseTensors(await gunzip(data, damaged), ARRAYS, damaged);
  const array = <T extends TemplateArray>(name: string) => {
    if (!tensors[name]) throw damaged(`${name} is missing`);
    return tensors[name] as T;
  };
  return {
    positions: array<Float32Array>("positions"),
    skinVertices: description.skinVertices,
    subdivision: prepareSubdivision(array<Uint16Array>("faces"), description.skinVertices),
    regions: array<Uint8Array>("regions"),
    regionNames: description.regions,
    shapes: { names: description.shapes, deltas: array("shape_deltas"), scales: array("shape_scales") },
    expressions: {
      names: description.expressions,
      deltas: denseDeltas(
        array("expression_counts"),
        array("expression_rows"),
        array("expression_deltas"),
        array<Float32Array>("positions").length / 3,
      ),
      scales: array("expression_scales"),
    },
    landmarks: { vertices: array("landmark_vertices"), weights: array("landmark_weights") },
    eyes: description.eyes,
    frame: description.frame,
    pivots: description.pivots,
    sockets: description.sockets,
    bustCut: description.bustCut,
    bustRadius: description.bustRadius,
    metresPerUnit: description.metresPerUnit,
    people: people as PeopleTable,
    albedo: albedo as AlbedoTable,
    parts: parts as PartTable,
  };
}

/**
 * @param counts U16 [n] of moved vertices a morph. @param rows U16 [M] these vertices. @param deltas I16 [M, 3] of them.
 * @returns I16 [n, V, 3].
 */
function denseDeltas(counts: Uint16Array, rows: Uint16Array, deltas: Int16Array, vertices: number): Int16Array {
  const out = new Int16Array(counts.length * vertices * 3);
  let at = 0;
  for (const [morph, count] of counts.entries())
    for (const end = at + count; at < end; at++)
      out.set(deltas.subarray(3 * at, 3 * at + 3), 3 * (morph * vertices + rows[at]));
  return out;
}

function parseJson(name: string, bytes: Uint8Array) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new Error(`${name} is damaged: it is not JSON`, { cause });
  }
}
