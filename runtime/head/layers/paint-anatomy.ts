import type { Look } from "../../prompt/look.ts";
import type { BuiltAnatomy } from "../anatomy/build.ts";
import type { ChosenPart } from "../part-files/select-files.ts";
import { linearOf, type Rgb } from "../surfaces/color.ts";
import { coverSkin } from "../surfaces/hair/cover-skin.ts";
import { paintTeeth } from "../surfaces/mouth/paint-teeth.ts";
import { paintTongue } from "../surfaces/mouth/paint-tongue.ts";
import { type EyePlan, paintEye } from "../surfaces/paint-eye.ts";
import { paintLens } from "../surfaces/paint-lens.ts";
import { carveEye, paintStatue, type StatueMaterial } from "../surfaces/paint-statue.ts";
import { paintSkin, type SkinPlan } from "../surfaces/skin/paint-skin.ts";
import type { HeadKit, PaintKit } from "./kit.ts";
import { type Person, planEye, planSkin, teethOf } from "./plan-surfaces.ts";
import type { Layer, Surface } from "./types.ts";

/** What is opaque of the anatomy, in the order in which a head has it. */
export const SOLID = ["Skin", "EyeLeft", "EyeRight", "Teeth", "Tongue"] as const;
export type SolidSurfaces = Record<(typeof SOLID)[number], Surface>;

/** The meshes of a dressed head, which no texture size changes, and what its surfaces are painted from. */
export interface ShapedHead {
  look: Look;
  person: Person;
  anatomy: BuiltAnatomy;
  chosen: ChosenPart[];
  missing: string[];
  /** Hair, glasses …, without pictures. */
  dressed: Layer[];
  /** Exponent of the strand atlas's greys that fits its hair. */
  strandExponent: number;
}

/** All that the anatomy's surfaces are painted from: plain data, so that another thread may paint them. */
export interface SurfacePlan {
  /** Side of the skin's pictures in texels; of the others half or a quarter of it. */
  size: number;
  person: Person;
  skin: SkinPlan;
  /** What a statue is of. */
  carved: StatueMaterial | undefined;
  /** One for both, or left and right. */
  eyes: [EyePlan] | [EyePlan, EyePlan];
  /** What is uncommon about the teeth: gold, fangs, gap … */
  teeth: string[];
}

export function planSurfaces(kit: HeadKit, shaped: ShapedHead, size: number): SurfacePlan {
  const { look, person, chosen, anatomy, dressed } = shaped;
  const { left, right } = look.eyes;
  const eye = (side?: "left" | "right") => planEye(kit.people, look, person, side);
  const grown = look.material ? [] : dressed.filter(({ name }) => name === "Hair" || name === "Beard");
  const cover = Object.fromEntries(
    grown.map(({ name, levels }) => [name, coverSkin(anatomy.layers.Skin[0], levels[0])]),
  );
  return {
    size,
    person,
    skin: planSkin(kit, look, person, { parts: chosen, cover }),
    carved: carvedOf(look),
    eyes: left || right ? [eye("left"), eye("right")] : [eye()],
    teeth: teethOf(look),
  };
}

/** What a statue is of. */
export function carvedOf({ material, pattern }: Look): StatueMaterial | undefined {
  return material && { color: [0.5, 0.5, 0.5] as Rgb, ...material, pattern: material.pattern ?? pattern };
}

export function paintAnatomy(kit: PaintKit, plan: SurfacePlan): SolidSurfaces {
  const { size, person, carved, eyes, teeth } = plan;
  const [half, quarter] = [size / 2, size / 4];
  const skin = paintSkinOf(kit, plan);
  if (carved) {
    // A machine sees through lenses, a statue through nothing.
    const isMachine = carved.pattern === "panels";
    const balls = isMachine
      ? eyes.map((eye) => paintLens(kit.anatomy.eye, eye, half))
      : [carveEye(kit.anatomy.eye, carved, half)];
    const mouth: Surface = { ...factors(carved), name: "Mouth" };
    return { Skin: skin, ...ofBoth(balls), Teeth: mouth, Tongue: mouth };
  }
  const balls = eyes.map((eye) => (eye.kind === "robot" ? paintLens : paintEye)(kit.anatomy.eye, eye, half));
  return {
    Skin: skin,
    ...ofBoth(balls),
    Teeth: paintTeeth(kit.teeth, { ...person, kinds: teeth }, half),
    Tongue: paintTongue(kit.average.layers.Tongue[0], quarter),
  };
}

/** @param balls one for both, or left and right. */
const ofBoth = ([left, right]: readonly Surface[]): Pick<SolidSurfaces, "EyeLeft" | "EyeRight"> => ({
  EyeLeft: right ? { ...left, name: "EyeLeft" } : left,
  EyeRight: right ? { ...right, name: "EyeRight" } : left,
});

/** The skin's alone. */
export function paintSkinOf(kit: PaintKit, { size, person, skin, carved }: SurfacePlan): Surface {
  const sheet = kit.sheet(size);
  return carved ? paintStatue(sheet, carved, person) : paintSkin(sheet, skin);
}

function factors({ color, metallic, roughness }: { color: Rgb; metallic: number; roughness: number }) {
  const [r, g, b] = linearOf(color);
  return { color: [0.5 * r, 0.5 * g, 0.5 * b, 1] as Surface["color"], metallic, roughness };
}
