import { layeredSurface } from "../../bake/preview/layered-surface.ts";
import type { LayeredHead } from "../../head/layers/types.ts";
import type { LivePreview } from "../job/live-preview.ts";
import type { StageName } from "../job/run-stage.ts";

/** The layers in one mesh, coloured at their vertices. Cards are whole there: no texel cuts them out. */
export async function previewLayers(
  head: Pick<LayeredHead, "layers">,
  at: { stage: StageName; step: number },
): Promise<LivePreview> {
  const { mesh, sample } = layeredSurface(head);
  const count = mesh.positions.length / 3;
  // A vertex is a corner of some triangle: weights of the corners as `sample` takes them.
  const [triangle, weights] = [new Uint32Array(count), new Float32Array(count * 2)];
  for (let i = 0; i < mesh.indices.length; i++) {
    const vertex = mesh.indices[i];
    triangle[vertex] = Math.floor(i / 3);
    weights[2 * vertex] = i % 3 === 1 ? 1 : 0;
    weights[2 * vertex + 1] = i % 3 === 2 ? 1 : 0;
  }
  const { colors, normals, occlusion } = await sample(triangle, weights);
  const bytes = new Uint8Array(count * 4).fill(255);
  for (let v = 0; v < count; v++)
    for (let c = 0; c < 3; c++) bytes[4 * v + c] = Math.round(255 * Math.min(1, colors[3 * v + c] * occlusion[v]));
  return { ...at, positions: mesh.positions, indices: mesh.indices, normals, colors: bytes };
}
