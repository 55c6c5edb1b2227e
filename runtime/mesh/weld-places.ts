/** The first vertex at each vertex's place. @param positions F32 [V, 3]. @returns U32 [V]. */
export function weldPlaces(positions: Float32Array): Uint32Array {
  const out = new Uint32Array(positions.length / 3);
  // Chains of first vertices whose places share a key, by the next one's number and 1; 0 ends one.
  const [heads, next] = [new Map<number, number>(), new Uint32Array(out.length)];
  for (let v = 0; v < out.length; v++) {
    const [x, y, z] = [positions[3 * v], positions[3 * v + 1], positions[3 * v + 2]];
    const key = (8191 * x + 131071 * y + 1e6 * z) | 0;
    let found = heads.get(key) ?? 0;
    while (found > 0) {
      const at = 3 * (found - 1);
      if (positions[at] === x && positions[at + 1] === y && positions[at + 2] === z) break;
      found = next[found - 1];
    }
    out[v] = found > 0 ? found - 1 : v;
    if (found > 0) continue;
    next[v] = heads.get(key) ?? 0;
    heads.set(key, v + 1);
  }
  return out;
}
