import type { Layer } from "../../head/layers/types.ts";
import { vertexNormals } from "../../mesh/vertex-normals.ts";
import type { ColorField } from "../textures/bake-textures.ts";
import type { ColoredMesh } from "../types.ts";
import { joinHead } from "./join-head.ts";
import { layeredSurface } from "./layered-surface.ts";
import { type PreviewOptions, renderPreview, type Sheet } from "./preview.ts";
import { sampleVertices } from "./sample-vertices.ts";
import { fieldSurface, mix, type Surface } from "./surfaces.ts";

/** One version of a head. */
export interface Version {
  mesh: ColoredMesh;
  color: ColorField;
}

/** How far apart two versions are. */
export interface Difference {
  /** Head-space units, over all vertices. */
  displacement: { mean: number; max: number };
  /** Mean over the three channels, in 255ths, over all vertices. */
  color: { mean: number; max: number };
}

/** Colours of the heat map: nothing, half, the most. */
const RAMP = [
  [0.13, 0.15, 0.24],
  [0.9, 0.42, 0.16],
  [1, 0.93, 0.62],
];

/**
 * Two versions with the same connectivity, side by side: rows of the first, the second, a heat map of how far each vertex
 * moved, and one of how much its colour changed; both maps are brightest at the largest value, and stand on the second.
 */
export async function renderDifference(
  before: Version,
  after: Version,
  options: Partial<PreviewOptions> = {},
): Promise<{ sheet: Sheet; difference: Difference }> {
  const moved = distances(before.mesh.positions, after.mesh.positions, length);
  const [old, fresh] = await Promise.all(
    [before, after].map(({ mesh, color }) => color(mesh.colorAt ?? mesh.positions)),
  );
  const recolored = distances(old, fresh, brightness);
  const looks = [before, after].map(({ mesh, color }) => fieldSurface(mesh, vertexNormals(mesh), color));
  return renderRows(looks, moved, recolored, options);
}

/** {@link renderDifference} of two heads of layers: what is only in the second is as bright as what changed most, and counts for nothing. */
export async function renderLayersDifference(
  before: Layer[],
  after: Layer[],
  options: Partial<PreviewOptions> = {},
): Promise<{ sheet: Sheet; difference: Difference; came: string[]; went: string[] }> {
  const looks = [before, after].map((layers) => layeredSurface({ layers }, { fine: true }));
  const colors = await Promise.all(looks.map(async (look) => (await sampleVertices(look)).colors));
  const places = [before, after].map((layers) => placesOf(layers));
  const count = looks[1].mesh.positions.length / 3;
  const [moved, recolored] = [new Float32Array(count).fill(Number.NaN), new Float32Array(count).fill(Number.NaN)];
  for (const [name, [from, size]] of places[1]) {
    const [was, sizeBefore] = places[0].get(name) ?? [0, 0];
    if (size !== sizeBefore) continue;
    const of = (values: Float32Array, first: number) => values.subarray(3 * first, 3 * (first + size));
    const [a, b] = looks.map(({ mesh }) => mesh.positions);
    moved.set(distances(of(a, was), of(b, from), length), from);
    recolored.set(distances(of(colors[0], was), of(colors[1], from), brightness), from);
  }
  const missing = (here: number, there: number) => [...places[here].keys()].filter((name) => !places[there].has(name));
  return { ...(await renderRows(looks, moved, recolored, options)), came: missing(1, 0), went: missing(0, 1) };
}

/** First vertex and number of vertices of each layer in the joined mesh. */
function placesOf(layers: Layer[]): Map<string, [number, number]> {
  const places = new Map<string, [number, number]>();
  let at = 0;
  for (const { layer } of joinHead({ layers }).parts) {
    const size = layer.levels[0].positions.length / 3;
    places.set(layer.name, [at, size]);
    at += size;
  }
  return places;
}

async function renderRows(
  looks: Surface[],
  moved: Float32Array,
  recolored: Float32Array,
  options: Partial<PreviewOptions>,
): Promise<{ sheet: Sheet; difference: Difference }> {
  const rows: Sheet[] = [];
  for (const look of looks) rows.push(await renderPreview(look, { normals: false, ...options }));
  for (const heat of [moved, recolored]) {
    rows.push(await renderPreview(heatSurface(looks[1], heat), { normals: false, lit: false, ...options }));
  }
  return { sheet: stackSheets(rows), difference: { displacement: summary(moved), color: summary(recolored) } };
}

const length = (x: number, y: number, z: number) => Math.hypot(x, y, z);
const brightness = (r: number, g: number, b: number) => (255 * (Math.abs(r) + Math.abs(g) + Math.abs(b))) / 3;

/** Sheets of one width, one below the other. */
function stackSheets(sheets: readonly Sheet[]): Sheet {
  const rgb = new Uint8Array(sheets.reduce((sum, sheet) => sum + sheet.rgb.length, 0));
  let at = 0;
  for (const sheet of sheets) {
    rgb.set(sheet.rgb, at);
    at += sheet.rgb.length;
  }
  return { rgb, width: sheets[0].width, height: sheets.reduce((sum, { height }) => sum + height, 0) };
}

function distances(a: Float32Array, b: Float32Array, norm: (x: number, y: number, z: number) => number): Float32Array {
  return Float32Array.from({ length: a.length / 3 }, (_, v) => {
    const [x, y, z] = [0, 1, 2].map((c) => b[3 * v + c] - a[3 * v + c]);
    return norm(x, y, z);
  });
}

function summary(all: Float32Array): { mean: number; max: number } {
  const values = all.filter((value) => !Number.isNaN(value));
  const max = values.reduce((most, value) => Math.max(most, value), 0);
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, max };
}

function heatSurface({ mesh, sample }: Surface, values: Float32Array): Surface {
  const { max } = summary(values);
  return {
    mesh,
    async sample(triangle, weights) {
      const heat = mix(values, 1, mesh.indices, triangle, weights);
      const colors = new Float32Array(3 * heat.length);
      heat.forEach((value, i) => {
        colors.set(heatColor(Number.isNaN(value) ? 1 : max > 0 ? value / max : 0), 3 * i);
      });
      return { ...(await sample(triangle, weights)), colors };
    },
  };
}

function heatColor(share: number): number[] {
  const place = Math.min(1, Math.max(0, share)) * (RAMP.length - 1);
  const index = Math.min(RAMP.length - 2, Math.floor(place));
  return RAMP[index].map((low, c) => low + (place - index) * (RAMP[index + 1][c] - low));
}
