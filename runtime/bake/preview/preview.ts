import { toLinear, toSrgb } from "../../head/surfaces/color.ts";
import { castShadows } from "../textures/cast-shadows.ts";
import { mix, type Surface, type SurfaceSamples } from "./surfaces.ts";
import { cameraAxes, traceView, type View, type ViewHits } from "./trace-views.ts";

export interface PreviewOptions {
  /** Side of each of the sheet's pictures in pixels. */
  size: number;
  /** Degrees of each column's camera around the head: front, three-quarter, side, back. */
  azimuths: number[];
  elevation: number;
  fov: number;
  /** Samples a pixel along each axis. */
  supersample: number;
  /** Draw the row of camera-space normals below the colours. */
  normals: boolean;
  /** False shows the surface's own colours, only a little darker where it turns away: for maps of values. */
  lit: boolean;
}

export const PREVIEW_DEFAULTS: PreviewOptions = {
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

/**
 * A turntable sheet: one column a camera; shaded colour above, camera-space normals (n·0.5+0.5) below. The camera is set
 * back until the whole surface fits. Key, fill and rim light travel with the camera, so that every view is lit alike.
 */
export async function renderPreview(surface: Surface, options: Partial<PreviewOptions> = {}): Promise<Sheet> {
  const settings = { ...PREVIEW_DEFAULTS, ...options };
  const { size, azimuths, supersample, normals } = settings;
  const width = size * azimuths.length;
  const height = size * (normals ? 2 : 1);
  const rgb = new Uint8Array(3 * width * height);
  const frame = frameSurface(surface.mesh.positions, settings);
  for (let column = 0; column < azimuths.length; column++) {
    const hits = traceView(surface.mesh, { ...frame, azimuth: azimuths[column] }, size * supersample);
    const samples = await surface.sample(hits.triangle, hits.weights);
    turnCards(surface.mesh, hits, samples.normals, frame);
    const paint = (pixels: Float32Array, row: number) => {
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++)
          for (let c = 0; c < 3; c++) {
            let sum = 0;
            for (let dy = 0; dy < supersample; dy++)
              for (let dx = 0; dx < supersample; dx++)
                sum += pixels[3 * ((y * supersample + dy) * hits.size + x * supersample + dx) + c];
            rgb[3 * ((row * size + y) * width + column * size + x) + c] = Math.round((255 * sum) / supersample ** 2);
          }
    };
    if (normals) paint(cameraNormals(hits, samples.normals), 1);
    if (!settings.lit) {
      paint(plain(hits, samples), 0);
      continue;
    }
    const points = mix(surface.mesh.positions, 3, surface.mesh.indices, hits.triangle, hits.weights);
    const key = [0, 1, 2].map((k) => LIGHTS[0].direction.reduce((sum, part, row) => sum + part * hits.axes[row][k], 0));
    const lit = castShadows(surface.mesh, points, key, frame.target);
    paint(shade(hits, samples, lit), 0);
  }
  return { rgb, width, height };
}

/** Below this height shoulders may run out of the picture, as in any portrait. */
const SHOULDERS = -0.66;

/**
 * Target and distance from which every azimuth sees the whole head: hats, horns and hair included, and of the bust as
 * much as fits beside a margin.
 */
