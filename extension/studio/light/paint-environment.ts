import { Constants } from "@babylonjs/core/Engines/constants.js";
import { RawCubeTexture } from "@babylonjs/core/Materials/Textures/rawCubeTexture.js";
import { CubeMapToSphericalPolynomialTools } from "@babylonjs/core/Misc/HighDynamicRange/cubemapToSphericalPolynomial.js";
import { ToHalfFloat } from "@babylonjs/core/Misc/textureTools.js";
import type { Scene } from "@babylonjs/core/scene.js";
import { createBreath } from "../../scene/driven/calm/breath.ts";
import type { LightStage } from "./stages.ts";

/** Direction of a face's texel in Babylon's cube maps: +x, −x, +y, −y, +z, −z; u and v from −1 to 1, v downwards. */
const FACES: ((u: number, v: number) => [number, number, number])[] = [
  (u, v) => [1, -v, -u],
  (u, v) => [-1, -v, u],
  (u, v) => [u, 1, v],
  (u, v) => [u, -1, -v],
  (u, v) => [u, -v, 1],
  (u, v) => [-u, -v, -1],
];

/** A stage's light for image-based shading, computed in pieces between which the page goes on: nothing is downloaded. @param size edge of a face in texels. */
export async function paintEnvironment(scene: Scene, stage: LightStage, size = 64): Promise<RawCubeTexture> {
  const breath = createBreath();
  const faces: Float32Array[] = [];
  const halves: Uint16Array[] = [];
  for (const direction of FACES) {
    const face = paintFace(stage, direction, size);
    faces.push(face);
    halves.push(Uint16Array.from(face, ToHalfFloat));
    await breath();
  }
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
  texture.name = stage.label;
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

function paintFace(stage: LightStage, direction: (typeof FACES)[number], size: number): Float32Array {
  const { sky, horizon, ground, lamps } = stage;
  const face = new Float32Array(4 * size * size);
  for (let y = 0, at = 0; y < size; y++)
    for (let x = 0; x < size; x++, at += 4) {
      const [dx, dy, dz] = direction((2 * (x + 0.5)) / size - 1, (2 * (y + 0.5)) / size - 1);
      const length = Math.hypot(dx, dy, dz);
      const height = dy / length;
      const away = Math.abs(height) ** 0.7;
      for (let c = 0; c < 3; c++) {
        const end = height > 0 ? sky[c] : ground[c];
        face[at + c] = horizon[c] + (end - horizon[c]) * away;
        for (const { at: lamp, sharpness, color } of lamps) {
          const cosine = (dx * lamp[0] + dy * lamp[1] + dz * lamp[2]) / length;
          face[at + c] += color[c] * Math.exp(sharpness * (cosine - 1));
        }
      }
      face[at + 3] = 1;
    }
  return face;
}
