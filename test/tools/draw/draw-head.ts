import type { LayeredHead } from "../../../runtime/head/layers/types.ts";
import { type Prepared, prepareLayer } from "./prepare-layer.ts";
import { axesTowards, emptyHits, type Hits, lookFrom, project, rasterise, type Viewpoint } from "./raster.ts";
import { dot, LIGHTS, type Point, shadePoint, toDisplay, unit } from "./shade.ts";

export interface View {
  /** Degrees around the head, 0 is its front, and above its eyes. */
  azimuth: number;
  elevation: number;
  fov: number;
  distance: number;
  /** In head space. */
  target: [number, number, number];
}

/** The usual three of a contact sheet. */
export const VIEWS: Record<string, View> = {
  front: { azimuth: 0, elevation: 3, fov: 30, distance: 3.4, target: [0, -0.12, 0] },
  threeQuarter: { azimuth: 38, elevation: 6, fov: 30, distance: 3.4, target: [0, -0.12, 0] },
  side: { azimuth: 90, elevation: 3, fov: 30, distance: 3.4, target: [0, -0.12, 0] },
  back: { azimuth: 180, elevation: 3, fov: 30, distance: 3.4, target: [0, -0.12, 0] },
  closeUp: { azimuth: -14, elevation: 2, fov: 16, distance: 2.9, target: [0, -0.14, 0.45] },
  eyes: { azimuth: -12, elevation: 2, fov: 14, distance: 2.6, target: [0, 0, 0.4] },
  ear: { azimuth: 75, elevation: 2, fov: 9, distance: 2.9, target: [0.3, -0.12, -0.05] },
  mouth: { azimuth: -12, elevation: 0, fov: 8.5, distance: 2.6, target: [0, -0.43, 0.45] },
};

export interface DrawOptions {
  view: View;
  /** Weights of targets by name. */
  expression: Record<string, number>;
  /** Level of every layer, or the coarsest that it has. */
  level: number;
  /** Side of the picture in pixels, and samples a pixel along each axis. */
  size: number;
  supersample: number;
  /** Linear colours of the backdrop, above and below. */
  backdrop: [number[], number[]];
}

const DRAW_DEFAULTS: DrawOptions = {
  view: VIEWS.front,
  expression: {},
  level: 0,
  size: 1024,
  supersample: 2,
  backdrop: [
    [0.28, 0.29, 0.31],
    [0.13, 0.13, 0.14],
  ],
};

const SHADOW_SIZE = 1024;
const SHADOW_BIAS = 0.012;
const OWN_BIAS = 0.02;
/** Twice the area of a triangle in its picture below which it is a line: less than a fifteenth of a step of parts' texture coordinates squared. */
const LEAST_AREA = 1e-6;

/** Draws a layered head with its surfaces: key, fill and rim light with shadows, a room around. @returns RGB, rows from above. */
export function drawHead(head: LayeredHead, options: Partial<DrawOptions> = {}): { data: Uint8Array; size: number } {
  const settings = { ...DRAW_DEFAULTS, ...options };
  const { view, size, supersample, backdrop } = settings;
  const layers = head.layers
    .filter(({ levels }) => levels.length > 0)
    .map((layer) => prepareLayer(layer, settings.level, settings.expression))
    .filter(({ triangles }) => triangles.length > 0);
  const camera = lookFrom(view.azimuth, view.elevation, view.distance, view.fov, view.target);
  const fine = size * supersample;
  const solid = emptyHits(fine);
  for (const [i, layer] of layers.entries()) if (!layer.layer.surface.blend) rasterise(solid, i, layer, camera);
  const clear = emptyHits(fine);
  clear.depth.set(solid.depth);
  for (const [i, layer] of layers.entries()) if (layer.layer.surface.blend) rasterise(clear, i, layer, camera);

  const lights = LIGHTS.map(({ direction, color }) => ({ direction: toWorld(direction, camera), color, lit: 1 }));
  const shadows = lights.map(({ direction }) => drawShadow(layers, direction));
  const linear = new Float32Array(3 * fine * fine);
  for (let y = 0; y < fine; y++) {
    const share = y / fine;
    for (let x = 0; x < fine; x++) {
      const at = y * fine + x;
      for (let c = 0; c < 3; c++) linear[3 * at + c] = backdrop[0][c] + (backdrop[1][c] - backdrop[0][c]) * share;
      for (const hits of [solid, clear]) {
        if (hits.triangle[at] < 0) continue;
        const prepared = layers[hits.layer[at]];
        const point = pointAt(prepared, hits, at, camera);
        const card = prepared.layer.surface.alphaCutoff !== undefined;
        for (const [i, light] of lights.entries()) light.lit = shadows[i](point.place, card);
        const colour = shadePoint(prepared.layer.surface, point, lights);
        const alpha = prepared.layer.surface.blend ? colour[3] : 1;
        for (let c = 0; c < 3; c++) linear[3 * at + c] += alpha * (colour[c] - linear[3 * at + c]);
      }
    }
  }
  return { data: resolve(linear, size, supersample), size };
}

