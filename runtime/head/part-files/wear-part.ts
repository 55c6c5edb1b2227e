import { findComponents } from "../../mesh/components.ts";
import { gatherRows } from "../../mesh/gather-rows.ts";
import { weldPlaces } from "../../mesh/weld-places.ts";
import type { Side } from "../../prompt/look.ts";
import type { Placement } from "./describe.ts";
import type { Part, PartMesh } from "./read-part.ts";

/** How a Look has a part worn. */
export interface Worn {
  side?: Side;
  placement?: string;
}

/**
 * A part as it is worn: turned to a place of `fit.placements`, and on one side. What is modelled on one side is mirrored for the
 * other; of pairs on anchors, the other side's pieces are left out. A place that the part does not have leaves it where it is.
 */
export function wearPart(part: Part, { side, placement }: Worn): Part {
  const placed = part.fit.placements.find(({ name }) => name === placement);
  const turned = placed ? { ...part, meshes: part.meshes.map((mesh) => turnMesh(mesh, placed)) } : part;
  if (!side || side === part.fit.side) return turned;
  if (part.fit.side) return mirrorPart(turned);
  if (part.fit.bind !== "anchors") return turned;
  return { ...turned, meshes: turned.meshes.map((mesh) => oneSide(mesh, side)) };
}

function turnMesh(mesh: PartMesh, { about, turn, move }: Placement): PartMesh {
  const matrix = rotation(turn.map((degrees) => (degrees * Math.PI) / 180));
  const apply = (values: Float32Array, from: readonly number[], to: readonly number[]) => {
    const out = new Float32Array(values.length);
    for (let i = 0; i < values.length; i += 3) {
      for (let r = 0; r < 3; r++) {
        out[i + r] = to[r];
        for (let c = 0; c < 3; c++) out[i + r] += matrix[3 * r + c] * (values[i + c] - from[c]);
      }
    }
    return out;
  };
  const target = about.map((x, c) => x + move[c]);
  return {
    ...mesh,
    positions: apply(mesh.positions, about, target),
    normals: apply(mesh.normals, [0, 0, 0], [0, 0, 0]),
  };
}

/** Row-major 3×3 matrix of turns about X, then Y, then Z, radians. */
export function rotation([x, y, z]: number[]): number[] {
  const [cx, sx, cy, sy, cz, sz] = [x, y, z].flatMap((angle) => [Math.cos(angle), Math.sin(angle)]);
  return [
    cz * cy,
    cz * sy * sx - sz * cx,
    cz * sy * cx + sz * sx,
    sz * cy,
    sz * sy * sx + cz * cx,
    sz * sy * cx - cz * sx,
    -sy,
    cy * sx,
    cy * cx,
  ];
}

function mirrorPart(part: Part): Part {
  const flip = (values: Float32Array) => values.map((value, i) => (i % 3 === 0 ? -value : value));
  const { fit } = part;
  return {
    ...part,
    fit: {
      ...fit,
      anchors: fit.anchors.map(({ point: [x, y, z], ...anchor }) => ({ ...anchor, point: [-x, y, z] })),
    },
    meshes: part.meshes.map(({ positions, normals, triangles, ...mesh }) => ({
      ...mesh,
      positions: flip(positions),
      normals: flip(normals),
      triangles: triangles.map((_, i) => triangles[i % 3 === 0 ? i : i % 3 === 1 ? i + 1 : i - 1]),
    })),
  };
}

/** A mesh without the connected pieces whose middle is on the other side; what lies across the middle stays. */
function oneSide(mesh: PartMesh, side: Side): PartMesh {
  const { positions, triangles } = mesh;
  const weld = weldPlaces(positions);
  const count = weld.length;
  const pieces = findComponents(
    triangles.map((v) => weld[v]),
    new Uint32Array(count),
  );
  const sums = new Float64Array(count);
  const numbers = new Uint32Array(count);
  for (let v = 0; v < count; v++) {
    const piece = pieces[weld[v]];
    sums[piece] += positions[3 * v];
    numbers[piece]++;
  }
  const isKept = (v: number) => {
    const middle = sums[pieces[weld[v]]] / numbers[pieces[weld[v]]];
    return side === "left" ? middle > -1e-3 : middle < 1e-3;
  };
  const kept: number[] = [];
  for (let t = 0; t < triangles.length; t += 3) if (isKept(triangles[t])) kept.push(...triangles.subarray(t, t + 3));
  return withTriangles(mesh, kept);
}

/** A mesh of some of its triangles, with the vertices that they use. */
function withTriangles(mesh: PartMesh, triangles: ArrayLike<number>): PartMesh {
  const used = [...new Set(Array.from(triangles))].sort((a, b) => a - b);
  const place = new Map(used.map((v, i) => [v, i]));
  return {
    positions: gatherRows(mesh.positions, used, 3),
    normals: gatherRows(mesh.normals, used, 3),
    uvs: gatherRows(mesh.uvs, used, 2),
    ...(mesh.colors ? { colors: gatherRows(mesh.colors, used, 3) } : {}),
    triangles: Uint32Array.from(triangles, (v) => place.get(v) as number),
  };
}
