import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Look } from "../../prompt/look.ts";
import { buildAnatomy } from "../anatomy/build.ts";
import type { AnatomyShape } from "../anatomy/shape.ts";
import { individualWeights } from "../look/individual.ts";
import { dressHead } from "../part-files/dress/dress-head.ts";
import { type ChosenPart, selectFiles } from "../part-files/select-files.ts";
import { linearOf, luminance, mixed, type Rgb, toSrgb } from "../surfaces/color.ts";
import { bleachStrands, strandExponent } from "../surfaces/hair/bleach-strands.ts";
import type { StrandPictures } from "../surfaces/hair/paint-strands.ts";
import { shadeCards } from "../surfaces/hair/shade-cards.ts";
import { paintCarved } from "../surfaces/paint-statue.ts";
import type { HeadKit } from "./kit.ts";
import { carvedOf, paintAnatomy, planSurfaces, type ShapedHead, SOLID, type SolidSurfaces } from "./paint-anatomy.ts";
import { isRough, type Person, personOf, planSkin, teethOf } from "./plan-surfaces.ts";
import { shapeLashes } from "./shape-lashes.ts";
import { shapeTeeth } from "./shape-teeth.ts";
import { type Layer, type LayeredHead, layerKind, type Surface } from "./types.ts";

export interface BuildOptions {
  /** Side of the skin's and the strands' pictures in texels; of the others half or a quarter of it. */
  textureSize: number;
  seed: number;
  /** How much what the Look leaves open differs from seed to seed: 0 not at all, 1 as people do. */
  variation: number;
  /** The identity, in place of the one that the Look's shapes make. */
  shape?: AnatomyShape;
  /** Names of the expressions that it can make; all where absent. */
  targets?: string[];
}

export const BUILD_DEFAULTS: BuildOptions = { textureSize: 1024, seed: 0, variation: 0.6 };

/** Weight of `fullLips` that every head gets: the base mesh's lips are those of few people. */
const LIPS = -0.5;

const ADULT = 20;

/** Engines' mips thin single hairs out until a mask at one half has lost them: brows and lashes are cut lower. */
const THIN_CUTOFF = 0.3;
const LASH: Rgb = [0.06, 0.045, 0.04];
const LASHES: Surface = {
  name: "Lashes",
  color: [...linearOf(LASH), 1],
  roughness: 0.6,
  alphaCutoff: THIN_CUTOFF,
  doubleSided: true,
};
const HAIR_SPECULAR = 0.3;
/** How much less of it, and how much rougher, hair is that is white. */
const PALE_SPECULAR = 0.6;
const PALE_ROUGH = 0.45;
const BROW_SPECULAR = 0.12;
/** Light that leaves hair has crossed many strands: their colour is less pure than what is asked for. */
const HAIR_GREY = 0.3;
/** Blue in that light, of its grey: less where hair is ruddy, between these ratios of red to green, or copper would pale to coral. */
const HAIR_BLUE = { usual: 0.8, ruddy: 0.43, between: [3, 7] } as const;
/** Ratios of a brow's light to the skin's between which it is seen as lighter, and the one that those too near are darkened to. */
const LIGHTER = [1.6, 1.3] as const;
const GREYED = 0.46;
/** Hue that such hairs take from the skin, 0..1: beside it a neutral grey looks blue. */
const WARMED = 0.4;
/** Share of the skin that shows through brows of which nothing is said, and through children's. */
const THROUGH = 0.05;
const DOWN = 0.42;

export interface BuiltHead {
  head: LayeredHead;
  /** F32 [478, 3] MediaPipe landmarks. */
  landmarks: Float32Array;
  /** What the Look asks for and there is no part file of, as "kind name". */
  missing: string[];
}

/**
 * Builds the dressed head of a Look: anatomy, parts and surfaces, nothing distilled.
 * @throws Error naming a field of the Look whose value there is nothing for.
 */
export async function buildLayeredHead(
  kit: HeadKit,
  look: Look,
  { textureSize = BUILD_DEFAULTS.textureSize, ...options }: Partial<BuildOptions> = {},
): Promise<BuiltHead> {
  return paintLayeredHead(kit, await shapeLayeredHead(kit, look, options), textureSize);
}