function toWorld(direction: number[], { axes }: Viewpoint): number[] {
  return unit([0, 1, 2].map((c) => direction.reduce((sum, part, row) => sum + part * axes[row][c], 0)));
}

/** Share of a light, 0..1, that reaches a place. */
function drawShadow(layers: Prepared[], direction: number[]): (place: number[], card: boolean) => number {
  const light: Viewpoint = {
    axes: axesTowards(direction),
    eye: [0, -0.15, 0],
    focal: 0,
    extent: 1.15,
  };
  const hits = emptyHits(SHADOW_SIZE);
  for (const [i, layer] of layers.entries()) {
    if (!layer.layer.surface.blend) rasterise(hits, i, { ...layer, doubleSided: true }, light);
  }
  const place32 = new Float32Array(3);
  return (place, card) => {
    place32.set(place);
    const [x, y, z] = project(place32, light, SHADOW_SIZE);
    let lit = 0;
    let taps = 0;
    for (let dy = -2; dy <= 2; dy++) {
      for (let dx = -2; dx <= 2; dx++) {
        const [px, py] = [Math.floor(x + dx * 1.2), Math.floor(y + dy * 1.2)];
        if (px < 0 || py < 0 || px >= SHADOW_SIZE || py >= SHADOW_SIZE) continue;
        taps++;
        const gap = hits.depth[py * SHADOW_SIZE + px] - z;
        lit += 1 - Math.min(1, Math.max(0, (gap - SHADOW_BIAS) / (card ? 2 * OWN_BIAS : OWN_BIAS)));
      }
    }
    return taps ? lit / taps : 1;
  };
}

function pointAt(prepared: Prepared, hits: Hits, at: number, camera: Viewpoint): Point & { place: number[] } {
  const { positions, normals, uvs, triangles, layer, colors } = prepared;
  const t = 3 * hits.triangle[at];
  const [a, b, c] = [triangles[t], triangles[t + 1], triangles[t + 2]];
  const weights = [1 - hits.second[at] - hits.third[at], hits.second[at], hits.third[at]];
  const mix = (from: Float32Array, width: number, k: number) =>
    weights[0] * from[width * a + k] + weights[1] * from[width * b + k] + weights[2] * from[width * c + k];
  const place = [mix(positions, 3, 0), mix(positions, 3, 1), mix(positions, 3, 2)];
  const view = unit(camera.eye.map((x, k) => x - place[k]));
  let normal = unit([mix(normals, 3, 0), mix(normals, 3, 1), mix(normals, 3, 2)]);
  const e1 = [0, 1, 2].map((k) => positions[3 * b + k] - positions[3 * a + k]);
  const e2 = [0, 1, 2].map((k) => positions[3 * c + k] - positions[3 * a + k]);
  const face = [e1[1] * e2[2] - e1[2] * e2[1], e1[2] * e2[0] - e1[0] * e2[2], e1[0] * e2[1] - e1[1] * e2[0]];
  if (layer.surface.doubleSided && dot(face, view) < 0) normal = normal.map((x) => -x);
  const [du1, dv1, du2, dv2] = [
    uvs[2 * b] - uvs[2 * a],
    uvs[2 * b + 1] - uvs[2 * a + 1],
    uvs[2 * c] - uvs[2 * a],
    uvs[2 * c + 1] - uvs[2 * a + 1],
  ];
  const area = du1 * dv2 - du2 * dv1;
  // A triangle that shows one line of its picture has no directions in it.
  const flat = Math.abs(area) < LEAST_AREA;
  const turn = Math.sign(area);
  return {
    place,
    normal,
    tangent: flat ? undefined : e1.map((x, k) => turn * (x * dv2 - e2[k] * dv1)),
    bitangent: flat ? undefined : e1.map((x, k) => turn * (e2[k] * du1 - x * du2)),
    view,
    u: mix(uvs, 2, 0),
    v: mix(uvs, 2, 1),
    tint: colors && [0, 1, 2].map((k) => mix(colors, 3, k)),
    skin: layer.name === "Skin" && (layer.surface.metallic ?? 0) === 0,
  };
}

function resolve(linear: Float32Array, size: number, supersample: number): Uint8Array {
  const data = new Uint8Array(3 * size * size);
  const fine = size * supersample;
  const color = [0, 0, 0];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const sum = [0, 0, 0];
      for (let dy = 0; dy < supersample; dy++) {
        for (let dx = 0; dx < supersample; dx++) {
          const at = 3 * ((y * supersample + dy) * fine + x * supersample + dx);
          for (let c = 0; c < 3; c++) color[c] = linear[at + c];
          toDisplay(color);
          for (let c = 0; c < 3; c++) sum[c] += color[c];
        }
      }
      for (let c = 0; c < 3; c++) data[3 * (y * size + x) + c] = Math.round((255 * sum[c]) / supersample ** 2);
    }
  }
  return data;
}
