import type { LayerMesh, LayerName, Picture, Surface } from "../../layers/types.ts";
import { linearOf, type Rgb } from "../../surfaces/color.ts";
import type { Slot } from "../describe.ts";
import { type ChosenPart, STRIPES } from "../select-files.ts";
import { joinLevels } from "./join-levels.ts";
import { keepTriangles } from "./keep-triangles.ts";

/** What of one solid part is drawn in one layer: its meshes, and what its slots are made of, each an equal column of u. */
export interface SolidPart {
  levels: LayerMesh[];
  slots: SolidSlot[];
}

/** A slot with the second colour of its stripes, sRGB, which lie along v. */
type SolidSlot = Slot & { stripes?: Rgb };

/** Texels of a slot's column in the picture of roughness and metal: enough for filtering not to mix columns. */
const TEXELS = 8;
/** Side of the picture of stripes, texels, and how often both colours come along v. */
const STRIPED = 256;
const REPEATS = 18;
/** Cloth that fur grows from lies in its shade: factor of sRGB. */
const SHADE = 0.7;

/**
 * A placed solid part by the layers that it is drawn in: what its slots blend, lenses, is drawn after everything else. The main slot is
 * as the choice has it, the others where it names them.
 */
export function solidParts(
  { part, color, colors = {}, metallic, roughness, fur }: ChosenPart,
  levels: LayerMesh[],
): [LayerName, SolidPart][] {
  const slots = Object.entries(part.slots).map(([name, slot], i): SolidSlot => {
    if (i > 0) return { ...slot, color: colors[name] ?? slot.color };
    const own = color ?? slot.color;
    return {
      ...slot,
      color: fur && !fur.edge ? (own.map((value) => SHADE * value) as Rgb) : own,
      ...(colors[STRIPES] ? { stripes: colors[STRIPES] } : {}),
      metallic: metallic ?? slot.metallic,
      roughness: roughness ?? slot.roughness,
    };
  });
  const isClear = (slot: Slot) => (slot.opacity ?? 1) < 1;
  if (!slots.some(isClear)) return [[part.layer, { levels, slots }]];
  const pick = (clear: boolean) =>
    levels.map((mesh) => {
      const kept = mesh.triangles.filter(
        (_, i) => isClear(slots[columnOf(mesh.uvs, mesh.triangles[i - (i % 3)], slots.length)]) === clear,
      );
      return keepTriangles(mesh, [...kept]);
    });
  return [
    [part.layer, { levels: pick(false), slots }],
    ["Lenses", { levels: pick(true), slots: slots.map((slot) => (isClear(slot) ? slot : slots.find(isClear)!)) }],
  ];
}

const columnOf = (uvs: Float32Array, v: number, columns: number) =>
  Math.min(columns - 1, Math.floor(uvs[2 * v] * columns));

/**
 * The solids of a layer as one mesh a level with one surface. Colours go onto the vertices, or where one is striped into a picture of a
 * column each; where slots differ in roughness or metal another says so.
 */
export function solidSurface(name: LayerName, parts: SolidPart[]): { surface: Surface; levels: LayerMesh[] } {
  const slots = parts.flatMap((part) => part.slots);
  const same = (pick: (slot: Slot) => unknown) => slots.every((slot) => `${pick(slot)}` === `${pick(slots[0])}`);
  const alike = same(({ metallic, roughness }) => [metallic, roughness]);
  const isPlain = same(({ color }) => color);
  const isStriped = slots.some(({ stripes }) => stripes);
  const linear = slots.map(({ color }) => linearOf(color));
  const [r, g, b] = [0, 1, 2].map((c) => (isStriped ? 1 : Math.max(1e-4, ...linear.map((color) => color[c]))));
  const meshes = parts.map(({ levels, slots: own }, i) => {
    const first = parts.slice(0, i).reduce((sum, part) => sum + part.slots.length, 0);
    const place = (u: number) => (first + u * own.length) / slots.length;
    return levels.map((mesh): LayerMesh => {
      const colors = new Float32Array((mesh.uvs.length / 2) * 3);
      for (let v = 0; v < mesh.uvs.length / 2; v++) {
        const color = linear[first + columnOf(mesh.uvs, v, own.length)];
        colors.set([color[0] / r, color[1] / g, color[2] / b], 3 * v);
      }
      return {
        ...mesh,
        ...(alike && !isStriped ? {} : { uvs: mesh.uvs.map((x, k) => (k % 2 === 0 ? place(x) : x)) }),
        ...(isPlain || isStriped ? {} : { colors }),
      };
    });
  });
  const surface: Surface = {
    name,
    color: [r, g, b, slots[0].opacity ?? 1],
    ...(isStriped ? { baseColor: stripedPicture(slots) } : {}),
    ...(alike ? { metallic: slots[0].metallic, roughness: slots[0].roughness } : { orm: palette(slots) }),
    ...(name === "Lenses" ? { blend: true, doubleSided: true } : {}),
  };
  return { surface, levels: meshes.reduce(joinLevels) };
}

function palette(slots: Slot[]): Picture {
  const [width, height] = [TEXELS * slots.length, TEXELS];
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const { roughness, metallic } = slots[Math.floor((i % width) / TEXELS)];
    data.set([255, Math.round(255 * roughness), Math.round(255 * metallic)], 3 * i);
  }
  return { width, height, data, channels: 3 };
}

function stripedPicture(slots: SolidSlot[]): Picture {
  const data = new Uint8Array(3 * STRIPED * STRIPED);
  for (let i = 0; i < STRIPED * STRIPED; i++) {
    const { color, stripes } = slots[Math.floor(((i % STRIPED) * slots.length) / STRIPED)];
    const isOther = ((2 * REPEATS * Math.floor(i / STRIPED)) / STRIPED) % 2 >= 1;
    data.set(
      (isOther && stripes ? stripes : color).map((value) => Math.round(255 * value)),
      3 * i,
    );
  }
  return { width: STRIPED, height: STRIPED, data, channels: 3 };
}
