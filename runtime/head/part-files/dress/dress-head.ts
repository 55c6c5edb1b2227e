import {
  type Layer,
  type LayerMesh,
  type LayerName,
  layerKind,
  type PartLayer,
  type Surface,
} from "../../layers/types.ts";
import { linearOf } from "../../surfaces/color.ts";
import { strandBrightness } from "../../surfaces/hair/bleach-strands.ts";
import type { AtlasLayout } from "../../surfaces/hair/paint-strands.ts";
import type { BoundPart } from "../bind.ts";
import type { SkinMesh } from "../dense-target.ts";
import { placePart } from "../place.ts";
import type { Part } from "../read-part.ts";
import type { ChosenPart } from "../select-files.ts";
import { type FurPlace, growFur } from "./grow-fur.ts";
import { joinLevels } from "./join-levels.ts";
import { type SolidPart, solidParts, solidSurface } from "./solid-parts.ts";
import { texturedSurface } from "./textured-surface.ts";
import { hairUnderHat } from "./under-hat.ts";

/**
 * Puts chosen parts on a head as layers, whose cards lack the pictures of the strand atlas. Parts of one layer are joined into one mesh; what is blended of them, lenses, is a layer of its own.
 * @param chosen each choice with its part bound to the average skin. @param skin of this head. @param exponent of the strand atlas's greys.
 * @param atlas of the strands: fur is left out without it.
 */
export function dressHead(
  chosen: { choice: ChosenPart; bound: BoundPart }[],
  skin: SkinMesh,
  { exponent = 1, atlas }: { exponent?: number; atlas?: AtlasLayout } = {},
): Layer[] {
  const layers: Layer[] = [];
  const solids = new Map<LayerName, SolidPart[]>();
  const textured: { choice: ChosenPart; part: Part; levels: LayerMesh[] }[] = [];
  const furs: { choice: ChosenPart; levels: LayerMesh[] }[] = [];
  for (const { choice, bound } of chosen) {
    const { part } = bound;
    const levels = placePart(bound, skin, { size: choice.size, length: choice.length });
    if (part.surface === "textured") {
      textured.push({ choice, part, levels });
      continue;
    }
    if (part.surface === "solid") {
      for (const [name, solid] of solidParts(choice, levels)) solids.set(name, [...(solids.get(name) ?? []), solid]);
      if (choice.fur && atlas) furs.push({ choice, levels: furOf(choice, levels, atlas) });
      continue;
    }
    const twin = layers.find(({ name }) => name === part.layer);
    if (twin) twin.levels = joinLevels(twin.levels, levels);
    else layers.push({ name: part.layer, surface: strandSurface(choice, exponent), levels });
  }
  for (const [name, parts] of solids) layers.push({ name, ...solidSurface(name, parts) });
  for (const { choice, part, levels } of textured) {
    const name = freeName(layers, part.layer);
    layers.push({ name, surface: texturedSurface(name, choice, part), levels });
  }
  const ofKind = (kind: PartLayer) => layers.filter(({ name }) => layerKind(name) === kind);
  const open = !chosen.some(({ bound: { part } }) => part.layer === "Headwear" && part.fit.covers.includes("scalp"));
  for (const hat of ofKind("Headwear")) {
    for (const hair of ofKind("Hair"))
      hair.levels = hair.levels.map((level) => hairUnderHat(level, hat.levels[0], { open }));
  }
  for (const { choice, levels } of furs) {
    const surface = strandSurface({ ...choice, color: choice.fur?.color }, exponent);
    const name = freeName(layers, choice.part.layer);
    layers.push({ name, surface: { ...surface, name }, levels });
  }
  return layers;
}

/** Fur grows from the main slot, or along the edge of what is trimmed with it. */
function furOf({ part, fur }: ChosenPart, levels: LayerMesh[], atlas: AtlasLayout): LayerMesh[] {
  const slots = Object.keys(part.slots).length;
  const place: FurPlace = fur?.edge ? "edge" : "over";
  return growFur(levels, atlas, { place, wanted: ({ uvs }, v) => uvs[2 * v] * slots < 1 });
}

function freeName(layers: Layer[], kind: PartLayer): LayerName {
  for (let i = 1; ; i++) {
    const name: LayerName = i === 1 ? kind : `${kind}${i}`;
    if (!layers.some((layer) => layer.name === name)) return name;
  }
}

function strandSurface({ part, color, metallic, roughness }: ChosenPart, exponent: number): Surface {
  const slot = Object.values(part.slots)[0];
  const linear = linearOf(color ?? slot.color);
  // As bright as the strands can show it: channels cut off one by one would turn blond green.
  const whole = Math.max(strandBrightness(exponent), ...linear);
  const lit = linear.map((x) => x / whole);
  return {
    name: part.layer,
    color: [lit[0], lit[1], lit[2], 1],
    metallic: metallic ?? slot.metallic,
    roughness: roughness ?? slot.roughness,
    // Below one half, since mips thin out what is cut.
    alphaCutoff: 0.4,
    doubleSided: true,
    // Strands run along v: their gloss is drawn out across them, along the tangent.
    anisotropy: { strength: 0.75, rotation: 0 },
  };
}
