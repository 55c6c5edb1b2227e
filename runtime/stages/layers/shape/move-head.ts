import type { Layer, LayerMesh } from "../../../head/layers/types.ts";
import { vertexNormals } from "../../../mesh/vertex-normals.ts";
import { weldPlaces } from "../../../mesh/weld-places.ts";
import { DRAWN_LEVEL } from "../drawn-head.ts";
import { atLevel, finestVertices, joinPlaces, type LayeredSubject, skinOf } from "../subject.ts";
import { type Cage, follow, followSkin, isSoft, prepareCage } from "./follow-skin.ts";

/**
 * The head with its skin moved at all levels, all other layers, sockets and landmarks along with it. Expressions are offsets and stay as
 * they are; joints lie within what keeps still.
 * @param finest [V, 3] moves of the skin's finest level. @returns a head that shares with the subject's what has not changed.
 */
export function moveHead(
  { head, landmarks }: Pick<LayeredSubject, "head" | "landmarks">,
  finest: Float32Array,
): Pick<LayeredSubject, "head" | "landmarks"> {
  const { levels } = skinOf(head);
  const moves = finestVertices(levels).map((vertices) => atLevel(finest, vertices));
  const cage = prepareCage(levels[DRAWN_LEVEL]);
  const held = moves[DRAWN_LEVEL];
  const layers = head.layers.map((layer): Layer => {
    if (layer.name === "Skin") {
      return { ...layer, levels: layer.levels.map((mesh, level) => moveSkin(mesh, moves[level])) };
    }
    return { ...layer, levels: moveAlong(cage, layer, held) };
  });
  const sockets = head.sockets.map((socket) => {
    const [x, y, z] = movePoints(cage, Float32Array.from(socket.position), held);
    return { ...socket, position: [x, y, z] as typeof socket.position };
  });
  return { head: { ...head, layers, sockets }, landmarks: movePoints(cage, landmarks, held) };
}

function moveAlong(cage: Cage, { name, levels }: Layer, held: Float32Array): LayerMesh[] {
  const moved = (mesh: Pick<LayerMesh, "positions" | "weld">) => {
    const positions = mesh.positions.slice();
    if (positions.length > 0) follow(followSkin(cage, name, mesh), held, positions);
    return positions;
  };
  if (!isSoft(name)) return levels.map((mesh) => ({ ...mesh, positions: moved(mesh) }));
  // Most vertices of a coarse level are at places of the finest.
  const all = joinPlaces(levels);
  const positions = moved({ positions: all, weld: weldPlaces(all) });
  let first = 0;
  return levels.map((mesh) => {
    const from = first;
    first += mesh.positions.length;
    return { ...mesh, positions: positions.slice(from, first) };
  });
}

/** Coarse levels have the fine surface's normals: they are turned by as much as the level's own turn. */
function moveSkin(mesh: LayerMesh, moves: Float32Array): LayerMesh {
  const { triangles: indices, weld } = mesh;
  const positions = mesh.positions.map((x, i) => x + moves[i]);
  const before = vertexNormals({ positions: mesh.positions, indices }, weld);
  const after = vertexNormals({ positions, indices }, weld);
  const normals = mesh.normals.map((x, i) => x + after[i] - before[i]);
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i], normals[i + 1], normals[i + 2]) || 1;
    for (let c = 0; c < 3; c++) normals[i + c] /= length;
  }
  return { ...mesh, positions, normals };
}

/** Points [N, 3] that lie on the skin or hang off it follow it as soft parts do. */
function movePoints(cage: Cage, points: Float32Array, held: Float32Array): Float32Array {
  const weld = Uint32Array.from({ length: points.length / 3 }, (_, v) => v);
  const moved = points.slice();
  follow(followSkin(cage, "Hair", { positions: points, weld }), held, moved);
  return moved;
}