/** Builds the meshes alone. @throws as {@link buildLayeredHead} does. */
export async function shapeLayeredHead(
  kit: HeadKit,
  look: Look,
  options: Partial<Omit<BuildOptions, "textureSize">> = {},
): Promise<ShapedHead> {
  const { seed, variation, shape, targets } = { ...BUILD_DEFAULTS, ...options };
  const anatomy = buildAnatomy(kit.anatomy, { ...weightsOf(kit, look, seed, variation), shape, targets });
  const { chosen, missing } = selectFiles(look, kit.parts, seed);
  const person = personOf(kit.people, look, seed);
  const dressed = await dressParts(kit, chosen, { look, person, skin: anatomy.layers.Skin[0] });
  return { look, person, anatomy, chosen, missing, ...dressed };
}

/** Paints the surfaces of a head that has been shaped; its meshes are shared, not copied. */
export function paintLayeredHead(kit: HeadKit, shaped: ShapedHead, textureSize: number): BuiltHead {
  const solid = paintAnatomy(kit, planSurfaces(kit, shaped, textureSize));
  return assembleHead(kit, shaped, { solid, strands: kit.strands(textureSize), textureSize });
}

/** What a head's layers show. */
export interface PaintedSurfaces {
  solid: SolidSurfaces;
  /** The atlas of all that is cut out by alpha. */
  strands: StrandPictures;
  textureSize: number;
}

/** Puts a head together from its meshes and what was painted for it. A statue has no lashes; its parts are carved here. */
export function assembleHead(
  kit: Pick<HeadKit, "lashes" | "teeth">,
  shaped: ShapedHead,
  painted: PaintedSurfaces,
): BuiltHead {
  const { anatomy, look, missing } = shaped;
  const { solid } = painted;
  const strands = bleachStrands(painted.strands, shaped.strandExponent);
  const layers: Layer[] = SOLID.map((name) => ({
    name,
    surface: solid[name],
    levels:
      name === "Teeth" && !look.material
        ? shapeTeeth(anatomy.layers.Teeth, kit.teeth, teethOf(look))
        : anatomy.layers[name],
  }));
  if (!look.material && look.lashes !== "none") {
    const { color: baseColor, normal } = strands;
    layers.push({
      name: "Lashes",
      surface: { ...LASHES, baseColor, normal },
      levels: kit.lashes(shapeLashes(anatomy.layers.Lashes, look.lashes)),
    });
  }
  const { joints, origin, sockets, landmarks } = anatomy;
  const dressed = paintDressed(shaped, { ...painted, strands });
  return { head: { layers: [...layers, ...dressed], joints, origin, sockets }, landmarks, missing };
}

/** Shape and expression weights; a morph of the Look that the anatomy has under neither name is an error. */
function weightsOf(kit: HeadKit, look: Look, seed: number, variation: number) {
  const morphs: Record<string, number> = {};
  const expression: Record<string, number> = {};
  for (const [name, weight] of Object.entries(individualWeights(kit.people, look, seed, variation))) {
    (kit.anatomy.expressions.has(name) ? expression : morphs)[name] = weight;
  }
  morphs.fullLips = (morphs.fullLips ?? 0) + LIPS;
  // Whoever makes no face has a friendly one; creatures and statues look as they look.
  const isUntold = Object.keys(look.expression).length === 0 && !look.material;
  if (isUntold && !isRough(look)) Object.assign(expression, restOf(kit, look));
  // Teeth that are spoken of are seen.
  if (isUntold && teethOf(look).length > 0) Object.assign(expression, kit.people.bared);
  return { morphs, expression };
}

/** A child's pout needs more of it. */
function restOf({ people }: HeadKit, { who: { age } }: Look) {
  const share = 1 + 0.35 * smoothstep(15, 9, age ?? ADULT);
  return Object.fromEntries(Object.entries(people.rest).map(([name, weight]) => [name, share * weight]));
}

/** Brows as light as the skin would not be seen: pale people's white ones have grey hairs among them. @param linear of the brow, and of the skin. */
function offSkin(linear: Rgb, skin: Rgb): Rgb {
  const ratio = luminance(linear) / luminance(skin);
  const alike = smoothstep(...LIGHTER, ratio) * smoothstep(GREYED, 2 * GREYED, ratio);
  const greyed = mixed(linear, skin.map((value) => value * ratio) as Rgb, WARMED * alike);
  return greyed.map((value) => value * (1 + alike * (GREYED / ratio - 1))) as Rgb;
}

