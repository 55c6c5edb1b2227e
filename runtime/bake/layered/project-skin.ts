import type { LayerMesh, Picture } from "../../head/layers/types.ts";
import { buildBvh } from "../../mesh/build-bvh.ts";
import { closestPoint, type SurfacePoint } from "../../mesh/closest-point.ts";
import { nearestBaked } from "../../mesh/texels/fill-gutter.ts";
import type { Texels } from "../../mesh/texels/rasterise-texels.ts";
import type { TextureSource } from "../textures/bake-textures.ts";
import type { ColoredMesh } from "../types.ts";

/** Where the colours of a skin's vertex come from: its own picture, the surface that is nearest, or what is next to it. */
export const [DRAWN, PROJECTED, FILLED] = [0, 1, 2];

/** A foot of the perpendicular this close is as good as the nearest point; head units. */
const NEAR = 0.005;
/** Texels whose colours are asked for at a time. */
const CHUNK = 65536;

/**
 * Paints the colours of a surface onto the skin that it was wrapped with.
 * @param sources U8 [V] one of {@link DRAWN}, {@link PROJECTED}, {@link FILLED} a vertex: a triangle has the least trusted of its corners'.
 * @param drawn the skin's own colours, sRGB; left as they are. @returns a picture of the same size.
 */
export async function projectSkin(
  mesh: LayerMesh,
  sources: Uint8Array,
  { surface, color, texels: findTexels }: TextureSource & { surface: ColoredMesh },
  drawn: Picture,
): Promise<Picture> {
  const { width: size, channels } = drawn;
  const texels = await findTexels(mesh.uvs, mesh.triangles, size);
  const kinds = texels.triangle.map((t) => {
    const corners = [0, 1, 2].map((k) => sources[mesh.triangles[3 * t + k]]);
    return corners.includes(DRAWN) ? DRAWN : corners.includes(FILLED) ? FILLED : PROJECTED;
  });
  const projected = Uint32Array.from(texels.at.keys()).filter((i) => kinds[i] === PROJECTED);
  const places = nearestColors(mesh, texels, projected, surface);
  const data = drawn.data.slice();
  for (let from = 0; from < projected.length; from += CHUNK) {
    const to = Math.min(from + CHUNK, projected.length);
    const colors = await color(places.subarray(3 * from, 3 * to));
    for (let i = from; i < to; i++) {
      for (let c = 0; c < 3; c++) {
        const value = Math.min(1, Math.max(0, colors[3 * (i - from) + c]));
        data[channels * texels.at[projected[i]] + c] = Math.round(255 * value);
      }
    }
  }
  const copy = (to: number, from: number) => {
    for (let c = 0; c < 3; c++) data[channels * to + c] = data[channels * from + c];
  };
  const seen = nearestBaked(
    projected.map((i) => texels.at[i]),
    size,
  );
  for (let i = 0; i < kinds.length; i++) if (kinds[i] === FILLED) copy(texels.at[i], seen[texels.at[i]]);
  const covered = nearestBaked(texels.at, size);
  for (let texel = 0; texel < covered.length; texel++) if (covered[texel] !== texel) copy(texel, covered[texel]);
  return { ...drawn, data };
}

/** F32 [N, 3]: where the colours of texels are asked for, at the nearest places of the surface that face the same way. */
function nearestColors(
  { positions, normals, triangles }: LayerMesh,
  { triangle, weights }: Texels,
  chosen: Uint32Array,
  surface: ColoredMesh,
): Float32Array {
  const bvh = buildBvh(surface);
  const colorAt = surface.colorAt ?? surface.positions;
  const out = new Float32Array(3 * chosen.length);
  const hit: SurfacePoint = { slot: -1, u: 0, v: 0, squared: 0 };
  const [place, normal] = [new Float64Array(3), new Float64Array(3)];
  for (const [n, i] of chosen.entries()) {
    const t = 3 * triangle[i];
    const [u, v] = [weights[2 * i], weights[2 * i + 1]];
    for (let c = 0; c < 3; c++) {
      const mix = (of: Float32Array) =>
        (1 - u - v) * of[3 * triangles[t] + c] + u * of[3 * triangles[t + 1] + c] + v * of[3 * triangles[t + 2] + c];
      place[c] = mix(positions);
      normal[c] = mix(normals);
    }
    closestPoint(bvh, place[0], place[1], place[2], normal[0], normal[1], normal[2], hit, NEAR);
    if (hit.slot < 0) {
      out.set(place, 3 * n);
      continue;
    }
    const shares = [1 - hit.u - hit.v, hit.u, hit.v];
    for (let k = 0; k < 3; k++) {
      const corner = 3 * surface.indices[3 * bvh.order[hit.slot] + k];
      for (let c = 0; c < 3; c++) out[3 * n + c] += shares[k] * colorAt[corner + c];
    }
  }
  return out;
}
