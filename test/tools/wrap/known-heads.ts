import { keepLargestComponent, march } from "../../../runtime/field/march.ts";
import { createTetGrid, rebuildBand, setSdf } from "../../../runtime/field/tetgrid.ts";
import type { Anatomy } from "../../../runtime/head/anatomy/anatomy.ts";
import { type AnatomyShape, shapeAnatomy } from "../../../runtime/head/anatomy/shape.ts";
import { individualWeights } from "../../../runtime/head/look/individual.ts";
import type { PeopleTable } from "../../../runtime/head/look/people-table.ts";
import { keepOnePiece } from "../../../runtime/head/one-piece.ts";
import { meshSdf } from "../../../runtime/head/template-sdf.ts";
import { readPrompt } from "../../../runtime/host/node/read-prompt.ts";
import type { Kernels } from "../../../runtime/kernels/load.ts";
import { refine } from "../../../runtime/mesh/subdivide.ts";
import type { TriMesh } from "../../../runtime/mesh/types.ts";

/** Living heads of all kinds: sexes, ages, descents, builds, creatures. */
export const KNOWN_HEADS = [
  "a young woman",
  "an old man",
  "a middle-aged african man",
  "an old asian woman",
  "a caucasian man with a big nose",
  "an african girl of eight",
  "an asian boy of twelve",
  "a fat man",
  "a thin old woman",
  "a muscular man with a strong jaw",
  "an elf woman",
  "a dwarf",
  "an orc",
  "a goblin",
  "a troll",
  "a witch with a crooked nose",
  "a vampire",
  "an alien",
  "a baby",
  "a teenage girl with big eyes and full lips",
];

/** Shape of the head of a prompt, its mouth closed and its eyes open. @param variation how much the seed's face differs from the prompt's. */
export async function knownShape(
  anatomy: Anatomy,
  people: PeopleTable,
  prompt: string,
  { seed = 0, variation = 0.6 } = {},
): Promise<AnatomyShape> {
  const { look } = await readPrompt(prompt);
  const weights = individualWeights(people, { ...look, expression: {} }, seed, variation);
  return shapeAnatomy(
    anatomy,
    Object.fromEntries(Object.entries(weights).filter(([name]) => anatomy.shapes.has(name))),
  );
}

/** The surface that a head's skin and eyeballs have on the grid: in one piece, what is behind lips and lids filled. */
export function marchShape(kernels: Kernels, anatomy: Anatomy, shape: AnatomyShape, resolution: number): TriMesh {
  const sdf = meshSdf(...(Object.values(capped(anatomy, shape.control)) as [Float32Array, Uint32Array]), resolution);
  const side = resolution + 1;
  for (const { center, radius } of shape.eyes) {
    for (let i = 0; i < sdf.length; i++) {
      const place = [i % side, Math.floor(i / side) % side, Math.floor(i / (side * side))];
      const distance = Math.hypot(...place.map((step, c) => (2 * step) / resolution - 1 - center[c]));
      sdf[i] = Math.min(sdf[i], distance - radius);
    }
  }
  keepOnePiece(sdf, side);
  const top = kernels.store.mark();
  const mark = kernels.scratch.mark();
  const grid = createTetGrid(kernels, resolution);
  setSdf(grid, sdf);
  rebuildBand(grid, 2);
  const { positions, indices } = keepLargestComponent(kernels, march(grid));
  const surface = { positions: positions.slice(), indices: indices.slice() };
  kernels.scratch.release(mark);
  kernels.store.release(top);
  return surface;
}

/** The refined skin, closed by a fan below the neck's seam. */
function capped({ skin, neckRing }: Anatomy, control: Float32Array): TriMesh {
  const points = refine(skin, control);
  const middle = points.length / 3;
  const positions = new Float32Array(points.length + 3);
  positions.set(points);
  for (const v of neckRing)
    for (let c = 0; c < 3; c++) positions[3 * middle + c] += points[3 * v + c] / neckRing.length;
  const ends = openEdges(skin.triangles);
  const cap = ends.flatMap(([a, b]) => [b, a, middle]);
  return { positions, indices: Uint32Array.from([...skin.triangles, ...cap]) };
}

/** Edges that one triangle alone has, in its sense. */
function openEdges(triangles: Uint32Array): [number, number][] {
  const open = new Map<string, [number, number]>();
  for (let i = 0; i < triangles.length; i++) {
    const [a, b] = [triangles[i], triangles[i % 3 === 2 ? i - 2 : i + 1]];
    if (!open.delete(`${b},${a}`)) open.set(`${a},${b}`, [a, b]);
  }
  return [...open.values()];
}
