import { findComponents } from "../../mesh/components.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { BakeError } from "../types.ts";

export interface RepairOptions {
  /** Closed pieces whose volume is below this part of the largest one's are dust and go. */
  smallestPiece: number;
}

const REPAIR_DEFAULTS: RepairOptions = { smallestPiece: 0.0005 };

export interface RepairReport {
  /** Pieces dropped: dust, and cavities that nobody can see from outside. */
  piecesDropped: number;
  /** Triangles dropped because an edge of theirs already had two others, or because they were named twice. */
  trianglesDropped: number;
  /** Edges left with one triangle alone: 0 for a watertight surface. */
  openEdges: number;
}

/**
 * The triangles of a surface that are worth unwrapping, as a new index list over the same vertices: in range, each edge
 * run through at most once each way, no dust and no inner cavities. Vertices are never moved or renumbered, so
 * whatever speaks of the input's vertices still holds.
 * Throws BakeError "empty-mesh" where nothing is left, "bad-mesh" for indices or positions no mesh can have.
 */
export function repairMesh(
  mesh: TriMesh,
  options: Partial<RepairOptions> = {},
): { indices: Uint32Array; report: RepairReport } {
  const { smallestPiece } = { ...REPAIR_DEFAULTS, ...options };
  const { positions, indices } = mesh;
  const vertices = positions.length / 3;
  for (let i = 0; i < positions.length; i++)
    if (!Number.isFinite(positions[i])) throw new BakeError("bad-mesh", `vertex ${Math.floor(i / 3)} is not finite`);

  // An edge from a to b may occur once: its twin runs from b to a. Doubles hold a·V + b exactly.
  const seen = new Set<number>();
  const clean: number[] = [];
  const spare: number[][] = [];
  let trianglesDropped = 0;
  for (let t = 0; t < indices.length; t += 3) {
    const a = indices[t];
    const b = indices[t + 1];
    const c = indices[t + 2];
    if (a >= vertices || b >= vertices || c >= vertices)
      throw new BakeError("bad-mesh", `triangle ${t / 3} names a vertex beyond the ${vertices} given`);
    if (a === b || b === c || c === a) {
      trianglesDropped++;
      continue;
    }
    const edges = [a * vertices + b, b * vertices + c, c * vertices + a];
    if (edges.some((edge) => seen.has(edge))) {
      // Turned so that the doubled edge comes first.
      const first = edges.findIndex((edge) => seen.has(edge));
      spare.push(first === 0 ? [a, b, c] : first === 1 ? [b, c, a] : [c, a, b]);
      continue;
    }
    for (const edge of edges) seen.add(edge);
    clean.push(a, b, c);
  }
  trianglesDropped += spare.length;
  // Two sheets pinched together at edge ab: the second sheet's pair abc, bad becomes adc, dbc, which leaves no hole.
  for (let i = 0; i < spare.length; i++)
    for (let j = i + 1; j < spare.length; j++) {
      const [a, b, c] = spare[i];
      const [b2, a2, d] = spare[j];
      if (a !== a2 || b !== b2 || c === d) continue;
      const turned = [a, d, c, d, b, c];
      const edges = [0, 1, 2, 3, 4, 5].map((k) => turned[k] * vertices + turned[k % 3 === 2 ? k - 2 : k + 1]);
      if (edges.some((edge) => seen.has(edge))) continue;
      for (const edge of edges) seen.add(edge);
      clean.push(...turned);
      trianglesDropped -= 2;
    }

  // Signed volume tells solid from cavity.
  const pieces = findComponents(clean, new Uint32Array(vertices));
  const volumes = new Map<number, number>();
  for (let t = 0; t < clean.length; t += 3) {
    const [a, b, c] = [3 * clean[t], 3 * clean[t + 1], 3 * clean[t + 2]];
    const volume =
      positions[a] * (positions[b + 1] * positions[c + 2] - positions[b + 2] * positions[c + 1]) +
      positions[a + 1] * (positions[b + 2] * positions[c] - positions[b] * positions[c + 2]) +
      positions[a + 2] * (positions[b] * positions[c + 1] - positions[b + 1] * positions[c]);
    const piece = pieces[clean[t]];
    volumes.set(piece, (volumes.get(piece) ?? 0) + volume / 6);
  }
  const largest = Math.max(0, ...volumes.values());
  const kept: number[] = [];
  for (let t = 0; t < clean.length; t += 3)
    if (largest === 0 || volumes.get(pieces[clean[t]])! > largest * smallestPiece)
      kept.push(clean[t], clean[t + 1], clean[t + 2]);
  if (kept.length === 0) throw new BakeError("empty-mesh", "the surface has no triangle left to bake");

  let openEdges = 0;
  const keptEdges = new Set<number>();
  for (let i = 0; i < kept.length; i++) keptEdges.add(kept[i] * vertices + kept[i % 3 === 2 ? i - 2 : i + 1]);
  for (const edge of keptEdges) {
    const b = edge % vertices;
    if (!keptEdges.has(b * vertices + (edge - b) / vertices)) openEdges++;
  }
  const piecesDropped = [...volumes.values()].filter((v) => largest > 0 && v <= largest * smallestPiece).length;
  return { indices: new Uint32Array(kept), report: { piecesDropped, trianglesDropped, openEdges } };
}
