import type { Document, Node } from "@gltf-transform/core";
import type { View } from "../../bake/preview/trace-views.ts";
import type { Template } from "../../head/template.ts";
import { joinParts } from "../source/source-mesh.ts";
import { ImportError, type ImportHost, type Part } from "../types.ts";
import { renderSource } from "./render-source.ts";

/** Side of the pictures that a face is looked for in. */
export const SIZE = 512;
/** Azimuths around the head until a face shows. */
const SEARCH = [0, 90, 180, 270];
/** A face this sure is not looked for from behind. */
const SURE = 0.9;
/** Metres that left and right must lie apart, all pairs together. */
const APART = 0.01;

/**
 * Which way a character looks: azimuth in degrees, 0 for +Z as glTF wants it, 90 for +X. Its skeleton tells, by the names
 * of left and right; else its face.
 * @param matrix column-major 4×4 that brings the head to head space but for its turn.
 * @throws ImportError "which-way" where neither tells.
 */
export async function findFacing(
  document: Document,
  parts: Part[],
  matrix: number[],
  template: Template,
  host: ImportHost,
): Promise<number> {
  const azimuth = skeletonFacing(document) ?? (await faceFacing(parts, matrix, template, host));
  if (azimuth !== undefined) return azimuth;
  throw new ImportError(
    "which-way",
    "no bone named left or right and no face tell which way the character looks; say it in degrees: --align bounds:0 for +Z as glTF wants it, bounds:90 for +X, bounds:180, bounds:270",
  );
}

/** Azimuth at which the head shows its face best; undefined where none is found. */
export async function faceFacing(
  parts: Part[],
  matrix: number[],
  { frame }: Template,
  host: ImportHost,
): Promise<number | undefined> {
  const mesh = joinParts(parts, matrix);
  let best: { azimuth: number; score: number } | undefined;
  for (const azimuth of SEARCH) {
    const { rgb } = renderSource(mesh, lookAt(azimuth, frame.headHeight), SIZE, { shade: true });
    const [face] = await host.findFaces({ data: rgb, width: SIZE, height: SIZE });
    if (face && face.score > (best?.score ?? 0)) best = { azimuth, score: face.score };
    if (azimuth === 0 && best && best.score > SURE) break;
  }
  return best?.azimuth;
}

/** From the right hand to the left, summed over all pairs of bones, is a quarter turn from where one looks. */
function skeletonFacing(document: Document): number | undefined {
  const sides = new Map<string, { left?: Node; right?: Node }>();
  for (const node of document.getRoot().listNodes()) {
    const words = wordsOf(node.getName());
    const side = words.some((word) => /^(left|l)$/.test(word))
      ? "left"
      : words.some((word) => /^(right|r)$/.test(word))
        ? "right"
        : undefined;
    if (!side) continue;
    const key = words.filter((word) => !/^(left|l|right|r)$/.test(word)).join(" ");
    sides.set(key, { ...sides.get(key), [side]: node });
  }
  let [x, z] = [0, 0];
  for (const { left, right } of sides.values()) {
    if (!left || !right) continue;
    const [a, b] = [left.getWorldTranslation(), right.getWorldTranslation()];
    x += a[0] - b[0];
    z += a[2] - b[2];
  }
  if (Math.hypot(x, z) < APART) return undefined;
  return (Math.atan2(-z, x) * 180) / Math.PI;
}

/** "mixamorig:LeftArm", "J_Bip_L_UpperArm", "eye.L" → words in lower case. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

/** A camera that looks at a head in head space. @param azimuth in degrees. */
export function lookAt(azimuth: number, headHeight: number): View {
  return { azimuth, elevation: 0, fov: 30, distance: 3.4 * headHeight, target: [0, 0, 0] };
}
