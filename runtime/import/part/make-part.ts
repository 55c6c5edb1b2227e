import type { Fit, PartDescription } from "../../head/part-files/describe.ts";
import type { PartLevel } from "../../head/part-files/write/part-level.ts";
import { writePart } from "../../head/part-files/write-part.ts";
import { gatherParts } from "../source/gather-parts.ts";
import { readSource } from "../source/read-source.ts";
import { joinParts, type SourceMesh } from "../source/source-mesh.ts";
import type { SourceHost } from "../types.ts";
import { chooseNodes, meshNames } from "./choose-nodes.ts";
import { checkPlace, type Placing, placement } from "./place-mesh.ts";
import { readSlots } from "./read-slots.ts";
import { solidLevels } from "./solid-levels.ts";
import { isUneven, paintCells } from "./textured/paint-cells.ts";
import { texturedLevels } from "./textured/textured-levels.ts";

/** What an artist says of a mesh that is to be a part. */
export interface PartWish extends Pick<PartDescription, "kind" | "name" | "words" | "layer" | "licence" | "source"> {
  fit: Fit;
  placing: Placing;
  /** Names of the nodes to take; the whole file where left out. */
  node?: string;
}

/** What the host lends to whoever makes a part. */
export interface PartHost extends SourceHost {
  encodeImage(rgba: Uint8Array, width: number, height: number, format: "png" | "jpeg"): Promise<Uint8Array>;
}

/**
 * Makes a part of somebody's mesh: its materials become colour slots. What shows plain colours gets an inside where it is open, and has
 * the mean of them a slot; what shows pictures or colours of its vertices keeps them, cut out where its material says so. Coarser levels
 * are made.
 * @returns the bytes of the part's file.
 * @throws ImportError what `readSource` and `gatherParts` throw; "misplaced" where size or place is no head's; "materials"; "no-such-node".
 */
export async function makePart(
  bytes: Uint8Array,
  wish: PartWish,
  host: PartHost,
  metresPerUnit: number,
): Promise<Uint8Array> {
  const document = await readSource(bytes, host);
  const parts = await gatherParts(document, chooseNodes(document, wish.node), host);
  const loose = joinParts(parts, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  const matrix = placement(loose, wish.kind, wish.placing);
  const mesh = joinParts(parts, matrix);
  const several = wish.node === undefined && new Set(parts.map(({ node }) => node)).size > 1;
  checkPlace(mesh.positions, several ? meshNames(document) : undefined);
  const { slots, slotOf } = readSlots(document, mesh);
  const { fit, kind, name, words, layer, licence, source } = wish;
  const told = { kind, name, words, layer, carved: false, fit, licence, source };
  const inUnits = (levels: PartLevel[]) =>
    levels.map((level) => ({
      ...level,
      positions: Array.from(level.positions, (metres) => metres / metresPerUnit),
    }));
  if (!isPictured(mesh)) {
    const levels = inUnits(await solidLevels(mesh, slotOf, slots.length));
    const named = Object.fromEntries(slots.map(({ name: slot, slot: is }) => [slot, is]));
    return writePart({ ...told, surface: "solid", slots: named }, levels);
  }
  const { picture, cells, uvs, tints, cutoff } = paintCells(mesh, slots, slotOf);
  const levels = inUnits(await texturedLevels(document, mesh, { matrix, uvs, tints, cards: cutoff !== undefined }));
  const type = cutoff === undefined ? "jpeg" : "png";
  const encoded = await host.encodeImage(picture.data, picture.width, picture.height, type);
  const named = Object.fromEntries(
    slots.map(({ name: slot, slot: { color, metallic, roughness } }, i) => [
      slot,
      { color, metallic, roughness, cell: cells[i] },
    ]),
  );
  return writePart(
    { ...told, surface: "textured", slots: named, ...(cutoff === undefined ? {} : { cutoff }) },
    levels,
    { bytes: encoded, type: `image/${type}` },
  );
}

/** Whether any of it shows a picture, or its vertices have colours that differ. */
function isPictured({ parts }: SourceMesh): boolean {
  return parts.some(({ paint }) => (paint.image && paint.uvs) || isUneven(paint));
}
