import { weldPlaces } from "../../mesh/weld-places.ts";
import type { Part, PartMesh } from "./read-part.ts";

/** Parts lie within this distance of the eyes, head units: further off is a wrong scale or origin. */
const REACH = 3;

/**
 * What is wrong with a part that can be read: each line names the level and the remedy. Empty where all is well.
 * @param path folder and file name, which must be the part's kind and name; not checked where left out.
 */
export function checkPart(part: Part, path?: { kind: string; name: string }): string[] {
  const problems: string[] = [];
  if (path && path.kind !== part.kind)
    problems.push(`kind "${part.kind}" lies in folder "${path.kind}"; move it to "${part.kind}"`);
  if (path && path.name !== part.name)
    problems.push(`name "${part.name}" is not the file's, "${path.name}"; rename one of them`);
  const { bind, anchors, sizes } = part.fit;
  if (bind === "anchors" && anchors.length === 0) problems.push('fit.bind "anchors" needs fit.anchors');
  if (bind === "pose" && anchors.length !== 3) {
    problems.push(
      `fit.bind "pose" needs three fit.anchors (the place that is kept, left, right); there are ${anchors.length}`,
    );
  }
  if (sizes[0] > sizes[1]) problems.push(`fit.sizes runs from ${sizes[0]} to ${sizes[1]}; put the lesser first`);
  for (const [i, mesh] of part.meshes.entries()) {
    const level = part.levels[i];
    const say = (message: string) => problems.push(`${level}: ${message}`);
    checkLevel(mesh, say);
    if (part.surface === "solid" && !part.carved) {
      const open = openEdges(mesh);
      if (open > 0) say(`${open} open edges; close the mesh, so that it has an inside`);
    }
    if (i > 0 && mesh.triangles.length >= part.meshes[i - 1].triangles.length) {
      say(`has no fewer triangles than ${part.levels[i - 1]}; order levels from fine to coarse`);
    }
  }
  return problems;
}

function checkLevel({ positions, normals, uvs, triangles }: PartMesh, say: (message: string) => void): void {
  const count = positions.length / 3;
  if (triangles.length === 0) say("has no triangles");
  if (!positions.every(Number.isFinite) || !normals.every(Number.isFinite))
    say("has positions or normals that are no numbers");
  if (triangles.some((v) => v >= count)) say("has triangles of vertices that do not exist");
  let far = 0;
  let bent = 0;
  for (let v = 0; v < positions.length; v += 3) {
    far = Math.max(far, Math.hypot(positions[v], positions[v + 1], positions[v + 2]));
    bent = Math.max(bent, Math.abs(Math.hypot(normals[v], normals[v + 1], normals[v + 2]) - 1));
  }
  if (far > REACH) say(`reaches ${far.toFixed(1)} units from the eyes; model it in metres on the average head`);
  if (bent > 0.02) say("has normals that are not of unit length");
  if (uvs.some((x) => !(x >= -1e-3 && x <= 1.001))) say("has texture coordinates outside 0 to 1");
  let flat = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t], triangles[t + 1], triangles[t + 2]];
    if (a === b || b === c || a === c) flat++;
  }
  if (flat > 0) say(`has ${flat} triangles with a corner twice`);
}

/** Edges of the welded mesh that do not have one triangle on each side. */
export function openEdges({ positions, triangles }: Pick<PartMesh, "positions" | "triangles">): number {
  const weld = weldPlaces(positions);
  const edges = new Map<string, number>();
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [weld[triangles[t]], weld[triangles[t + 1]], weld[triangles[t + 2]]];
    if (new Set(corners).size < 3) continue;
    for (let k = 0; k < 3; k++) {
      const [a, b] = [corners[k], corners[(k + 1) % 3]];
      const key = a < b ? `${a},${b}` : `${b},${a}`;
      edges.set(key, (edges.get(key) ?? 0) + (a < b ? 1 : -1));
    }
  }
  return [...edges.values()].filter((balance) => balance !== 0).length;
}