async function dressParts(
  kit: HeadKit,
  chosen: ChosenPart[],
  { look, person, skin }: { look: Look; person: Person; skin: Layer["levels"][0] },
): Promise<Pick<ShapedHead, "dressed" | "strandExponent">> {
  const tone = planSkin(kit, look, person).tone;
  const usual = ({ part, color }: ChosenPart): Rgb | undefined => {
    if (part.surface !== "strands") return color;
    let linear = linearOf(color ?? person.hair);
    // Between a brow's single hairs the skin shows; a child's are down.
    const through = DOWN * smoothstep(16, 5, person.age) + (look.brows.form || look.brows.color ? 0 : THROUGH);
    if (part.layer === "Brows") {
      if (!look.brows.color) linear = offSkin(linear, linearOf(tone));
      linear = mixed(linear, linearOf(tone), through);
    }
    const grey = luminance(linear);
    const { usual, ruddy, between } = HAIR_BLUE;
    const blue = usual + (ruddy - usual) * smoothstep(...between, linear[0] / Math.max(1e-3, linear[1]));
    return mixed(linear, [1.1 * grey, grey, blue * grey], HAIR_GREY).map(toSrgb) as Rgb;
  };
  const bound = await Promise.all(
    chosen.map(async (choice) => ({
      choice: { ...choice, color: usual(choice) },
      bound: await kit.bound(choice.part, choice),
    })),
  );
  const grown = bound.filter(({ choice: { part, color } }) => part.surface === "strands" && color);
  const furs = chosen.flatMap(({ fur }) => (fur ? [linearOf(fur.color)] : []));
  const exponent = strandExponent([...grown.map(({ choice: { color } }) => linearOf(color as Rgb)), ...furs]);
  const layers = dressHead(bound, skin, { exponent, atlas: kit.atlas });
  if (look.material) {
    // Stone is not seen through, nor has it somebody's cut-out picture.
    const carved = layers.filter(({ surface }) => !surface.blend && !(surface.alphaCutoff && surface.baseColor));
    for (const { levels } of carved) for (const level of levels) level.colors = undefined;
    return { dressed: carved, strandExponent: 1 };
  }
  // Of single hairs little is mirrored at once.
  for (const { name, surface, levels } of layers) {
    if (!onAtlas(surface)) continue;
    const albedo = luminance(surface.color ?? [1, 1, 1]);
    // White hair is seen by what it scatters: with dark hair's gloss it would be of glass.
    surface.specular = HAIR_SPECULAR * (1 - PALE_SPECULAR * albedo);
    const { roughness = 1 } = surface;
    surface.roughness = roughness + (1 - roughness) * PALE_ROUGH * albedo;
    for (const level of levels) level.colors = shadeCards(level, albedo);
    const kind = layerKind(name);
    // Fur stands up: light comes between its locks.
    if (kind === "Headwear") for (const level of levels) level.colors = level.colors?.map(Math.sqrt);
    if (kind !== "Brows" && kind !== "Headwear") continue;
    surface.alphaCutoff = THIN_CUTOFF;
    // Short hairs, and fur, that lie every way: what one band of light would make of them is glitter.
    surface.specular = BROW_SPECULAR;
    surface.anisotropy = undefined;
    surface.roughness = 0.8;
  }
  return { dressed: layers, strandExponent: exponent };
}

/** Gives parts their pictures: all cards those of the strand atlas, everything on a statue what it is carved of. */
function paintDressed({ look, dressed }: ShapedHead, { strands, textureSize }: PaintedSurfaces): Layer[] {
  const carved = carvedOf(look);
  if (carved) {
    return dressed.map((layer) => ({
      ...layer,
      surface: { ...paintCarved(layer.levels[0], carved, textureSize / 2), name: layer.name },
    }));
  }
  const { color: baseColor, normal } = strands;
  return dressed.map((layer) =>
    onAtlas(layer.surface) ? { ...layer, surface: { ...layer.surface, baseColor, normal } } : layer,
  );
}

/** Cards without a picture of their own show the strand atlas. */
const onAtlas = ({ alphaCutoff, baseColor }: Surface) => alphaCutoff !== undefined && !baseColor;
