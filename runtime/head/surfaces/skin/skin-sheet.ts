import { buildBvh } from "../../../mesh/build-bvh.ts";
import { bakeOcclusion, blurAlongEdges } from "../../../mesh/texels/bake-occlusion.ts";
import type { TriMesh } from "../../../mesh/types.ts";
import type { Anatomy } from "../../anatomy/anatomy.ts";
import type { BuiltAnatomy } from "../../anatomy/build.ts";
import { type Keep, keepNothing } from "../../layers/keep.ts";
import type { LayerMesh } from "../../layers/types.ts";
import { signedDistance } from "../../outline.ts";
import { mapTexels, mixScalar, type TexelMap } from "../texel-map.ts";
import { FAR, type SkinSheet } from "./canvas.ts";
import { type FaceGuide, guideFace } from "./face.ts";

/** Rays a vertex, and rounds of blur that take away what so few leave of grain. */
const RAYS = 10;
const BLUR = 2;

/**
 * Makes the average head's skin ready to be painted on: every head has its texture coordinates, so what is painted in the
 * average's places lies in the same places of every face.
 * @param average built without morphs. @param keep for sheets. @returns a function of the size of the textures' sides in texels.
 */
export function skinSheets(
  { regionNames }: Anatomy,
  average: BuiltAnatomy,
  keep: Keep = keepNothing,
): (size: number) => SkinSheet {
  const skin = average.layers.Skin[0];
  const share = (name: string) => {
    const id = regionNames.indexOf(name);
    return Float32Array.from(average.regions[0], (region) => (region === id ? 1 : 0));
  };
  const atVertices = () => ({
    areas: areaSums(skin.positions, skin.triangles),
    occlusion: openSky(average.layers.Skin, [average.layers.EyeLeft[1], average.layers.EyeRight[1]]),
    regions: {
      lips: share("lips"),
      ears: share("ears"),
      mouth: share("mouth"),
      sockets: share("sockets"),
      neck: share("neck"),
    },
  });
  let known: ReturnType<typeof atVertices> | undefined;
  const atTexels = (size: number, face: FaceGuide) => {
    known ??= atVertices();
    const { areas, regions, occlusion } = known;
    const map = mapTexels(skin, size);
    const mixed = (values: Float32Array) => mixScalar(map, skin.triangles, values);
    return {
      map,
      regions: Object.fromEntries(
        Object.entries(regions).map(([name, values]) => [name, mixed(values)]),
      ) as SkinSheet["regions"],
      lines: outlineDistances(map, face),
      areas,
      occlusion: mixed(occlusion),
    };
  };
  let face: FaceGuide | undefined;
  return (size) => {
    face ??= guideFace(average.landmarks, skin.positions, skin.triangles);
    const front = face;
    const sheet = keep(`skin-${size}`, () => atTexels(size, front));
    return { ...sheet, face: front, positions: skin.positions, triangles: skin.triangles };
  };
}

/**
 * Occlusion of the skin's vertices by itself and by the eyeballs. Asked for at the cage's, which come first among the finest level's:
 * those between them lie on its edges, then on edges to these.
 */
function openSky([skin, cage]: LayerMesh[], others: LayerMesh[]): Float32Array {
  const bvh = buildBvh(joined([skin, ...others]));
  const { positions, normals, triangles, weld } = skin;
  const known = cage.positions.length / 3;
  const open = new Float32Array(positions.length / 3).fill(Number.NaN);
  open.set(bakeOcclusion(positions.subarray(0, 3 * known), normals.subarray(0, 3 * known), bvh, { rays: RAYS }));
  for (let left = open.length; left > 0; ) {
    const next = spread(open, triangles, weld);
    if (next === left) throw new RangeError(`${left} vertices of the skin hang on none of its cage`);
    left = next;
  }
  return blurAlongEdges(open, triangles, weld, BLUR);
}

/** Gives vertices that have no value the mean of neighbours that have one. @returns how many are left without. */
function spread(values: Float32Array, triangles: Uint32Array, weld: Uint32Array): number {
  const sum = new Float64Array(values.length);
  const count = new Uint32Array(values.length);
  for (let i = 0; i < triangles.length; i++) {
    const a = weld[triangles[i]];
    const b = weld[triangles[i % 3 === 2 ? i - 2 : i + 1]];
    for (const [from, to] of [
      [a, b],
      [b, a],
    ]) {
      if (Number.isNaN(values[from])) continue;
      sum[to] += values[from];
      count[to]++;
    }
  }
  let left = 0;
  for (let v = 0; v < values.length; v++) {
    if (!Number.isNaN(values[v])) continue;
    if (count[weld[v]] > 0) values[v] = sum[weld[v]] / count[weld[v]];
    else left++;
  }
  return left;
}

function joined(meshes: LayerMesh[]): TriMesh {
  const positions = new Float32Array(meshes.reduce((sum, mesh) => sum + mesh.positions.length, 0));
  const indices = new Uint32Array(meshes.reduce((sum, mesh) => sum + mesh.triangles.length, 0));
  let [point, corner] = [0, 0];
  for (const mesh of meshes) {
    positions.set(mesh.positions, point);
    indices.set(
      mesh.triangles.map((v) => v + point / 3),
      corner,
    );
    point += mesh.positions.length;
    corner += mesh.triangles.length;
  }
  return { positions, indices };
}

/** How far from an outline its distance is still asked for, and how far behind the front it can lie. */
const REACH = { lips: 0.03, lids: 0.09, brows: 0.04 };
const BEHIND = { lips: 0.4, lids: 0.28, brows: 0.1 };

function outlineDistances({ place, count }: TexelMap, face: FaceGuide): SkinSheet["lines"] {
  const lines = { lips: new Float32Array(count), lids: new Float32Array(count), brows: new Float32Array(count) };
  const names = ["lips", "lids", "brows"] as const;
  for (let n = 0; n < count; n++) {
    const x = place[3 * n];
    const y = place[3 * n + 1];
    const z = place[3 * n + 2];
    for (const name of names) {
      const both = face[name];
      const outline = "left" in both ? (x > 0 ? both.left : both.right) : both;
      const distance = z < BEHIND[name] ? FAR : signedDistance(outline, x, y, REACH[name]);
      lines[name][n] = distance > REACH[name] ? FAR : distance;
    }
  }
  return lines;
}

function areaSums(positions: Float32Array, triangles: Uint32Array): Float64Array {
  const sums = new Float64Array(triangles.length / 3);
  let sum = 0;
  for (let t = 0; t < sums.length; t++) {
    const [a, b, c] = [0, 1, 2].map((k) => 3 * triangles[3 * t + k]);
    const e = [0, 1, 2].map((k) => positions[b + k] - positions[a + k]);
    const f = [0, 1, 2].map((k) => positions[c + k] - positions[a + k]);
    sum += Math.hypot(e[1] * f[2] - e[2] * f[1], e[2] * f[0] - e[0] * f[2], e[0] * f[1] - e[1] * f[0]) / 2;
    sums[t] = sum;
  }
  return sums;
}
