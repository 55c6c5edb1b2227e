import type { LayerMesh } from "../layers/types.ts";

/** Height below which hair and beards hang free, and over how much of it they come to their full length: head units. */
const [CHIN, EASE] = [-0.75, 0.15];

/**
 * Makes what hangs below the chin longer, or shorter: straight down, by a factor that rises smoothly from 1 at the chin, so that
 * nothing above it moves.
 */
export function hang({ positions, normals }: Pick<LayerMesh, "positions" | "normals">, length: number): void {
  for (let i = 0; i < positions.length; i += 3) {
    const depth = CHIN - positions[i + 1];
    if (depth <= 0) continue;
    const far = depth + EASE;
    positions[i + 1] -= ((length - 1) * depth * depth) / far;
    // A normal turns as the inverse of what is drawn out.
    const slope = 1 + ((length - 1) * depth * (depth + 2 * EASE)) / (far * far);
    const [x, y, z] = [normals[i], normals[i + 1] / slope, normals[i + 2]];
    const size = Math.hypot(x, y, z) || 1;
    normals.set([x / size, y / size, z / size], i);
  }
}
