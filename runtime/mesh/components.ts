/** Fills `parent` [vertices] with one representative vertex for each connected component of triangles (union-find). */
export function findComponents(indices: ArrayLike<number>, parent: Uint32Array): Uint32Array {
  const find = (vertex: number) => {
    let at = vertex;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  for (let i = 0; i < parent.length; i++) parent[i] = i;
  for (let i = 0; i < indices.length; i += 3) {
    const root = find(indices[i]);
    parent[find(indices[i + 1])] = root;
    parent[find(indices[i + 2])] = root;
  }
  for (let i = 0; i < parent.length; i++) parent[i] = find(i);
  return parent;
}
