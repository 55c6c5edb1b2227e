import { createField, type Field } from "../../field/field.ts";
import { type HeadDocument, type ImportRecord, readDocument } from "../../head/document.ts";
import { OWN_TENSOR } from "../../head/own-surfaces.ts";
import { HEAD_FILES, type HeadStore } from "../../head/store.ts";
import { shapeTemplate } from "../../head/template-shape.ts";
import { readTensors } from "../../head/tensors.ts";
import { fieldColors } from "../../stages/color/render-color.ts";
import type { Tools } from "../../stages/engine.ts";
import { restoreField } from "../../stages/files/checkpoint.ts";
import { readGeometry } from "../../stages/files/geometry-file.ts";
import type { GridRecipe } from "../../stages/recipe.ts";
import { findHead } from "../align/find-head.ts";
import { gatherParts } from "../source/gather-parts.ts";
import { readSource } from "../source/read-source.ts";
import { joinParts } from "../source/source-mesh.ts";
import { ImportError, type ImportHost } from "../types.ts";
import { createChange } from "./head-change.ts";
import { moveVertices } from "./move-vertices.ts";
import { joinGlb, parseGlb } from "./patch-glb.ts";
import { repaintImages } from "./repaint-images.ts";
import { repaintVertices } from "./repaint-vertices.ts";
import { withoutDraco } from "./without-draco.ts";

/** What went back onto the original. */
export interface BakeBackReport {
  /** Vertices moved, and the furthest move in % of the head's height. */
  moved: number;
  furthest: number;
  /** Texels changed, by image. */
  texels: Record<string, number>;
  /** Vertices coloured of parts that have no texture. */
  vertices: number;
}

/**
 * Bakes the edits of an imported head back onto the character it came from: the moves of its vertices, and the change of
 * the colour field in the original's own texture layout. Joints, weights, morph targets, materials, other meshes, names,
 * animations and extensions stay the bytes they were. Parts without a texture take the colours at their vertices; geometry that
 * came compressed with Draco goes back uncompressed.
 * @param edited the child, or a child's child, of `imported`.
 * @throws ImportError "not-imported", "other-surface"; what reading the source throws.
 */
export async function bakeBack(
  { edited, imported, what = "both" }: { edited: HeadStore; imported: HeadStore; what?: "shape" | "color" | "both" },
  tools: Tools,
  host: ImportHost,
): Promise<{ glb: Uint8Array; report: BakeBackReport }> {
  const { kernels, template } = tools;
  const { recipe, record } = await importedDocument(imported);
  const bytes = await withoutDraco(await mustRead(imported, HEAD_FILES.source), host);
  const glb = parseGlb(bytes);
  const document = await readSource(bytes, host);
  const head = findHead(document, record.found.how === "position" ? undefined : record.found.name);
  const parts = await gatherParts(document, head, host);
  const mesh = joinParts(parts, record.alignment.matrix);
  const { geometry: before, rest } = readGeometry(await mustRead(imported, HEAD_FILES.geometry), HEAD_FILES.geometry);
  const after = readGeometry(await mustRead(edited, HEAD_FILES.geometry), HEAD_FILES.geometry).geometry;
  if (after.indices.length !== before.indices.length || after.indices.some((v, i) => v !== before.indices[i])) {
    throw new ImportError(
      "other-surface",
      "the edited head has another surface than the imported one; edit the imported head or a child of it",
    );
  }
  const moves = after.positions.map((value, i) => value - before.positions[i]);
  const change = createChange(before, moves, shapeTemplate(template, {}), rest[OWN_TENSOR] as Uint32Array | undefined);
  const report: BakeBackReport = { moved: 0, furthest: 0, texels: {}, vertices: 0 };
  if (what !== "color") {
    const { moved, furthest } = moveVertices(glb, { document }, mesh, record.alignment.matrix, change);
    Object.assign(report, { moved, furthest: (100 * furthest) / template.frame.headHeight });
  }
  const top = kernels.store.mark();
  try {
    if (what !== "shape") {
      const [was, is] = [await loadColor(tools, recipe, imported), await loadColor(tools, recipe, edited)];
      const colors = {
        before: (points: Float32Array) => fieldColors(kernels, was, points),
        after: (points: Float32Array) => fieldColors(kernels, is, points),
      };
      report.texels = await repaintImages(glb, mesh, change, colors, tools.encodeImage);
      report.vertices = repaintVertices(glb, mesh, change, colors);
    }
  } finally {
    kernels.store.release(top);
  }
  return { glb: joinGlb(glb), report };
}

async function importedDocument(store: HeadStore): Promise<{ recipe: GridRecipe; record: ImportRecord }> {
  const document: HeadDocument | undefined = await readDocument(store);
  if (!document?.import || document.status !== "done") {
    throw new ImportError(
      "not-imported",
      "the head was not imported from a GLB, or its import is not finished; nothing to bake back onto",
    );
  }
  return { recipe: document.recipe as GridRecipe, record: document.import };
}

async function loadColor({ kernels }: Tools, recipe: GridRecipe, store: HeadStore): Promise<Field> {
  const field = createField(kernels, { ...recipe.texture.field, outputs: 3 }, recipe.seed + 1);
  restoreField(field, readTensors(await mustRead(store, HEAD_FILES.color), HEAD_FILES.color).tensors, HEAD_FILES.color);
  return field;
}

async function mustRead(store: HeadStore, name: string): Promise<Uint8Array> {
  const bytes = await store.read(name);
  if (!bytes) throw new Error(`the head has no ${name}; finish it first`);
  return bytes;
}
