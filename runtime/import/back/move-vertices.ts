import { invertAffine, multiply, transform } from "../../mesh/matrix.ts";
import { vertexNormals } from "../../mesh/vertex-normals.ts";
import { weldPlaces } from "../../mesh/weld-places.ts";
import { elements } from "../source/accessor-elements.ts";
import type { SourceMesh } from "../source/source-mesh.ts";
import type { Source } from "../types.ts";
import { type HeadChange, moveOf } from "./head-change.ts";
import { type Glb, writeAccessor } from "./patch-glb.ts";

/** Moves shorter than this, in units, are rounding and not an edit: a tenth of a micrometre of an adult head. */
const STILL = 1e-6;

/**
 * Moves the original's vertices with the head and turns their normals and tangents with the surface; skinned meshes in
 * bind pose. Accessors in which nothing moves are not written.
 * @param mesh the source in head space. @param toHead column-major 4×4 from the scene to head space.
 * @returns vertices moved, and the furthest move in units.
 */
export function moveVertices(
  glb: Glb,
  { document }: Pick<Source, "document">,
  mesh: SourceMesh,
  toHead: number[],
  change: HeadChange,
): { moved: number; furthest: number } {
  const moves = moveOf(change, mesh.positions);
  let [moved, furthest] = [0, 0];
  for (let i = 0; i < moves.length; i += 3) {
    const length = Math.hypot(moves[i], moves[i + 1], moves[i + 2]);
    if (length < STILL) moves.fill(0, i, i + 3);
    else moved++;
    furthest = Math.max(furthest, length);
  }
  if (moved === 0) return { moved, furthest: 0 };
  const weld = weldPlaces(mesh.positions);
  const after = mesh.positions.map((value, i) => value + moves[i]);
  const [was, is] = [mesh.positions, after].map((positions) =>
    vertexNormals({ positions, indices: mesh.indices }, weld),
  );
  const accessors = document.getRoot().listAccessors();
  const written = new Set<number>();
  for (const [p, part] of mesh.parts.entries()) {
    const { attributes } = glb.json.meshes[part.mesh].primitives[part.primitive];
    const toUnits = multiply(toHead, part.matrix);
    const back = invertAffine(toUnits);
    const from = 3 * mesh.first[p];
    const part3 = (values: Float32Array) => values.subarray(from, from + part.positions.length);
    const rewrite = (name: string, width: number, turn: (values: Float32Array) => boolean) => {
      const index = attributes[name];
      if (index === undefined || written.has(index)) return;
      written.add(index);
      const values = elements(accessors[index], width);
      if (turn(values)) writeAccessor(glb, index, values, width);
    };
    rewrite("POSITION", 3, (values) => {
      const step = transform(back, part3(moves), 0);
      for (let i = 0; i < values.length; i++) values[i] += step[i];
      return step.some((value) => value !== 0);
    });
    const transposed = [...Array(16).keys()].map((i) => toUnits[4 * (i % 4) + Math.floor(i / 4)]);
    const normalOut = [...Array(16).keys()].map((i) => back[4 * (i % 4) + Math.floor(i / 4)]);
    const [n0, n1] = [part3(was), part3(is)];
    rewrite("NORMAL", 3, (values) => turnAll(values, 3, n0, n1, normalOut, transposed));
    rewrite("TANGENT", 4, (values) => turnAll(values, 4, n0, n1, toUnits, back));
  }
  return { moved, furthest };
}

/** Turns unit vectors, taken to head space and back, by the least rotation from one normal to another. */
function turnAll(
  values: Float32Array,
  width: number,
  from: Float32Array,
  to: Float32Array,
  out: number[],
  back: number[],
): boolean {
  let turned = false;
  for (let v = 0; v < from.length / 3; v++) {
    const [a, b] = [from.subarray(3 * v, 3 * v + 3), to.subarray(3 * v, 3 * v + 3)];
    const cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    if (cosine > 1 - 1e-7 || cosine < -0.999) continue;
    const axis = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
    const [x, y, z] = transform(out, values.subarray(width * v, width * v + 3), 0);
    const along = (axis[0] * x + axis[1] * y + axis[2] * z) / (1 + cosine);
    // Rodrigues' formula with sine and cosine read off the cross and dot product.
    const result = transform(
      back,
      [
        cosine * x + axis[1] * z - axis[2] * y + axis[0] * along,
        cosine * y + axis[2] * x - axis[0] * z + axis[1] * along,
        cosine * z + axis[0] * y - axis[1] * x + axis[2] * along,
      ],
      0,
    );
    const length = Math.hypot(result[0], result[1], result[2]);
    if (!(length > 0)) continue;
    for (let c = 0; c < 3; c++) values[width * v + c] = result[c] / length;
    turned = true;
  }
  return turned;
}
