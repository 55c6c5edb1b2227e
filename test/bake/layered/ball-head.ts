import type {
  Layer,
  LayeredHead,
  LayerMesh,
  MorphTarget,
  Picture,
  Surface,
} from "../../../runtime/head/layers/types.ts";

/** Rings and sectors of a sphere. */
type Fineness = readonly [number, number];

interface Sphere {
  radius: number;
  center: [number, number, number];
  joint: number;
  targets: string[];
}

/** A sphere with a texture seam, whose named targets push one half of it outwards. */
function sphere([rings, sectors]: Fineness, { radius, center, joint, targets }: Sphere): LayerMesh {
  const count = (rings + 1) * (sectors + 1);
  const normals = new Float32Array(3 * count);
  const uvs = new Float32Array(2 * count);
  const weld = new Uint32Array(count);
  const triangles: number[] = [];
  for (let r = 0, v = 0; r <= rings; r++) {
    for (let s = 0; s <= sectors; s++, v++) {
      const [polar, around] = [(Math.PI * r) / rings, (2 * Math.PI * (s % sectors)) / sectors];
      normals.set([Math.sin(polar) * Math.sin(around), Math.cos(polar), Math.sin(polar) * Math.cos(around)], 3 * v);
      uvs.set([s / sectors, r / rings], 2 * v);
      weld[v] = r === 0 ? 0 : r === rings ? rings * (sectors + 1) : s === sectors ? v - sectors : v;
      if (r === rings || s === sectors) continue;
      const below = v + sectors + 1;
      if (r > 0) triangles.push(v, below, v + 1);
      if (r < rings - 1) triangles.push(v + 1, below, below + 1);
    }
  }
  return {
    positions: normals.map((x, i) => center[i % 3] + radius * x),
    normals,
    uvs,
    triangles: new Uint32Array(triangles),
    weld,
    joints: new Uint8Array(4 * count).map((_, i) => (i % 4 === 0 ? joint : 0)),
    weights: new Float32Array(4 * count).map((_, i) => (i % 4 === 0 ? 1 : 0)),
    targets: new Map(targets.map((name, i) => [name, push(normals, i % 3, radius)])),
  };
}

function push(normals: Float32Array, axis: number, radius: number): MorphTarget {
  const moved = [...normals.keys()].filter((i) => i % 3 === axis && normals[i] > 0.2).map((i) => (i - axis) / 3);
  const rows = (scale: number) =>
    new Float32Array(moved.flatMap((v) => [...normals.subarray(3 * v, 3 * v + 3)].map((x) => scale * x)));
  return { indices: new Uint32Array(moved), positions: rows(0.1 * radius), normals: rows(0.05) };
}

export function plainPicture(size: number, channels: 3 | 4, color: (x: number, y: number) => number[]): Picture {
  const data = new Uint8Array(size * size * channels);
  for (let i = 0; i < size * size; i++) data.set(color(i % size, Math.floor(i / size)), channels * i);
  return { width: size, height: size, channels, data };
}

const skin: Surface = {
  name: "Skin",
  baseColor: plainPicture(64, 3, (x) => [200, 120 + x, 100]),
  normal: plainPicture(64, 3, () => [128, 128, 255]),
  orm: plainPicture(64, 3, () => [255, 140, 0]),
  specular: 0.7,
};
const eye: Surface = {
  name: "Eye",
  baseColor: plainPicture(32, 3, () => [240, 240, 240]),
  clearcoat: { factor: 1, roughness: 0.05 },
  roughness: 0.4,
};
const hair: Surface = {
  name: "Hair",
  baseColor: plainPicture(64, 4, (x, y) => [255, 255, 255, (x + y) % 8 < 5 ? 255 : 0]),
  color: [0.2, 0.05, 0.02, 1],
  alphaCutoff: 0.5,
  doubleSided: true,
  anisotropy: { strength: 0.6, rotation: Math.PI / 2 },
};
const lens: Surface = { name: "Lens", color: [0.8, 0.9, 1, 0.2], blend: true, roughness: 0.05 };

const layer = (name: Layer["name"], surface: Surface, ...levels: LayerMesh[]): Layer => ({ name, surface, levels });

/** Balls of so many rings and sectors, and a head of them that has every kind of layer. */
export function ballsOf(...fineness: Fineness) {
  const ball = (radius: number, center: Sphere["center"], joint: number, targets: string[]) =>
    sphere(fineness, { radius, center, joint, targets });
  const ballHead: LayeredHead = {
    layers: [
      layer("Skin", skin, ball(0.6, [0, 0, 0], 1, ["jawOpen", "eyeBlinkLeft", "cheekPuff", "viseme_aa"])),
      layer("EyeLeft", eye, ball(0.1, [0.2, 0, 0.55], 3, ["eyeLookInLeft"])),
      layer("EyeRight", eye, ball(0.1, [-0.2, 0, 0.55], 4, [])),
      layer("Hair", hair, ball(0.64, [0, 0.06, -0.04], 1, [])),
      layer("Glasses", lens, ball(0.12, [0.2, 0, 0.6], 1, [])),
    ],
    joints: [
      [0, -0.9, -0.1],
      [0, -0.5, -0.1],
      [0, -0.2, 0.05],
      [0.2, 0, 0.55],
      [-0.2, 0, 0.55],
    ],
    origin: [0, -0.95, -0.1],
    sockets: [{ name: "HatSocket", joint: "Head", position: [0, 0.65, 0] }],
  };
  return { ball, ballHead };
}

/** As most tests want them. */
export const BALLS = ballsOf(24, 32);
export const { ball, ballHead } = BALLS;
