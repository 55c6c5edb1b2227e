import type { Image } from "../../../runtime/bake/types.ts";
import { writeGlb } from "../../../runtime/bake/write-glb.ts";
import { encodeImage } from "../../../runtime/host/node/images.ts";
import type { PreviewMesh } from "../../../runtime/service/compute/preview.ts";

interface Sphere {
  positions: Float32Array;
  normals: Float32Array;
  uvs: Float32Array;
  indices: Uint32Array;
}

/** A ball in head space, upright as glTF has it; `rings` × 2·`rings` quads. */
export function sphere(radius: number, rings: number): Sphere {
  const [positions, normals, uvs, indices]: number[][] = [[], [], [], []];
  const across = 2 * rings;
  for (let i = 0; i <= rings; i++)
    for (let j = 0; j <= across; j++) {
      const [polar, turn] = [(Math.PI * i) / rings, (2 * Math.PI * j) / across];
      const normal = [Math.sin(polar) * Math.sin(turn), Math.cos(polar), Math.sin(polar) * Math.cos(turn)];
      normals.push(...normal);
      positions.push(...normal.map((x) => x * radius));
      uvs.push(j / across, i / rings);
      if (i === rings || j === across) continue;
      const [a, b] = [i * (across + 1) + j, (i + 1) * (across + 1) + j];
      indices.push(a, b, a + 1, a + 1, b, b + 1);
    }
  const floats = (values: number[]) => new Float32Array(values);
  return {
    positions: floats(positions),
    normals: floats(normals),
    uvs: floats(uvs),
    indices: new Uint32Array(indices),
  };
}

/** A head in the making: a green ball. */
export function livePreview(radius: number, rings: number): PreviewMesh {
  const { positions, normals, indices } = sphere(radius, rings);
  const colors = new Uint8Array((positions.length / 3) * 4);
  for (let i = 0; i < colors.length; i += 4) colors.set([40, 220, 60, 255], i);
  return { positions, normals, colors, indices };
}

/** A finished head: a ball with red and white stripes in two levels of detail. */
export async function finishedGlb(compress = false): Promise<Uint8Array> {
  const { positions, normals, uvs, indices } = sphere(0.6, 24);
  const tangents = new Float32Array((positions.length / 3) * 4);
  for (let v = 0; v < positions.length / 3; v++) {
    const [x, z] = [normals[3 * v], normals[3 * v + 2]];
    const length = Math.hypot(x, z) || 1;
    tangents.set(length === 1 && x === 0 && z === 0 ? [1, 0, 0, 1] : [z / length, 0, -x / length, 1], 4 * v);
  }
  const half = indices.filter((_, i) => Math.floor(i / 6) % 2 === 0);
  const textures = {
    baseColor: image(64, (x) => (Math.floor(x / 4) % 2 ? [230, 230, 230] : [220, 20, 20])),
    normal: image(16, () => [128, 128, 255]),
    orm: image(16, () => [255, 180, 255]),
  };
  return writeGlb({ positions, normals, tangents, uvs, lods: [indices, half] }, textures, encodeImage, { compress });
}

/** The service's picture: four views above four normal maps. */
export async function previewSheet(): Promise<Uint8Array> {
  const rgba = new Uint8Array(4 * 256 * 128).fill(255);
  for (let i = 0; i < rgba.length; i += 4) rgba.set([220, 20, 20], i);
  return encodeImage(rgba, 256, 128, "png");
}

function image(size: number, color: (x: number) => number[]): Image {
  const rgba = new Uint8Array(4 * size * size).fill(255);
  for (let i = 0; i < size * size; i++) rgba.set(color(i % size), 4 * i);
  return { rgba, width: size, height: size };
}
