import { smoothstep } from "../../../mesh/smoothstep.ts";
import type { LayerMesh } from "../../layers/types.ts";
import { hash3 } from "../noise.ts";

/** Side of the cells that cards are counted in, units, and steps of light through them on its way out. */
const CELL = 0.022;
const STEPS = 5;
/** How much of the light a layer of cards takes that fills a cell's face once. */
const THICK = 0.2;
/** Light in the depth of black hair, and how much cards differ in tone and warmth. */
const DEPTH = 0.3;
const TONES = 0.2;
/** Light hair hands on what it does not swallow: its depth is bright, its cards are alike. */
const HANDED_ON = 0.7;
const WARMTH = 0.1;
/** Cards shorter than the first are all of one tone, from the second on they differ fully, units: short ones side by side would be bricks. */
const VARIED = [0.12, 0.5] as const;

/**
 * What cards of hair need beside their picture: shade in their depth, and a tone of their own for every card, so that one
 * picture does not make one colour.
 * @param albedo luminance of the hair, linear.
 * @returns F32 [V, 3], linear, at most 1, to be multiplied onto the base colour.
 */
export function shadeCards(mesh: LayerMesh, albedo: number): Float32Array {
  const { positions } = mesh;
  const open = openSky(mesh);
  const depth = DEPTH + HANDED_ON * Math.min(1, albedo);
  const cards = cardsOf(mesh);
  const lengths = lengthsOf(mesh, cards);
  const out = new Float32Array(positions.length);
  for (let v = 0; v < open.length; v++) {
    const light = depth + (1 - depth) * open[v];
    const own = smoothstep(...VARIED, lengths[cards[v]]);
    const tone = 1 - own * (1 - albedo * HANDED_ON) * TONES * hash3(cards[v], 3, 7) ** 1.3;
    const warm = own * WARMTH * (1 - 0.8 * Math.min(1, albedo)) * (hash3(cards[v], 5, 1) - 0.5);
    out[3 * v] = Math.min(1, light * tone * (1 + warm));
    out[3 * v + 1] = light * tone * (1 - 0.2 * Math.abs(warm));
    out[3 * v + 2] = Math.min(1, light * tone * (1 - 1.6 * warm) * light ** 0.12);
  }
  return out;
}

/**
 * Share of the light that reaches each vertex from straight outside, 0..1: cards are counted by area in cells, light is swallowed
 * on its way through them (Beer and Lambert). Some ten thousand vertices take milliseconds, which rays do not.
 */
function openSky({ positions, triangles }: LayerMesh): Float32Array {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i++) {
    low[i % 3] = Math.min(low[i % 3], positions[i]);
    high[i % 3] = Math.max(high[i % 3], positions[i]);
  }
  const [nx, ny, nz] = low.map((value, c) => Math.ceil((high[c] - value) / CELL) + 2);
  const fill = new Float32Array(nx * ny * nz);
  const at = (x: number, y: number, z: number, share = 0): number => {
    const u = (x - low[0]) / CELL + 0.5;
    const v = (y - low[1]) / CELL + 0.5;
    const w = (z - low[2]) / CELL + 0.5;
    const i = Math.floor(u);
    const j = Math.floor(v);
    const k = Math.floor(w);
    if (i < 0 || j < 0 || k < 0 || i >= nx - 1 || j >= ny - 1 || k >= nz - 1) return 0;
    let sum = 0;
    for (let corner = 0; corner < 8; corner++) {
      const a = corner & 1;
      const b = (corner >> 1) & 1;
      const c = corner >> 2;
      const weight = (a ? u - i : 1 - u + i) * (b ? v - j : 1 - v + j) * (c ? w - k : 1 - w + k);
      const cell = i + a + nx * (j + b + ny * (k + c));
      if (share) fill[cell] += weight * share;
      sum += weight * fill[cell];
    }
    return sum;
  };
  const [e, f, sixth] = [new Float64Array(3), new Float64Array(3), new Float64Array(3)];
  for (let t = 0; t < triangles.length; t += 3) {
    const a = 3 * triangles[t];
    const b = 3 * triangles[t + 1];
    const c = 3 * triangles[t + 2];
    for (let k = 0; k < 3; k++) {
      e[k] = positions[b + k] - positions[a + k];
      f[k] = positions[c + k] - positions[a + k];
      sixth[k] = (positions[a + k] + positions[b + k] + positions[c + k]) / 6;
    }
    const area = Math.hypot(e[1] * f[2] - e[2] * f[1], e[2] * f[0] - e[0] * f[2], e[0] * f[1] - e[1] * f[0]) / 2;
    for (let corner = t; corner < t + 3; corner++) {
      const p = 3 * triangles[corner];
      const x = positions[p] / 2;
      const y = positions[p + 1] / 2;
      const z = positions[p + 2] / 2;
      at(sixth[0] + x, sixth[1] + y, sixth[2] + z, area / (3 * CELL * CELL));
    }
  }
  const out = new Float32Array(positions.length / 3);
  for (let v = 0; v < out.length; v++) {
    const x = positions[3 * v];
    const y = positions[3 * v + 1];
    const z = positions[3 * v + 2];
    // Away from the middle of the head, and up a little.
    const dx = x;
    const dy = y + 0.1;
    const dz = z + 0.05;
    const step = CELL / (Math.hypot(dx, dy, dz) || 1);
    let layers = 0;
    for (let s = 1; s <= STEPS; s++) layers += at(x + s * step * dx, y + s * step * dy, z + s * step * dz);
    out[v] = Math.exp(-THICK * layers);
  }
  return out;
}

/** Diagonal of the box around each card, units, at its number. */
function lengthsOf({ positions }: LayerMesh, cards: Uint32Array): Float32Array {
  const low = new Float32Array(positions.length).fill(Infinity);
  const high = new Float32Array(positions.length).fill(-Infinity);
  for (let i = 0; i < positions.length; i++) {
    const at = 3 * cards[Math.floor(i / 3)] + (i % 3);
    low[at] = Math.min(low[at], positions[i]);
    high[at] = Math.max(high[at], positions[i]);
  }
  return Float32Array.from(cards, (_, v) =>
    Math.hypot(high[3 * v] - low[3 * v], high[3 * v + 1] - low[3 * v + 1], high[3 * v + 2] - low[3 * v + 2]),
  );
}

/** A number of its card for every vertex: cards share no vertices. */
function cardsOf({ positions, triangles, weld }: LayerMesh): Uint32Array {
  const parent = Uint32Array.from({ length: positions.length / 3 }, (_, v) => weld[v]);
  const root = (v: number): number => {
    while (parent[v] !== v) {
      parent[v] = parent[parent[v]];
      v = parent[v];
    }
    return v;
  };
  for (let t = 0; t < triangles.length; t += 3) {
    const a = root(triangles[t]);
    for (let k = 1; k < 3; k++) parent[root(triangles[t + k])] = a;
  }
  return parent.map((_, v) => root(v));
}
