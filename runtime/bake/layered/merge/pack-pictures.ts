import type { Picture, Surface } from "../../../head/layers/types.ts";

/** Surfaces below one atlas: a strip of cells under the largest picture's place. */
const CELLS = 4;

/** A surface's place in the atlas, all 0..1: left, top, width, height. */
type Place = [number, number, number, number];

export interface PackedPictures {
  /** In the order of the surfaces. */
  places: Place[];
  pictures: { baseColor: Picture; normal?: Picture; orm: Picture };
}

/**
 * Packs the pictures of surfaces into one atlas: the largest at `size`², the others into a strip of cells below it, each a
 * quarter as wide. Surfaces of the same pictures and factors share a cell. Constant surfaces fill theirs with the constant.
 */
export function packPictures(surfaces: Surface[], size: number): PackedPictures {
  const texels = ({ baseColor }: Surface) => (baseColor ? baseColor.width * baseColor.height : 0);
  const distinct: Surface[] = [];
  const cellOf = surfaces.map((surface) => {
    const same = distinct.findIndex((other) => looksLike(other, surface));
    return same >= 0 ? same : distinct.push(surface) - 1;
  });
  const largest = distinct.reduce((best, surface, i) => (texels(surface) > texels(distinct[best]) ? i : best), 0);
  const rows = Math.ceil((distinct.length - 1) / CELLS);
  const cell = size / CELLS;
  const [width, height] = [size, size + rows * cell];
  let next = 0;
  const boxes = distinct.map((_, i): [number, number, number] => {
    if (i === largest) return [0, 0, size];
    const at = next++;
    return [(at % CELLS) * cell, size + Math.floor(at / CELLS) * cell, cell];
  });
  const draw = (channels: 3 | 4, fill: number[], pick: (surface: Surface) => Picture | number[] | undefined) => {
    const out: Picture = { width, height, channels, data: new Uint8Array(width * height * channels) };
    fillWith(out.data, fill.slice(0, channels));
    for (const [i, surface] of distinct.entries()) fillBox(out, boxes[i], pick(surface) ?? fill);
    return out;
  };
  const alpha = surfaces.some(({ baseColor, blend }) => blend || baseColor?.channels === 4);
  const roughness = (surface: Surface) => [
    255,
    Math.round(255 * (surface.roughness ?? 1)),
    Math.round(255 * (surface.metallic ?? 0)),
  ];
  return {
    places: cellOf.map((i) => {
      const [x, y, side] = boxes[i];
      // Half a texel within the cell, so that linear filtering does not mix neighbours.
      return [(x + 0.5) / width, (y + 0.5) / height, (side - 1) / width, (side - 1) / height];
    }),
    pictures: {
      baseColor: draw(alpha ? 4 : 3, [255, 255, 255, 255], ({ baseColor, color }) =>
        baseColor ? baseColor : [255, 255, 255, Math.round(255 * (color?.[3] ?? 1))],
      ),
      normal: distinct.some(({ normal }) => normal) ? draw(3, [128, 128, 255], ({ normal }) => normal) : undefined,
      orm: draw(3, [255, 255, 0], (surface) => surface.orm ?? roughness(surface)),
    },
  };
}

/** Texture coordinates brought to a place of the atlas. */
export function placedUvs(uvs: Float32Array, [x, y, width, height]: Place): Float32Array {
  const within = (value: number) => Math.min(1, Math.max(0, value));
  return uvs.map((value, i) => (i % 2 === 0 ? x + width * within(value) : y + height * within(value)));
}

function looksLike(a: Surface, b: Surface): boolean {
  return (
    a.baseColor === b.baseColor &&
    a.normal === b.normal &&
    a.orm === b.orm &&
    a.roughness === b.roughness &&
    a.metallic === b.metallic &&
    a.color?.[3] === b.color?.[3]
  );
}

/** Fills an array with a few values, over and over. */
function fillWith(data: Uint8Array, values: number[]): void {
  data.set(values);
  for (let done = values.length; done < data.length; done *= 2) data.copyWithin(done, 0, done);
}

/** Fills a square of the atlas with a constant, or with a picture brought to its size by area means. */
function fillBox(out: Picture, [left, top, side]: [number, number, number], what: Picture | number[]): void {
  const { channels, width, data } = out;
  if (!Array.isArray(what)) {
    shrink(what, side, out, channels * (top * width + left));
    return;
  }
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = channels * ((top + y) * width + left + x);
      for (let k = 0; k < channels; k++) data[at + k] = what[k];
    }
  }
}

/** Writes a picture at `side`² texels, the means of what each covers, from `first` on; colours weigh with their alpha. */
function shrink({ width, height, data, channels }: Picture, side: number, out: Picture, first: number): void {
  /** Where the texels of a row or column begin, and where the last of them ends. */
  const begins = (size: number) => Int32Array.from({ length: side + 1 }, (_, i) => Math.floor((i * size) / side));
  const [columns, rows] = [begins(width), begins(height)];
  const isKept = width === side && height === side && channels === out.channels;
  for (let y = 0; y < side; y++) {
    const begin = first + out.channels * y * out.width;
    if (isKept) {
      out.data.set(data.subarray(channels * y * width, channels * (y + 1) * width), begin);
      continue;
    }
    const low = Math.max(rows[y] + 1, rows[y + 1]);
    for (let x = 0; x < side; x++) {
      const right = Math.max(columns[x] + 1, columns[x + 1]);
      let r = 0;
      let g = 0;
      let b = 0;
      let a = 0;
      let weight = 0;
      for (let v = rows[y]; v < low; v++) {
        for (let u = columns[x]; u < right; u++) {
          const from = channels * (v * width + u);
          const alpha = channels === 4 ? data[from + 3] : 255;
          const share = channels === 4 ? alpha + 1e-3 : 1;
          r += share * data[from];
          g += share * data[from + 1];
          b += share * data[from + 2];
          a += alpha;
          weight += share;
        }
      }
      const at = begin + out.channels * x;
      out.data[at] = Math.round(r / weight);
      out.data[at + 1] = Math.round(g / weight);
      out.data[at + 2] = Math.round(b / weight);
      if (out.channels === 4) out.data[at + 3] = Math.round(a / ((low - rows[y]) * (right - columns[x])));
    }
  }
}
