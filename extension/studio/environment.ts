import { Constants } from "@babylonjs/core/Engines/constants.js";
import { RawCubeTexture } from "@babylonjs/core/Materials/Textures/rawCubeTexture.js";
import { CubeMapToSphericalPolynomialTools } from "@babylonjs/core/Misc/HighDynamicRange/cubemapToSphericalPolynomial.js";
import { ToHalfFloat } from "@babylonjs/core/Misc/textureTools.js";
import type { Scene } from "@babylonjs/core/scene.js";

/** Soft boxes of a photographer's studio: where they are (unit vector), how narrow (larger is sharper), linear RGB. */
const LAMPS = [
  { at: [0.55, 0.55, 0.63], sharpness: 14, color: [7.5, 7.1, 6.5] },
  { at: [-0.85, 0.15, 0.5], sharpness: 8, color: [1.5, 1.7, 2.0] },
  { at: [0.35, 0.6, -0.72], sharpness: 18, color: [4.5, 4.7, 5.2] },
  { at: [-0.5, 0.5, -0.7], sharpness: 18, color: [2.6, 2.7, 3.0] },
] as const;
const SKY = [0.5, 0.52, 0.56];
const GROUND = [0.16, 0.15, 0.14];

/** Direction of a face's texel in Babylon's cube maps: +x, −x, +y, −y, +z, −z; u and v from −1 to 1, v downwards. */
const FACES: ((u: number, v: number) => [number, number, number])[] = [
  (u, v) => [1, -v, -u],
  (u, v) => [-1, -v, u],
  (u, v) => [u, 1, v],
  (u, v) => [u, -1, -v],
  (u, v) => [u, -v, 1],
  (u, v) => [-u, -v, -1],
];

/** Light for image-based shading, computed: nothing is downloaded. @param size edge of a face in texels. */
export function studioEnvironment(scene: Scene, size = 64): RawCubeTexture {
  const faces = FACES.map((direction) => paintFace(direction, size));
  const halves = faces.map((face) => Uint16Array.from(face, ToHalfFloat));
  const texture = new RawCubeTexture(
    scene,
    halves,
    size,
    Constants.TEXTUREFORMAT_RGBA,
    Constants.TEXTURETYPE_HALF_FLOAT,
    true,
    false,
    Constants.TEXTURE_TRILINEAR_SAMPLINGMODE,
  );
  texture.name = "studio light";
  texture.gammaSpace = false;
  const [right, left, up, down, front, back] = faces;
  texture.sphericalPolynomial = CubeMapToSphericalPolynomialTools.ConvertCubeMapToSphericalPolynomial({
    ...{ size, right, left, up, down, front, back },
    format: Constants.TEXTUREFORMAT_RGBA,
    type: Constants.TEXTURETYPE_FLOAT,
    gammaSpace: false,
  });
  return texture;
}

function paintFace(direction: (typeof FACES)[number], size: number): Float32Array {
  const face = new Float32Array(4 * size * size);
  for (let y = 0, at = 0; y < size; y++)
    for (let x = 0; x < size; x++, at += 4) {
      const [dx, dy, dz] = direction((2 * (x + 0.5)) / size - 1, (2 * (y + 0.5)) / size - 1);
      const length = Math.hypot(dx, dy, dz);
      const height = 0.5 + (0.5 * dy) / length;
      for (let c = 0; c < 3; c++) {
        face[at + c] = GROUND[c] + (SKY[c] - GROUND[c]) * height * height * (3 - 2 * height);
        for (const { at: lamp, sharpness, color } of LAMPS) {
          const cosine = (dx * lamp[0] + dy * lamp[1] + dz * lamp[2]) / length;
          face[at + c] += color[c] * Math.exp(sharpness * (cosine - 1));
        }
      }
      face[at + 3] = 1;
    }
  return face;
}
