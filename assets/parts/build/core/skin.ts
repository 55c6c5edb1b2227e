import { readFile } from "node:fs/promises";
import { buildAnatomy } from "../../../../runtime/head/anatomy/build.ts";
import { loadAnatomy } from "../../../../runtime/head/anatomy/load.ts";
import { JOINT_NAMES } from "../../../../runtime/head/layers/types.ts";
import { buildBvh } from "../../../../runtime/mesh/build-bvh.ts";
import { closestPoint, type SurfacePoint } from "../../../../runtime/mesh/closest-point.ts";
import { add, dot, sub, unit, type Vec } from "./vector.ts";

/** A place on a surface: the point, its smooth unit normal, and how far outside it the query was (negative: inside). */
export interface Foot {
  point: Vec;
  normal: Vec;
  height: number;
}

/** A surface that parts grow from and lie on. */
export interface Ground {
  positions: Float32Array;
  indices: Uint32Array;
  foot(point: Vec): Foot;
}

/** The average head of the template, as parts are modelled on. */
export interface AverageHead {
  /** All of the skin. */
  skin: Ground;
  /** The skin without its ears: what hair is combed over. */
  skull: Ground;
  /** MediaPipe landmark of the average head. */
  landmark(index: number): Vec;
  eyes: { right: Vec; left: Vec; radius: number };
}

const ASSETS = new URL("../../../template/", import.meta.url);

export async function averageHead(): Promise<AverageHead> {
  const anatomy = await loadAnatomy((name) => readFile(new URL(name, ASSETS)));
  const { layers, regions, landmarks, joints } = buildAnatomy(anatomy);
  const [skin] = layers.Skin;
  const without = (...names: string[]) => {
    const left = names.map((name) => anatomy.regionNames.indexOf(name));
    const kept: number[] = [];
    for (let t = 0; t < skin.triangles.length; t += 3) {
      const corners = [...skin.triangles.subarray(t, t + 3)];
      if (!corners.some((v) => left.includes(regions[0][v]))) kept.push(...corners);
    }
    return ground(skin.positions, skin.normals, Uint32Array.from(kept));
  };
  const left = joints[JOINT_NAMES.indexOf("LeftEye")];
  const front = layers.EyeLeft[0].positions.reduce((most, z, i) => (i % 3 === 2 ? Math.max(most, z) : most), -1);
  return {
    skin: without("mouth", "sockets"),
    skull: without("mouth", "sockets", "ears"),
    landmark: (index) => [...landmarks.subarray(index * 3, index * 3 + 3)] as Vec,
    eyes: {
      right: joints[JOINT_NAMES.indexOf("RightEye")],
      left,
      radius: front - left[2],
    },
  };
}

function ground(positions: Float32Array, normals: Float32Array, indices: Uint32Array): Ground {
  const bvh = buildBvh({ positions, indices });
  const hit: SurfacePoint = { slot: -1, u: 0, v: 0, squared: 0 };
  return {
    positions,
    indices,
    foot(query) {
      hit.slot = -1;
      closestPoint(bvh, ...query, 0, 0, 0, hit);
      const t = bvh.order[hit.slot] * 3;
      const weights = [1 - hit.u - hit.v, hit.u, hit.v];
      let point: Vec = [0, 0, 0];
      let normal: Vec = [0, 0, 0];
      for (let k = 0; k < 3; k++) {
        const v = indices[t + k] * 3;
        point = add(point, [positions[v], positions[v + 1], positions[v + 2]], weights[k]);
        normal = add(normal, [normals[v], normals[v + 1], normals[v + 2]], weights[k]);
      }
      normal = unit(normal);
      const out = sub(query, point);
      return { point, normal, height: Math.sqrt(hit.squared) * (dot(out, normal) < 0 ? -1 : 1) };
    },
  };
}