function frameSurface(positions: Float32Array, { azimuths, elevation, fov }: PreviewOptions): Omit<View, "azimuth"> {
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
      const [dx, dy, dz] = [positions[i] - target[0], positions[i + 1] - target[1], positions[i + 2] - target[2]];
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
    const [a, b, c] = [0, 1, 2].map((k) => positions.subarray(3 * indices[3 * triangle[i] + k]));
    const [px, py, pz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
    const [qx, qy, qz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
    const face =
      (py * qz - pz * qy) * (eye[0] - a[0]) +
      (pz * qx - px * qz) * (eye[1] - a[1]) +
      (px * qy - py * qx) * (eye[2] - a[2]);
    if (face < 0) for (let k = 3 * i; k < 3 * i + 3; k++) normals[k] = -normals[k];
  }
}

function cameraNormals({ size, at, axes }: ViewHits, normals: Float32Array): Float32Array {
  const pixels = new Float32Array(3 * size * size).fill(0.5);
  for (let i = 0; i < at.length; i++)
    for (let c = 0; c < 3; c++) {
      const [ax, ay, az] = axes[c];
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

/** Directions in camera space (right, up, towards the eye), unit; linear RGB; `wrap` softens the terminator. */
const LIGHTS = [
  { direction: [-0.56, 0.5, 0.66], color: [2.75, 2.6, 2.4], wrap: 0.08 },
  { direction: [0.8, 0.12, 0.588], color: [0.42, 0.48, 0.58], wrap: 0.4 },
  { direction: [0.55, 0.45, -0.703], color: [1.9, 1.95, 2.1], wrap: 0 },
];
const SKY = [0.44, 0.47, 0.53];
const GROUND = [0.2, 0.18, 0.16];

/**
 * Lambert and Blinn–Phong by light, hemispheric ambient under occlusion, a filmic shoulder. The key light casts shadows
 * (`keyLit`). Answers display values over the backdrop.
 */
function shade({ size, at, axes }: ViewHits, samples: SurfaceSamples, keyLit: Float32Array): Float32Array {
  const pixels = backdrop(size);
  const lights = LIGHTS.map(({ direction: [x, y, z], color, wrap }) => {
    const half = Math.hypot(x, y, z + 1);
    return { x, y, z, hx: x / half, hy: y / half, hz: (z + 1) / half, color, wrap };
  });
  const linear = Float32Array.from({ length: 1024 }, (_, i) => toLinear(i / 1023));
  const display = Float32Array.from({ length: 1024 }, (_, i) => toSrgb(i / 1023));
  const [right, up, forward] = axes;
  const diffuse = [0, 0, 0];
  const lobe = [0, 0, 0];
  const room = [0, 0, 0];
  for (let i = 0; i < at.length; i++) {
    const wx = samples.normals[3 * i];
    const wy = samples.normals[3 * i + 1];
    const wz = samples.normals[3 * i + 2];
    const nx = right[0] * wx + right[1] * wy + right[2] * wz;
    const ny = up[0] * wx + up[1] * wy + up[2] * wz;
    const nz = forward[0] * wx + forward[1] * wy + forward[2] * wz;
    const open = samples.occlusion[i];
    const metallic = samples.metallic[i];
    const rough = Math.max(0.2, samples.roughness[i]);
    const shine = 2 / rough ** 4 - 2;
    const fresnel = 0.04 + 0.3 * (1 - Math.max(0, nz)) ** 5;
    const height = 0.5 + 0.5 * ny;
    // What a metal mirrors: a bright ceiling over a dark floor, the border between them as blurred as the metal is rough.
    const mirrored = Math.min(1, Math.max(0, 0.5 + (2 * nz * ny - 0.15) / (0.3 + 1.5 * rough)));
    for (let c = 0; c < 3; c++) {
      room[c] = 1.5 * SKY[c] * mirrored + 0.25 * GROUND[c] * (1 - mirrored);
      diffuse[c] = (SKY[c] * height + GROUND[c] * (1 - height)) * open;
      lobe[c] = diffuse[c] * (1 - rough);
    }
    for (let l = 0; l < lights.length; l++) {
      const { x, y, z, hx, hy, hz, color, wrap } = lights[l];
      const cosine = (nx * x + ny * y + nz * z + wrap) / (1 + wrap);
      if (cosine <= 0) continue;
      const reaching = (cosine * (l === 0 ? keyLit[i] : 0.4 + 0.6 * open)) / Math.PI;
      const gloss = ((shine + 8) / 8) * Math.max(0, nx * hx + ny * hy + nz * hz) ** shine * reaching;
      for (let c = 0; c < 3; c++) {
        diffuse[c] += reaching * color[c];
        lobe[c] += gloss * color[c];
      }
    }
    for (let c = 0; c < 3; c++) {
      const albedo = linear[Math.round(1023 * Math.min(1, Math.max(0, samples.colors[3 * i + c])))];
      const mirror = 0.4 * lobe[c] + room[c] * open + 0.3 * diffuse[c];
      const light = (1 - metallic) * (albedo * diffuse[c] + fresnel * lobe[c]) + metallic * albedo * mirror;
      pixels[3 * at[i] + c] = display[Math.round(1023 * filmic(1.15 * light))];
    }
  }
  return pixels;
}

/** A quiet studio wall: warm grey, lighter behind the head. */
function backdrop(size: number): Float32Array {
  const pixels = new Float32Array(3 * size * size);
  for (let p = 0; p < size * size; p++) {
    const x = ((p % size) + 0.5) / size - 0.5;
    const y = (Math.floor(p / size) + 0.5) / size - 0.45;
    const glow = Math.exp(-3 * (x * x + y * y));
    pixels[3 * p] = 0.17 + 0.2 * glow;
    pixels[3 * p + 1] = 0.165 + 0.19 * glow;
    pixels[3 * p + 2] = 0.17 + 0.185 * glow;
  }
  return pixels;
}

/** Straight up to 0.6, then a shoulder that reaches 1 only for endless light. */
function filmic(c: number): number {
  return c < 0.6 ? c : 1 - 0.4 * Math.exp(-(c - 0.6) / 0.4);
}
