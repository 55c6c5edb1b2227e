import { layeredSurface } from "../../bake/preview/layered-surface.ts";
import { sampleVertices } from "../../bake/preview/sample-vertices.ts";
import type { LayeredHead } from "../../head/layers/types.ts";
import type { LivePreview } from "../job/live-preview.ts";
import type { StageName } from "../job/run-stage.ts";

/** The layers in one mesh, coloured at their vertices; what is seen through is left out. */
export async function previewLayers(
  { layers }: Pick<LayeredHead, "layers">,
  at: { stage: StageName; step: number },
): Promise<LivePreview> {
  const surface = layeredSurface({ layers: layers.filter(({ surface: { blend } }) => !blend) });
  const { mesh } = surface;
  const { colors, normals, occlusion } = await sampleVertices(surface);
  const count = mesh.positions.length / 3;
  const bytes = new Uint8Array(count * 4).fill(255);
  for (let v = 0; v < count; v++)
    for (let c = 0; c < 3; c++) bytes[4 * v + c] = Math.round(255 * Math.min(1, colors[3 * v + c] * occlusion[v]));
  const { positions, indices, cutout } = mesh;
  return { ...at, positions, indices, normals, colors: bytes, cutout };
}
