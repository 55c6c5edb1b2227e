import { CAMERA_DEFAULTS, type Camera } from "./camera.ts";

/** Number of landmarks: MediaPipe's 468 face-mesh points, then pupil and iris of the right and of the left eye. */
export const LANDMARK_COUNT = 478;

/** Contours in drawing order (later ones overwrite): chains of landmark ids, RGB 0..255. MediaPipe's FACEMESH_* sets. */
export const CONTOURS: { name: string; color: [number, number, number]; chains: number[][] }[] = [
  {
    name: "faceOval",
    color: [10, 200, 10],
    chains: [
      [
        10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
        150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109, 10,
      ],
    ],
  },
  {
    name: "lips",
    color: [10, 180, 10],
    chains: [
      [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291],
      [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291],
      [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308],
      [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308],
    ],
  },
  {
    name: "rightEye",
    color: [10, 200, 180],
    chains: [
      [33, 7, 163, 144, 145, 153, 154, 155, 133],
      [33, 246, 161, 160, 159, 158, 157, 173, 133],
    ],
  },
  {
    name: "rightBrow",
    color: [10, 220, 180],
    chains: [
      [46, 53, 52, 65, 55],
      [70, 63, 105, 66, 107],
    ],
  },
  { name: "rightIris", color: [10, 200, 250], chains: [[469, 470, 471, 472, 469]] },
  {
    name: "leftEye",
    color: [180, 200, 10],
    chains: [
      [263, 249, 390, 373, 374, 380, 381, 382, 362],
      [263, 466, 388, 387, 386, 385, 384, 398, 362],
    ],
  },
  {
    name: "leftBrow",
    color: [180, 220, 10],
    chains: [
      [276, 283, 282, 295, 285],
      [300, 293, 334, 296, 336],
    ],
  },
  { name: "leftIris", color: [250, 200, 10], chains: [[474, 475, 476, 477, 474]] },
];

/** Pupils: landmark id and RGB 0..255. */
export const PUPILS: { name: string; point: number; color: [number, number, number] }[] = [
  { name: "rightPupil", point: 468, color: [10, 200, 250] },
  { name: "leftPupil", point: 473, color: [250, 200, 10] },
];

/**
 * Draws the landmark map that conditions the prior (HeadArtist, section 3.2): contours 2 px wide (every pixel whose
 * centre lies within 1 px of a segment), pupils as 4×4 squares, nothing hidden; beyond ±90° azimuth the oval alone.
 * `assets/starter/training/landmarks.py` draws the same pixels for training.
 * @param landmarks [478, 3] in head space. @param size pixels of the square image.
 * @returns [size, size, 3] in [0, 1] on black.
 */
export function drawLandmarks(landmarks: Float32Array, camera: Camera, size: number): Float32Array<ArrayBuffer> {
  if (landmarks.length !== LANDMARK_COUNT * 3) {
    throw new Error(`${LANDMARK_COUNT} landmarks are needed, these are ${landmarks.length / 3}`);
  }
  const pixels = projectToPixels(landmarks, camera, size);
  const image = new Float32Array(size * size * 3);
  const behind = Math.cos((camera.azimuth * Math.PI) / 180) < 0;
  for (const { color, chains } of behind ? CONTOURS.slice(0, 1) : CONTOURS) {
    for (const chain of chains) {
      for (let i = 1; i < chain.length; i++) drawSegment(image, size, pixels, chain[i - 1], chain[i], color);
    }
  }
  if (!behind) for (const { point, color } of PUPILS) drawSquare(image, size, pixels, point, color);
  return image;
}

/** @returns pixel coordinates u, v of each point [N, 2]. */
function projectToPixels(points: Float32Array, camera: Camera, size: number) {
  const { azimuth, elevation, fov, distance, target } = { ...CAMERA_DEFAULTS, ...camera };
  const a = (azimuth * Math.PI) / 180;
  const e = (elevation * Math.PI) / 180;
  const [sa, ca, se, ce] = [Math.sin(a), Math.cos(a), Math.sin(e), Math.cos(e)];
  const f = 1 / Math.tan((fov * Math.PI) / 360);
  const out = new Float64Array((points.length / 3) * 2);
  for (let i = 0; i < points.length / 3; i++) {
    const x = points[i * 3] - target[0];
    const y = points[i * 3 + 1] - target[1];
    const z = points[i * 3 + 2] - target[2];
    const depth = distance - (x * sa * ce + y * se + z * ca * ce);
    out[i * 2] = (0.5 + (0.5 * f * (x * ca - z * sa)) / depth) * size;
    out[i * 2 + 1] = (0.5 - (0.5 * f * (y * ce - x * sa * se - z * ca * se)) / depth) * size;
  }
  return out;
}

function drawSegment(image: Float32Array, size: number, at: Float64Array, from: number, to: number, color: number[]) {
  const [ax, ay, bx, by] = [at[from * 2], at[from * 2 + 1], at[to * 2], at[to * 2 + 1]];
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const left = Math.max(0, Math.floor(Math.min(ax, bx) - 1.5));
  const right = Math.min(size - 1, Math.floor(Math.max(ax, bx) + 1.5));
  const bottom = Math.min(size - 1, Math.floor(Math.max(ay, by) + 1.5));
  for (let y = Math.max(0, Math.floor(Math.min(ay, by) - 1.5)); y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const px = x + 0.5 - ax;
      const py = y + 0.5 - ay;
      const t = length > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0;
      const ex = px - t * dx;
      const ey = py - t * dy;
      if (ex * ex + ey * ey <= 1) paint(image, (y * size + x) * 3, color);
    }
  }
}

function drawSquare(image: Float32Array, size: number, at: Float64Array, point: number, color: number[]) {
  const left = Math.floor(at[point * 2] + 0.5) - 2;
  const top = Math.floor(at[point * 2 + 1] + 0.5) - 2;
  for (let y = Math.max(0, top); y < Math.min(size, top + 4); y++) {
    for (let x = Math.max(0, left); x < Math.min(size, left + 4); x++) paint(image, (y * size + x) * 3, color);
  }
}

function paint(image: Float32Array, pixel: number, [r, g, b]: number[]) {
  image[pixel] = r / 255;
  image[pixel + 1] = g / 255;
  image[pixel + 2] = b / 255;
}
