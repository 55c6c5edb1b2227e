import { evaluateField } from "../../../field/field.ts";
import type { Layer, LayerMesh } from "../../../head/layers/types.ts";
import { vertexNormals } from "../../../mesh/vertex-normals.ts";
import { DRAWN_LEVEL } from "../drawn-head.ts";
import { type LayeredSubject, skinOf } from "../subject.ts";
import { follow, followSkin } from "./follow-skin.ts";
import { limited, type ShapeModel, withinCube } from "./shape-model.ts";

/**
 * The head with what was learned at all levels of all layers, its sockets and landmarks moved along. Expressions are
 * offsets and stay as they are; joints lie within what keeps still.
 * @param strength share in [0, 1] of the learned offsets. @returns a head that shares with the model's what has not changed.
 */
export function moveHead(model: ShapeModel, strength = 1): Pick<LayeredSubject, "head" | "landmarks"> {
  const { subject, cage } = model;
  const { levels } = skinOf(subject.head);
  const moves = levels.map((mesh, level) => skinMoves(model, mesh, level, strength));
  const held = moves[DRAWN_LEVEL];
  const layers = subject.head.layers.map((layer): Layer => {
    if (layer.name === "Skin") {
      return { ...layer, levels: layer.levels.map((mesh, level) => moveSkin(mesh, moves[level])) };
    }
    return {
      ...layer,
      levels: layer.levels.map((mesh) => {
        const positions = mesh.positions.slice();
        if (positions.length > 0) follow(followSkin(cage, layer.name, mesh), held, positions);
        return { ...mesh, positions };
      }),
    };
  });
  const sockets = subject.head.sockets.map((socket) => {
    const [x, y, z] = moveAlong(model, Float32Array.from(socket.position), held);
    return { ...socket, position: [x, y, z] as typeof socket.position };
  });
  return { head: { ...subject.head, layers, sockets }, landmarks: moveAlong(model, subject.landmarks, held) };
}

/** Offsets [V, 3] of one of the skin's levels, equal on doubled vertices. */
function skinMoves(model: ShapeModel, { positions, weld }: LayerMesh, level: number, strength: number): Float32Array {
  const outputs = new Float32Array(positions.length);
  evaluateField(model.field, withinCube(positions, new Float32Array(positions.length)), outputs);
  const { moves } = limited(model, outputs, level, new Float32Array(positions.length), strength);
  for (let v = 0; v < weld.length; v++) {
    if (weld[v] !== v) moves.copyWithin(3 * v, 3 * weld[v], 3 * weld[v] + 3);
  }
  return moves;
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

/** Points [N, 3] that lie on the skin or hang off it, as soft parts follow. */
function moveAlong({ cage }: ShapeModel, points: Float32Array, moves: Float32Array): Float32Array {
  const weld = Uint32Array.from({ length: points.length / 3 }, (_, v) => v);
  const moved = points.slice();
  follow(followSkin(cage, "Hair", { positions: points, weld }), moves, moved);
  return moved;
}
