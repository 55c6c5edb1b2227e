import { layeredSurface } from "../../bake/preview/layered-surface.ts";
import { sampleVertices } from "../../bake/preview/sample-vertices.ts";
import type { Layer, LayeredHead, LayerName } from "../../head/layers/types.ts";
import type { LivePreview } from "../job/live-preview.ts";
import type { StageName } from "../job/run-stage.ts";

/** Cards so small that they would be planks: the skin is tinted below them. */
const LEFT_OUT: readonly LayerName[] = ["Lashes", "Brows"];

/** Whether a preview without textures shows a layer. */
export const isPreviewed = ({ name, surface }: Pick<Layer, "name" | "surface">): boolean =>
  surface.alphaCutoff === undefined || !LEFT_OUT.includes(name);

/** The layers in one mesh, coloured at their vertices. Cards of hair are whole there: no texel cuts them out. */
export async function previewLayers(
  { layers }: Pick<LayeredHead, "layers">,
  at: { stage: StageName; step: number },
): Promise<LivePreview> {
  const surface = layeredSurface({ layers: layers.filter(isPreviewed) });
  const { mesh } = surface;
  const { colors, normals, occlusion } = await sampleVertices(surface);
  const count = mesh.positions.length / 3;
  const bytes = new Uint8Array(count * 4).fill(255);
  for (let v = 0; v < count; v++)
    for (let c = 0; c < 3; c++) bytes[4 * v + c] = Math.round(255 * Math.min(1, colors[3 * v + c] * occlusion[v]));
  return { ...at, positions: mesh.positions, indices: mesh.indices, normals, colors: bytes };
}
