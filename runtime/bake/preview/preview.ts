import { castShadows } from "../textures/cast-shadows.ts";
import { shadeStudio } from "./shade.ts";
import { BOXES, backdrop } from "./studio.ts";
import { mix, type Surface, type SurfaceSamples } from "./surfaces.ts";
import { cameraAxes, traceView, type View, type ViewHits } from "./trace-views.ts";

export interface PreviewOptions {
  /** Side of each of the sheet's pictures in pixels. */
  size: number;
  /** Degrees of each column's camera around the head: front, three-quarter, side, back. */
  azimuths: number[];
  elevation: number;
  fov: number;
  /** The ball that a picture shows, in place of all that there is. */
  focus?: { center: [number, number, number]; radius: number };
  /** Samples a pixel along each axis. */
  supersample: number;
  /** Draw the row of camera-space normals below the colours. */
  normals: boolean;
  /** False shows the surface's own colours, only a little darker where it turns away: for maps of values. */
  lit: boolean;
}

const PREVIEW_DEFAULTS: PreviewOptions = {
  size: 384,
  azimuths: [0, 45, 90, 180],
  elevation: 4,
  fov: 26,
  supersample: 2,
  normals: true,
  lit: true,
};

/** 8-bit RGB, rows from the top. */
export interface Sheet {
  rgb: Uint8Array;
  width: number;
  height: number;
}

/** What one of a sheet's cameras sees of a mesh, and where the key light reaches it: all that needs no pictures but alpha. */
export interface TracedView {
  hits: ViewHits;
  camera: Omit<View, "azimuth">;
  /** Share of the key light that arrives at each hit; undefined in a sheet without light. */
  keyLit?: Float32Array;
}

/** Looks at a mesh with each of a sheet's cameras, which are set back until the whole of it fits. */
export function traceSheet(mesh: Surface["mesh"], options: Partial<PreviewOptions> = {}): TracedView[] {
  const settings = { ...PREVIEW_DEFAULTS, ...options };
  const { size, azimuths, supersample, lit } = settings;
  const camera = frameSurface(mesh.positions, settings);
  return azimuths.map((azimuth) => {
    const hits = traceView(mesh, { ...camera, azimuth }, size * supersample);
    if (!lit) return { hits, camera };
    const points = mix(mesh.positions, 3, mesh.indices, hits.triangle, hits.weights);
    const key = [0, 1, 2].map((k) => BOXES[0].direction.reduce((sum, part, row) => sum + part * hits.axes[row][k], 0));
    return { hits, camera, keyLit: castShadows(mesh, points, key, camera.target) };
  });
}

/**
 * A turntable sheet: one column a camera; shaded colour above, camera-space normals (n·0.5+0.5) below. The studio travels with the
 * camera, so that every view is lit alike.
 * @param traced what {@link traceSheet} said of the same mesh and options, where that is known.
 */
export async function renderPreview(
  surface: Surface,
  options: Partial<PreviewOptions> = {},
  traced = traceSheet(surface.mesh, options),
): Promise<Sheet> {
  const { size, azimuths, supersample, normals } = { ...PREVIEW_DEFAULTS, ...options };
  const width = size * azimuths.length;
  const height = size * (normals ? 2 : 1);
  const rgb = new Uint8Array(3 * width * height);
  for (const [column, { hits, camera, keyLit }] of traced.entries()) {
    const samples = await surface.sample(hits.triangle, hits.weights, hits.spacing);
    turnCards(surface.mesh, hits, samples.normals, camera);
    const paint = (pixels: Float32Array, row: number) => {
      const scale = 255 / supersample ** 2;
      for (let y = 0; y < size; y++) {
        const line = 3 * ((row * size + y) * width + column * size);
        for (let i = 0; i < 3 * size; i++) {
          const c = i % 3;
          let sum = 0;
          for (let dy = 0; dy < supersample; dy++) {
            const first = 3 * ((y * supersample + dy) * hits.size) + supersample * (i - c) + c;
            for (let dx = 0; dx < supersample; dx++) sum += pixels[first + 3 * dx];
          }
          rgb[line + i] = Math.round(scale * sum);
        }
      }
    };
    if (normals) paint(cameraNormals(hits, samples.normals), 1);
    paint(keyLit ? shadeStudio(hits, samples, keyLit) : plain(hits, samples), 0);
  }
  return { rgb, width, height };
}

