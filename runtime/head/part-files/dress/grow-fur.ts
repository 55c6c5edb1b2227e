import { randomStream, streamKey } from "../../../kernels/random.ts";
import { areaSampler } from "../../../mesh/area-sampler.ts";
import { add, cross, dot, type Point, pointOf, reject, scaled, sub, unit } from "../../../mesh/point.ts";
import { JOINT_NAMES, type LayerMesh } from "../../layers/types.ts";
import type { AtlasLayout } from "../../surfaces/hair/paint-strands.ts";
import { rimEdges } from "./rim-edges.ts";

/** Where on a hat fur grows: over all of its outside that is wanted, or along the edge that frames the face. */
export type FurPlace = "over" | "edge";

/** Cards a square unit of cloth and a unit of edge, their length and width, units, and segments, by level. */
const LEVELS = [
  { over: 440, edge: 140, length: 0.13, width: 0.11, segments: 2 },
  { over: 200, edge: 50, length: 0.14, width: 0.16, segments: 1 },
];
/** How much lengths differ, and how far they turn aside from the way they are combed, radians. */
const UNEVEN = 0.45;
const ASTRAY = 1.1;
/** How steeply fur rises at its root, and what is left of that at its tip. */
const RISE = 0.75;
const DROOP = 0.35;
/** How far normals lean upwards: fur catches light between its locks as a wall does not. */
const LIT = 0.5;
/** Roots lie this deep in the cloth. */
const ROOTED = 0.006;
/** Clumps of locks: fur is seen by their tips. */
const CELL = "beard";

interface Root {
  at: Point;
  /** Outwards, and the way that fur is combed, both unit. */
  out: Point;
  way: Point;
}

/**
 * Cards of fur on a solid hat, on the strand atlas, at two levels.
 * @param hat its levels as placed. @param wanted whether a vertex belongs to what grows fur.
 */
export function growFur(
  hat: LayerMesh[],
  { cells, size, gutter }: AtlasLayout,
  { place, wanted }: { place: FurPlace; wanted: (mesh: LayerMesh, v: number) => boolean },
): LayerMesh[] {
  const cell = cells[CELL];
  if (!cell) throw new Error(`the strand atlas has no cell "${CELL}"`);
  return LEVELS.map((plan, level) => {
    const mesh = hat[Math.min(level, hat.length - 1)];
    const random = randomStream(level, streamKey("fur"));
    let drawn = 0;
    const draw = () => random.uniform(drawn++);
    const roots = place === "over" ? overRoots(mesh, plan.over, draw, wanted) : edgeRoots(mesh, plan.edge, draw);
    const out = { positions: [] as number[], normals: [] as number[], uvs: [] as number[], triangles: [] as number[] };
    for (const root of roots) {
      const column = Math.floor(draw() * cell.columns);
      const edge = gutter / size;
      const step = (cell.u[1] - cell.u[0]) / cell.columns;
      const sides = [cell.u[0] + column * step + edge, cell.u[0] + (column + 1) * step - edge];
      addCard(out, root, {
        u: draw() < 0.5 ? sides : sides.reverse(),
        v: cell.v,
        length: plan.length * (1 + UNEVEN * (draw() - 0.5)),
        width: plan.width,
        segments: plan.segments,
        turn: ASTRAY * (draw() - 0.5),
        roll: 1.2 * (draw() - 0.5),
      });
    }
    const count = out.positions.length / 3;
    const joints = new Uint8Array(4 * count);
    const weights = new Float32Array(4 * count);
    for (let v = 0; v < count; v++) {
      joints[4 * v] = JOINT_NAMES.indexOf("Head");
      weights[4 * v] = 1;
    }
    return {
      positions: Float32Array.from(out.positions),
      normals: Float32Array.from(out.normals),
      uvs: Float32Array.from(out.uvs),
      triangles: Uint32Array.from(out.triangles),
      weld: Uint32Array.from({ length: count }, (_, v) => v),
      joints,
      weights,
      targets: new Map(),
    };
  });
}

/** Middle of the skull, from which a hat's outside faces away: of what hangs below it the upright axis. */
const MIDDLE = [0, 0.22, -0.06] as const;
const away = ([x, y, z]: Point): Point => [x - MIDDLE[0], Math.max(0, y - MIDDLE[1]), z - MIDDLE[2]];

