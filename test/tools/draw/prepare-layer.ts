import type { Layer } from "../../../runtime/head/layers/types.ts";
import { poseMesh } from "./pose.ts";
import type { Drawn } from "./raster.ts";
import { samplePicture } from "./sample.ts";

/** One level of a layer under an expression, ready to be rasterised: cut out where its picture is. */
export interface Prepared extends Drawn {
  layer: Layer;
  normals: Float32Array;
  uvs: Float32Array;
  colors?: Float32Array;
}

/** @param level or the coarsest that the layer has. @param expression weights of targets by name. */
export function prepareLayer(layer: Layer, level: number, expression: Record<string, number>): Prepared {
  const mesh = layer.levels[Math.min(level, layer.levels.length - 1)];
  const { positions, normals } = poseMesh(mesh, expression);
  const { uvs, triangles, colors } = mesh;
  const { surface } = layer;
  const picture = surface.baseColor;
  const factor = surface.color?.[3] ?? 1;
  const out = [0, 0, 0, 0];
  const keep =
    surface.alphaCutoff === undefined || !picture
      ? undefined
      : (t: number, second: number, third: number) => {
          const [a, b, c] = triangles.subarray(3 * t, 3 * t + 3);
          const [u, v] = [0, 1].map(
            (k) => (1 - second - third) * uvs[2 * a + k] + second * uvs[2 * b + k] + third * uvs[2 * c + k],
          );
          return samplePicture(picture, u, v, false, out)[3] * factor >= surface.alphaCutoff!;
        };
  return { layer, positions, normals, uvs, triangles, colors, doubleSided: surface.doubleSided ?? false, keep };
}
