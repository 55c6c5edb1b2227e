/**
 * Leaves one solid without hollows: parts too thin for the grid break into specks, which marching would turn into loose
 * splinters. Everything inside but the largest piece, then everything outside but the largest, changes its sign.
 * Neighbours are those along the edges of DMTet's tetrahedra (six to a cube, around its diagonal); the outermost layer of
 * vertices, which never carries a surface, is left alone.
 * @param sdf [side³] in place, negative inside.
 */
export function keepOnePiece(sdf: Float32Array, side: number): void {
  const plane = side * side;
  const steps = [1, side, plane, 1 + side, 1 + plane, side + plane, 1 + side + plane];
  const neighbours = Int32Array.from([...steps, ...steps.map((step) => -step)]);
  const queue = new Uint32Array(sdf.length);
  for (const sign of [-1, 1]) {
    const open = selectInterior(sdf, side, sign);
    const pieces: Uint32Array[] = [];
    for (let start = 0; start < sdf.length; start++) {
      if (!open[start]) continue;
      let end = 1;
      queue[0] = start;
      open[start] = 0;
      for (let head = 0; head < end; head++) {
        for (let k = 0; k < neighbours.length; k++) {
          const j = queue[head] + neighbours[k];
          if (!open[j]) continue;
          open[j] = 0;
          queue[end++] = j;
        }
      }
      pieces.push(queue.slice(0, end));
    }
    pieces.sort((a, b) => b.length - a.length);
    for (const piece of pieces.slice(1)) for (const i of piece) sdf[i] = -sdf[i] || -sign * 1e-6;
  }
}

/** 1 for the vertices of one sign (zero counts as outside) that are not on the grid's outermost layer. */
function selectInterior(sdf: Float32Array, side: number, sign: number): Uint8Array {
  const out = new Uint8Array(sdf.length);
  for (let z = 1; z < side - 1; z++) {
    for (let y = 1; y < side - 1; y++) {
      const row = side * (y + side * z);
      for (let i = row + 1; i < row + side - 1; i++) out[i] = sdf[i] < 0 === sign < 0 ? 1 : 0;
    }
  }
  return out;
}
