import type { Anatomy } from "../../../runtime/head/anatomy/anatomy.ts";
import type { AnatomyLayer, BuiltAnatomy } from "../../../runtime/head/anatomy/build.ts";
import type { LayeredHead, Picture, Surface } from "../../../runtime/head/layers/types.ts";

/** Plain colours that let shapes be judged: skin, a painted iris, ivory, flesh; lashes as rows of hairs. */
export function plainHead(anatomy: Anatomy, built: BuiltAnatomy, { checker = false } = {}): LayeredHead {
  const eye: Surface = {
    name: "eye",
    baseColor: iris(anatomy.eye.irisRadiusUv),
    roughness: 0.45,
    clearcoat: { factor: 1, roughness: 0.08 },
  };
  const surfaces: Record<AnatomyLayer, Surface> = {
    Skin: checker
      ? { name: "skin", baseColor: checkers(), roughness: 0.6 }
      : { name: "skin", color: [0.62, 0.36, 0.27, 1], roughness: 0.5 },
    EyeLeft: eye,
    EyeRight: eye,
    Teeth: { name: "teeth", baseColor: ivory(), roughness: 0.3 },
    Tongue: { name: "tongue", color: [0.5, 0.16, 0.15, 1], roughness: 0.4 },
    Lashes: { name: "lashes", baseColor: hairs(), roughness: 0.7, alphaCutoff: 0.5, doubleSided: true },
  };
  const layers = (Object.keys(built.layers) as AnatomyLayer[]).map((name) => ({
    name,
    surface: surfaces[name],
    levels: built.layers[name],
  }));
  const { joints, origin, sockets } = built;
  return { layers, joints, origin, sockets };
}

function paint(size: number, channels: 3 | 4, colour: (u: number, v: number) => number[]): Picture {
  const data = new Uint8Array(size * size * channels);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) data.set(colour((x + 0.5) / size, (y + 0.5) / size), channels * (y * size + x));
  }
  return { width: size, height: size, data, channels };
}

function iris(radius: number): Picture {
  return paint(512, 3, (u, v) => {
    const d = Math.hypot(u - 0.5, v - 0.5) / radius;
    if (d < 0.42) return [8, 8, 10];
    if (d < 0.95) return [80 + 40 * d, 105 + 30 * d, 120];
    if (d < 1.05) return [45, 55, 65];
    return [236, 230, 224];
  });
}

function ivory(): Picture {
  return paint(256, 3, (_, v) => (v < 0.61 ? [232, 222, 200] : [200, 120, 118]));
}

/** Upper lashes lie in the upper part of the picture, roots below. */
function hairs(): Picture {
  return paint(512, 4, (u, v) => {
    const [tip, root, count] = v < 0.58 ? [0.02, 0.56, 46] : [0.6, 0.98, 34];
    const height = (root - v) / (root - tip);
    const place = u * count + 0.6 * height;
    const off = Math.abs(place - Math.floor(place) - 0.5);
    const length = 0.75 + 0.25 * Math.sin(Math.floor(place) * 12.9);
    return [22, 16, 14, height < length && off < 0.26 * (1 - height / length) + 0.05 ? 255 : 0];
  });
}

function checkers(): Picture {
  return paint(1024, 3, (u, v) => {
    const odd = (Math.floor(u * 64) + Math.floor(v * 64)) % 2;
    const tint = (Math.floor(u * 8) + Math.floor(v * 8)) % 2;
    return odd ? [240, 240, 240] : tint ? [200, 90, 70] : [60, 110, 190];
  });
}
