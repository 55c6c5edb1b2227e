import type { Picture } from "../../layers/types.ts";
import { randomOf } from "../noise.ts";
import { blankHairs, type Cell, type HairCanvas } from "./draw-hairs.ts";
import { LASHES } from "./lash-row.ts";
import { STRAND_CELLS } from "./strand-cells.ts";

/** Where the strand atlas has what: assets/parts/atlas.json. */
export interface AtlasLayout {
  size: number;
  gutter: number;
  cells: Record<string, { u: number[]; v: number[]; columns: number }>;
}

/** The pictures that all cards share: RGBA greys to multiply by a hair's colour, and tangent-space normals. */
export interface StrandPictures {
  color: Picture;
  normal: Picture;
}

/** Steps of greys, alphas and slopes: finer ones nobody sees in hair, and they double a file's largest pictures. */
const STEPS = { grey: 4, alpha: 17, slope: 4 };

/** Grey of pixels without hair: what mips mix in. */
const BLED = 0.5;

/** @param size of the pictures' sides. @throws Error where the layout has a cell that there is no hair for. */
export function paintStrands(layout: AtlasLayout, size: number): StrandPictures {
  const canvas = blankHairs(size, size);
  const random = randomOf(0x57a9d);
  for (const [name, { u, v, columns }] of Object.entries(layout.cells)) {
    const draw = STRAND_CELLS[name];
    if (!draw)
      throw new Error(`the strand atlas has a cell "${name}"; there are ${Object.keys(STRAND_CELLS).join(", ")}`);
    const width = Math.round(((u[1] - u[0]) * size) / columns);
    for (let column = 0; column < columns; column++) {
      const cell: Cell = {
        left: Math.round(u[0] * size) + column * width,
        top: Math.round(v[0] * size),
        width,
        height: Math.round((v[1] - v[0]) * size),
        gutter: Math.max(1, Math.round((layout.gutter * size) / layout.size)),
      };
      draw(canvas, cell, random, column);
    }
  }
  return finish(canvas);
}

/** Texture coordinates of the anatomy's lashes, brought to the atlas's cell of lashes. @throws Error where the layout has none. */
export function lashUvs({ cells: { lash } }: AtlasLayout, uvs: Float32Array): Float32Array {
  if (!lash) throw new Error('the strand atlas has no cell "lash"');
  const { upper, lower } = LASHES;
  return uvs.map((value, i) => {
    if (i % 2 === 0) return lash.u[0] + (lash.u[1] - lash.u[0]) * value;
    const { rows, root, tip } = value < (upper.root + lower.tip) / 2 ? upper : lower;
    const row = rows[0] + ((root - value) / (root - tip)) * (rows[1] - rows[0]);
    return lash.v[0] + (lash.v[1] - lash.v[0]) * row;
  });
}

function finish({ width, height, grey, cover, slope }: HairCanvas): StrandPictures {
  const color = new Uint8Array(4 * width * height);
  const normal = new Uint8Array(3 * width * height);
  for (let p = 0; p < width * height; p++) {
    const share = cover[p];
    const value = share > 0.02 ? grey[p] * Math.min(1, share + 0.3) + BLED * Math.max(0, 0.7 - share) : BLED;
    const grey8 = Math.min(255, STEPS.grey * Math.round((255 * value) / STEPS.grey));
    color.fill(grey8, 4 * p, 4 * p + 3);
    color[4 * p + 3] = STEPS.alpha * Math.round((255 * share) / STEPS.alpha);
    // Slopes as they are, not brought to length 1, which every shader does: the third channel costs nothing.
    normal[3 * p] = 128 + STEPS.slope * Math.round((127 * 0.55 * slope[p] * share) / STEPS.slope);
    normal[3 * p + 1] = 128;
    normal[3 * p + 2] = 255;
  }
  return {
    color: { width, height, channels: 4, data: color },
    normal: { width, height, channels: 3, data: normal },
  };
}