/** Below this height shoulders may run out of the picture, as in any portrait. */
const SHOULDERS = -0.66;
/** How far from what it looks at a camera with a focus stands, units. */
const AWAY = 2.8;

/**
 * Target and distance from which every azimuth sees the whole head: hats, horns and hair included, and of the bust as
 * much as fits beside a margin.
 */
function frameSurface(
  positions: Float32Array,
  { azimuths, elevation, fov, focus }: PreviewOptions,
): Omit<View, "azimuth"> {
  // A long lens: what is small on a face is not bent by coming near.
  if (focus)
    return {
      elevation,
      fov: (2 * Math.atan(focus.radius / AWAY) * 180) / Math.PI,
      distance: AWAY,
      target: focus.center,
    };
  let [bottom, top] = [Infinity, -Infinity];
  for (let i = 1; i < positions.length; i += 3) {
    bottom = Math.min(bottom, positions[i]);
    top = Math.max(top, positions[i]);
  }
  const target = [0, (Math.max(bottom, -0.85) + top) / 2, 0];
  const focal = 1.06 / Math.tan((fov * Math.PI) / 360);
  let distance = 0;
  for (const azimuth of azimuths) {
    const [right, up, forward] = cameraAxes({ azimuth, elevation });
    for (let i = 0; i < positions.length; i += 3) {
      if (positions[i + 1] < SHOULDERS) continue;
      const dx = positions[i] - target[0];
      const dy = positions[i + 1] - target[1];
      const dz = positions[i + 2] - target[2];
      const x = right[0] * dx + right[1] * dy + right[2] * dz;
      const y = up[0] * dx + up[1] * dy + up[2] * dz;
      const z = forward[0] * dx + forward[1] * dy + forward[2] * dz;
      distance = Math.max(distance, Math.max(Math.abs(x), Math.abs(y)) * focal + z);
    }
  }
  return { elevation, fov, distance, target };
}

/** Cards that show their back are lit as their front would be there, as glTF has it of double-sided materials. */
function turnCards(
  { positions, indices, cutout }: Surface["mesh"],
  { triangle, axes }: ViewHits,
  normals: Float32Array,
  { target, distance }: Omit<View, "azimuth">,
): void {
  if (!cutout) return;
  const eye = target.map((t, c) => t + distance * axes[2][c]);
  for (let i = 0; i < triangle.length; i++) {
    if (triangle[i] < cutout.from) continue;
    const a = 3 * indices[3 * triangle[i]];
    const b = 3 * indices[3 * triangle[i] + 1];
    const c = 3 * indices[3 * triangle[i] + 2];
    const ax = positions[a];
    const ay = positions[a + 1];
    const az = positions[a + 2];
    const px = positions[b] - ax;
    const py = positions[b + 1] - ay;
    const pz = positions[b + 2] - az;
    const qx = positions[c] - ax;
    const qy = positions[c + 1] - ay;
    const qz = positions[c + 2] - az;
    const face =
      (py * qz - pz * qy) * (eye[0] - ax) + (pz * qx - px * qz) * (eye[1] - ay) + (px * qy - py * qx) * (eye[2] - az);
    if (face < 0) for (let k = 3 * i; k < 3 * i + 3; k++) normals[k] = -normals[k];
  }
}

function cameraNormals({ size, at, axes }: ViewHits, normals: Float32Array): Float32Array {
  const pixels = new Float32Array(3 * size * size).fill(0.5);
  for (let c = 0; c < 3; c++) {
    const [ax, ay, az] = axes[c];
    for (let i = 0; i < at.length; i++)
      pixels[3 * at[i] + c] = 0.5 + 0.5 * (ax * normals[3 * i] + ay * normals[3 * i + 1] + az * normals[3 * i + 2]);
  }
  return pixels;
}

function plain({ size, at, axes }: ViewHits, { colors, normals }: SurfaceSamples): Float32Array {
  const pixels = backdrop(size);
  for (let i = 0; i < at.length; i++) {
    const facing = axes[2].reduce((sum, part, k) => sum + part * normals[3 * i + k], 0);
    for (let c = 0; c < 3; c++) pixels[3 * at[i] + c] = colors[3 * i + c] * (0.7 + 0.3 * Math.max(0, facing));
  }
  return pixels;
}
