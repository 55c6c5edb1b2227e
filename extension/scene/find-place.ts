import { Matrix, Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import type { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { Node } from "@babylonjs/core/node.js";
import type { Scene } from "@babylonjs/core/scene.js";
import { type Anchor, METRES_PER_UNIT, type Support } from "./head-frame.ts";

/** How far below its origin, between the eyes, a head is cut; in head space. */
const BUST = 0.95;
/** Metres between heads that were meant for one place, and how near two of them may come before they count as overlapping. */
const SPACING = 0.42;
const OVERLAP = 0.6 * SPACING;

export const ORIGIN = (): Anchor => ({ position: Vector3.Zero() });

/** @returns scene units from a bust's cut up to the head's origin. @param scale scene units of a metre. */
export function bustHeight(scale: number): number {
  return BUST * METRES_PER_UNIT * scale;
}

/**
 * @returns the anchor, moved aside along +X to the first place where no head stands yet: two heads asked for at one place
 * stand side by side. @param taken anchors of heads that are still to come. @param scale scene units of a metre.
 */
export function freeAnchor(scene: Scene, anchor: Anchor, taken: readonly Anchor[], scale: number): Anchor {
  const parent = anchor.parent ?? null;
  const standing = [...scene.rootNodes, ...(anchor.parent?.getChildren() ?? [])].filter(
    (node): node is TransformNode => isHead(node) && node.parent === parent,
  );
  const places = [...standing, ...taken.filter((other) => (other.parent ?? null) === parent)];
  for (let i = 0; ; i++) {
    // 0, 1, −1, 2, −2 …
    const aside = Math.ceil(i / 2) * (i % 2 === 1 ? 1 : -1) * SPACING * scale;
    const position = anchor.position.add(new Vector3(aside, 0, 0));
    const free = places.every((other) => Vector3.Distance(other.position, position) >= OVERLAP * scale);
    if (free) return { ...anchor, position };
  }
}

function isOfHead(node: Node): boolean {
  return isHead(node) || (node.parent !== null && isOfHead(node.parent));
}

function isHead(node: object): boolean {
  const { metadata } = node as { metadata?: { headartist?: unknown; headartistLive?: unknown } | null };
  return Boolean(metadata?.headartist || metadata?.headartistLive);
}

/**
 * @returns where on a support a bust stands, in the support's space: on top of what is below a node, so that the head is not
 * inside it; at the origin of a bone or of an empty node, which a neck is meant for.
 */
export function topOf({ parent, skin }: Support, standing: number): Vector3 {
  const node = parent as TransformNode;
  if (skin || typeof node.getHierarchyBoundingVectors !== "function") return Vector3.Zero();
  // Babylon asks about plain nodes as well; heads that stand there already are no floor for another one.
  const solid = (mesh: Node) =>
    "getTotalVertices" in mesh && (mesh as AbstractMesh).getTotalVertices() > 0 && mesh.isEnabled() && !isOfHead(mesh);
  const own = "getTotalVertices" in node ? [node as AbstractMesh] : [];
  if (![...own, ...node.getChildMeshes()].some(solid)) return Vector3.Zero();
  const { min, max } = node.getHierarchyBoundingVectors(true, solid);
  const world = new Vector3((min.x + max.x) / 2, max.y + standing, (min.z + max.z) / 2);
  return Vector3.TransformCoordinates(world, Matrix.Invert(node.computeWorldMatrix(true)));
}
