/** A coordinate within the cube [−1, 1]³ that fields are asked in: what lies outside is brought to its face. */
export function withinCube(x: number): number {
  return Math.min(1, Math.max(-1, x));
}
