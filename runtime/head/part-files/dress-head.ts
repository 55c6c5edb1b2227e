import type { Layer, LayerMesh, Surface } from "../layers/types.ts";
import { linearOf } from "../surfaces/color.ts";
import type { BoundPart } from "./bind.ts";
import type { SkinMesh } from "./dense-target.ts";
import { placePart } from "./place.ts";
import type { ChosenPart } from "./select-files.ts";
import { slotColors } from "./slot-colors.ts";
import { hairUnderHat } from "./under-hat.ts";

/** Linear brightness of hair as it is seen (0.45 of the strand atlas, 0.75 of the outer cards' own tones measured): colours are divided by it. */
const ATLAS_MEAN = 0.4;

/**
 * Puts chosen parts on a head as layers, whose cards lack the pictures of the strand atlas. Parts of one layer are joined into one mesh, which has the first one's surface.
 * @param chosen each choice with its part bound to the average skin. @param skin of this head.
 */
export function dressHead(chosen: { choice: ChosenPart; bound: BoundPart }[], skin: SkinMesh): Layer[] {
  const layers: Layer[] = [];
  for (const { choice, bound } of chosen) {
    const { part } = bound;
    const levels = placePart(bound, skin, { size: choice.size, length: choice.length });
    const surface = surfaceOf(choice);
    if (part.surface === "solid") colorSlots(choice, surface, levels);
    const twin = layers.find(({ name }) => name === part.layer);
    if (twin) twin.levels = joinLevels(twin.levels, levels);
    else layers.push({ name: part.layer, surface, levels });
  }
  const [hair, hat] = (["Hair", "Headwear"] as const).map((name) => layers.find((layer) => layer.name === name));
  if (hair && hat) {
    const open = !chosen.some(({ bound: { part } }) => part.layer === "Headwear" && part.fit.covers.includes("scalp"));
    hair.levels = hair.levels.map((level) => hairUnderHat(level, hat.levels[0], { open }));
  }
  return layers;
}

/** The main slot may have another colour; the others keep theirs. */
function colorSlots({ part, color }: ChosenPart, surface: Surface, levels: LayerMesh[]): void {
  const [main, ...others] = Object.values(part.slots).map((slot) => slot.color);
  if (others.length === 0) return;
  for (const level of levels) {
    const slots = slotColors(level.uvs, [color ?? main, ...others]);
    level.colors = slots.colors;
    surface.color = [...slots.color, 1];
  }
}

function surfaceOf({ part, color, metallic, roughness }: ChosenPart): Surface {
  const slot = Object.values(part.slots)[0];
  const linear = linearOf(color ?? slot.color);
  const rough = roughness ?? slot.roughness;
  if (part.surface === "solid") {
    return {
      name: part.layer,
      color: [linear[0], linear[1], linear[2], 1],
      metallic: metallic ?? slot.metallic,
      roughness: rough,
    };
  }
  // As bright as the strands can show it: channels cut off one by one would turn blond green.
  const whole = Math.max(ATLAS_MEAN, ...linear);
  const lit = linear.map((x) => x / whole);
  return {
    name: part.layer,
    color: [lit[0], lit[1], lit[2], 1],
    metallic: metallic ?? slot.metallic,
    roughness: rough,
    // Below one half, since mips thin out what is cut.
    alphaCutoff: 0.4,
    doubleSided: true,
    // Strands run along v: their gloss is drawn out across them, along the tangent.
    anisotropy: { strength: 0.75, rotation: 0 },
  };
}

/** Two parts of one layer as one mesh a level; the first one's surface is both's. */
function joinLevels(a: LayerMesh[], b: LayerMesh[]): LayerMesh[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, level) =>
    join(a[Math.min(level, a.length - 1)], b[Math.min(level, b.length - 1)]),
  );
}

function join(a: LayerMesh, b: LayerMesh): LayerMesh {
  const first = a.positions.length / 3;
  const floats = (x: Float32Array, y: Float32Array) => Float32Array.from([...x, ...y]);
  const targets = new Map(a.targets);
  for (const [name, { indices, positions, normals }] of b.targets) {
    const shifted = indices.map((v) => v + first);
    const before = targets.get(name);
    targets.set(name, {
      indices: before ? Uint32Array.from([...before.indices, ...shifted]) : shifted,
      positions: before ? floats(before.positions, positions) : positions,
      normals: before ? floats(before.normals, normals) : normals,
    });
  }
  return {
    positions: floats(a.positions, b.positions),
    normals: floats(a.normals, b.normals),
    uvs: floats(a.uvs, b.uvs),
    ...(a.colors || b.colors ? { colors: floats(colorsOf(a), colorsOf(b)) } : {}),
    triangles: Uint32Array.from([...a.triangles, ...b.triangles.map((v) => v + first)]),
    weld: Uint32Array.from([...a.weld, ...b.weld.map((v) => v + first)]),
    joints: Uint8Array.from([...a.joints, ...b.joints]),
    weights: floats(a.weights, b.weights),
    targets,
  };
}

const colorsOf = ({ colors, positions }: LayerMesh) => colors ?? new Float32Array(positions.length).fill(1);
