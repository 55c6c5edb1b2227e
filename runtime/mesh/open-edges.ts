/** An edge a → b of a triangle that no other triangle runs through as b → a. */
export interface OpenEdge {
  a: number;
  b: number;
  triangle: number;
}

/** Edges that have a triangle on one side alone. @param indices [T, 3], welded where places are doubled. @param vertices above every index. */
export function openEdges(indices: ArrayLike<number>, vertices: number): OpenEdge[] {
  const open = new Map<number, OpenEdge>();
  for (let i = 0; i < indices.length; i++) {
    const [a, b] = [indices[i], indices[i % 3 === 2 ? i - 2 : i + 1]];
    if (!open.delete(b * vertices + a)) open.set(a * vertices + b, { a, b, triangle: Math.floor(i / 3) });
  }
  return [...open.values()];
}
