import { type BakedHead, bakeHead } from "../bake/bake-head.ts";
import { renderPreview, type Sheet } from "../bake/preview.ts";
import { bakedSurface } from "../bake/surfaces.ts";
import type { HeadLayout } from "../bake/types.ts";
import type { Field } from "../field/field.ts";
import type { HeadShape } from "../head/template-shape.ts";
import type { Tools } from "./engine.ts";
import type { Recipe } from "./recipe.ts";
import { type FixedMesh, fieldColors } from "./render-color.ts";
import { dressedRegion } from "./surface-material.ts";

const LICENCE = "Made with babylon-headartist; the head belongs to whoever made it. Template: MakeHuman, CC0 1.0.";

/** What is as rough as hair. */
const HAIRY = ["hair", "beard"] as const;

/**
 * Bakes the finished surface and its colours into a GLB.
 * @param report called with the step and the share done. @param layout of the head this one was edited from.
 * @param material see `BakeInput`. @param copyright who made the head, and its terms.
 */
export function bakeFinished(
  engine: Tools,
  recipe: Recipe,
  shape: HeadShape,
  mesh: FixedMesh,
  field: Field,
  report: (step: string, done: number) => void,
  layout?: HeadLayout,
  material?: Float32Array,
  copyright = LICENCE,
): Promise<BakedHead> {
  const { kernels, template, encodeImage } = engine;
  const positions = mesh.positions.slice();
  return bakeHead(
    {
      mesh: { positions, indices: mesh.indices.slice(), colorAt: mesh.canonical?.slice() },
      layout,
      material,
      color: (points) => fieldColors(kernels, field, points),
      regions: { names: template.regionNames, of: (points) => dressedRegion(engine, recipe, shape, points, HAIRY) },
      sockets: Object.entries({ ...shape.sockets, ...shape.pivots }).map(([name, position]) => ({ name, position })),
      copyright,
      maker: engine.maker,
      recipe,
    },
    {
      ...recipe.bake,
      metresPerUnit: template.metresPerUnit,
      material: recipe.bake.material ?? { metallic: 0 },
    },
    { encodeImage, onProgress: report },
  );
}

/** The turntable sheet of a baked head, as a PNG. */
export async function previewBaked(engine: Tools, baked: BakedHead): Promise<Uint8Array> {
  const sheet: Sheet = await renderPreview(bakedSurface(baked.mesh, baked.textures));
  const rgba = new Uint8Array(sheet.width * sheet.height * 4).fill(255);
  for (let i = 0; i < sheet.width * sheet.height; i++) rgba.set(sheet.rgb.subarray(i * 3, i * 3 + 3), i * 4);
  return engine.encodeImage(rgba, sheet.width, sheet.height, "png");
}