function overRoots(
  mesh: LayerMesh,
  density: number,
  draw: () => number,
  wanted: (mesh: LayerMesh, v: number) => boolean,
): Root[] {
  const { positions, triangles } = mesh;
  const isOutside = (t: number) => {
    const corners = [0, 1, 2].map((k) => pointOf(positions, triangles[3 * t + k]));
    const middle = scaled(add(add(corners[0], corners[1]), corners[2]), 1 / 3);
    const normal = cross(sub(corners[1], corners[0]), sub(corners[2], corners[0]));
    return wanted(mesh, triangles[3 * t]) && dot(unit(normal), unit(away(middle))) > 0.1;
  };
  const outside = Array.from({ length: triangles.length / 3 }, (_, t) => isOutside(t));
  const pick = areaSampler(positions, triangles, (t) => outside[t]);
  let area = 0;
  for (let t = 0; t < outside.length; t++) {
    if (!outside[t]) continue;
    const [a, b, c] = [0, 1, 2].map((k) => pointOf(positions, triangles[3 * t + k]));
    area += Math.hypot(...cross(sub(b, a), sub(c, a))) / 2;
  }
  const count = Math.round(area * density);
  return Array.from({ length: count }, (_, i): Root => {
    const { triangle, weights } = pick((i + draw()) / count, draw(), draw());
    const mix = (values: Float32Array) =>
      weights.reduce<Point>(
        (sum, w, k) => add(sum, scaled(pointOf(values, triangles[3 * triangle + k]), w)),
        [0, 0, 0],
      );
    const out = unit(mix(mesh.normals));
    const at = mix(positions);
    // Down, and on the crown away from its middle.
    const [x, , z] = away(at);
    return { at, out, way: unit(reject(add([0, -1, 0], scaled([x, 0, z], 0.3)), out)) };
  });
}

/** Around the edge of the cloth: from its outside over its border to its inside. */
function edgeRoots({ positions, triangles }: LayerMesh, density: number, draw: () => number): Root[] {
  return rimEdges(positions, triangles, away).flatMap(({ from, to, out, border }) => {
    const along = sub(to, from);
    const many = density * Math.hypot(...along);
    return Array.from({ length: Math.floor(many + draw()) }, (): Root => {
      const angle = 0.2 - 2 * draw();
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const radial = unit(add(scaled(border, c), scaled(out, -s)));
      return {
        at: add(from, scaled(along, draw())),
        out: radial,
        way: unit(reject(add(border, [0, -0.5, 0.02]), radial)),
      };
    });
  });
}

interface CardPlan {
  u: number[];
  v: number[];
  length: number;
  width: number;
  segments: number;
  /** Aside from its way, and about itself, radians. */
  turn: number;
  roll: number;
}

function addCard(
  to: { positions: number[]; normals: number[]; uvs: number[]; triangles: number[] },
  { at, out, way }: Root,
  { u, v, length, width, segments, turn, roll }: CardPlan,
): void {
  const side = cross(out, way);
  const combed = add(scaled(way, Math.cos(turn)), scaled(side, Math.sin(turn)));
  const across = cross(combed, out);
  const wide = add(scaled(across, Math.cos(roll)), scaled(out, Math.sin(roll)));
  const first = to.positions.length / 3;
  for (let i = 0; i <= segments; i++) {
    const t = i / segments;
    // It rises, and bends over towards its tip.
    const rise = RISE * t * (1 - (1 - DROOP) * t) * length - ROOTED;
    const middle = add(add(at, scaled(combed, 0.85 * t * length)), scaled(out, rise));
    for (const [k, sign] of [-1, 1].entries()) {
      to.positions.push(...add(middle, scaled(wide, 0.5 * sign * width)));
      to.normals.push(...unit(add(out, [0, LIT, 0])));
      to.uvs.push(u[k], v[0] + (v[1] - v[0]) * t);
    }
  }
  for (let i = 0; i < segments; i++) {
    const [a, b, c, d] = [0, 1, 2, 3].map((k) => first + 2 * i + k);
    to.triangles.push(a, c, b, b, c, d);
  }
}
