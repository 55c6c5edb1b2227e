import type { Surface, SurfaceSamples } from "./surfaces.ts";

/** What a surface looks like at its vertices, each of which is a corner of some triangle. */
export async function sampleVertices({ mesh, sample }: Surface): Promise<SurfaceSamples> {
  const count = mesh.positions.length / 3;
  const [triangle, weights] = [new Uint32Array(count), new Float32Array(count * 2)];
  for (let i = 0; i < mesh.indices.length; i++) {
    const vertex = mesh.indices[i];
    triangle[vertex] = Math.floor(i / 3);
    weights[2 * vertex] = i % 3 === 1 ? 1 : 0;
    weights[2 * vertex + 1] = i % 3 === 2 ? 1 : 0;
  }
  return sample(triangle, weights);
}
