import type { Document, Node } from "@gltf-transform/core";
import { type FoundHead, ImportError } from "../types.ts";

/** Words that make a "head" something else: end bones, things worn on it. */
const NOT_HEAD = new Set([
  "top",
  "end",
  "tip",
  "nub",
  "leaf",
  "phone",
  "phones",
  "set",
  "gear",
  "light",
  "band",
  "wear",
]);

/**
 * Finds the head by the name that was asked for, else by a joint called head, else by a mesh node called head or face;
 * else the whole scene is taken and the head told by position and size (see headBounds).
 * @throws ImportError "no-mesh", "no-such-node".
 */
export function findHead(document: Document, asked?: string): FoundHead {
  const root = document.getRoot();
  const meshed = root.listNodes().filter((node) => node.getMesh());
  if (meshed.length === 0)
    throw new ImportError("no-mesh", "the file holds no mesh; export the character with its meshes");
  const joints = new Set(root.listSkins().flatMap((skin) => skin.listJoints()));
  if (asked !== undefined) {
    const node = root.listNodes().find((candidate) => candidate.getName() === asked);
    if (!node) throw new ImportError("no-such-node", `the file has no node "${asked}"; it has ${nameSome(document)}`);
    if (joints.has(node)) return { how: "node", name: asked, joint: node };
    if (!meshed.some((candidate) => isBelow(candidate, node))) {
      throw new ImportError("no-such-node", `node "${asked}" carries no mesh; the file has ${nameSome(document)}`);
    }
    return { how: "node", name: asked, roots: [node] };
  }
  const joint = [...joints].find((candidate) => namesHead(candidate.getName(), ["head"]));
  if (joint) return { how: "joint", name: joint.getName(), joint };
  const named = root.listNodes().find((node) => {
    return namesHead(node.getName(), ["head", "face"]) && meshed.some((candidate) => isBelow(candidate, node));
  });
  if (named) return { how: "name", name: named.getName(), roots: [named] };
  return { how: "position", name: root.getDefaultScene()?.getName() || "the scene" };
}

/** Whether a node lies at or below another. */
export function isBelow(node: Node, above: Node): boolean {
  for (let at: Node | null = node; at; at = at.getParentNode()) if (at === above) return true;
  return false;
}

/** "mixamorig:Head", "J_Bip_C_Head" and "Bip01 Head" name a head, "HeadTop_End" and "Headphones" do not. */
function namesHead(name: string, words: string[]): boolean {
  const parts = name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  return parts.some((part) => words.includes(part)) && !parts.some((part) => NOT_HEAD.has(part));
}

function nameSome(document: Document): string {
  const names = document
    .getRoot()
    .listNodes()
    .map((node) => node.getName())
    .filter(Boolean);
  const more = names.length > 30 ? ` and ${names.length - 30} more` : "";
  return `${names.slice(0, 30).join(", ")}${more}`;
}
