import { keepOnePiece } from "../../head/one-piece.ts";
import { sweepDistances } from "../../head/sweep-distances.ts";
import { BAND, bandDistances, trimBust } from "../../head/template-sdf.ts";
import type { HeadShape } from "../../head/template-shape.ts";
import { buildBvh } from "../../mesh/build-bvh.ts";
import { buildWinding, windingNumber } from "../../mesh/winding.ts";
import type { SplitSource } from "../source/split-solids.ts";
import { ImportError } from "../types.ts";

/** Less of the cube than this is no head: the template's takes a fifth. */
const LEAST_VOLUME = 0.02;

/**
 * Signed distance to what a source's pieces enclose together, negative inside, at the vertices of the regular grid on
 * [−1, 1]³: inside is where the generalized winding number of the solids exceeds a half, or within `sheetThickness` cells
 * of a sheet. Holes are closed by the number itself. Cut off like the template's bust, in one piece.
 * @param positions [V, 3] head space. @returns [(R + 1)³].
 * @throws ImportError "no-solid".
 */
export function sourceSdf(
  positions: Float32Array,
  { solids, sheets }: SplitSource,
  shape: HeadShape,
  resolution: number,
  sheetThickness: number,
): Float32Array<ArrayBuffer> {
  const side = resolution + 1;
  const cell = 2 / resolution;
  const sdf = bandDistances(positions, solids, resolution);
  if (solids.length > 0) {
    const inside = insides(positions, solids, resolution);
    sweepDistances(sdf, side, cell, BAND * cell);
    for (let i = 0; i < sdf.length; i++) if (inside[i]) sdf[i] = -sdf[i];
  } else sdf.fill(2);
  if (sheets.length > 0) {
    const thin = bandDistances(positions, sheets, resolution);
    sweepDistances(thin, side, cell, BAND * cell);
    for (let i = 0; i < sdf.length; i++) sdf[i] = Math.min(sdf[i], thin[i] - sheetThickness * cell);
  }
  trimBust(sdf, shape, resolution);
  keepOnePiece(sdf, side);
  const share = sdf.reduce((count, value) => count + (value < 0 ? 1 : 0), 0) / sdf.length;
  if (share < LEAST_VOLUME) {
    throw new ImportError(
      "no-solid",
      `the head encloses no volume (${solids.length / 3} triangles in closed pieces, ${sheets.length / 3} in open sheets, ${(100 * share).toFixed(1)} % of the frame filled): its triangles face both ways or too much is open; recalculate its normals outside, merge vertices by distance and export again`,
    );
  }
  return sdf;
}

/** 1 where the winding number exceeds a half. */
function insides(positions: Float32Array, indices: Uint32Array, resolution: number): Uint8Array<ArrayBuffer> {
  const side = resolution + 1;
  const tree = buildWinding(buildBvh({ positions, indices }));
  const out = new Uint8Array(side ** 3);
  const at = (i: number) => (i * 2) / resolution - 1;
  for (let z = 0, i = 0; z < side; z++)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++, i++) out[i] = windingNumber(tree, at(x), at(y), at(z)) > 0.5 ? 1 : 0;
  return out;
}
