import type { Document } from "@gltf-transform/core";
import { isBelow } from "../align/find-head.ts";
import { type FoundHead, ImportError } from "../types.ts";

/** Names that a message lists at most. */
const SHOWN = 24;

/**
 * What of a file is to be a part: all of it, or what lies at and below the nodes of these names.
 * @param asked names with commas between them.
 * @throws ImportError "no-mesh"; "no-such-node" where a name is none's, or nothing below it has a mesh.
 */
export function chooseNodes(document: Document, asked?: string): FoundHead {
  const nodes = document.getRoot().listNodes();
  const meshed = nodes.filter((node) => node.getMesh());
  if (meshed.length === 0) throw new ImportError("no-mesh", "the file holds no mesh; export it with its meshes");
  if (asked === undefined) return { how: "position", name: "the file" };
  const roots = asked.split(",").map((name) => {
    const found = nodes.filter((node) => node.getName() === name.trim());
    const root = found.find((above) => meshed.some((node) => isBelow(node, above)));
    if (root) return root;
    const is = found.length > 0 ? `node "${name.trim()}" carries no mesh` : `the file has no node "${name.trim()}"`;
    throw new ImportError("no-such-node", `${is}; its meshes are ${meshNames(document)}`);
  });
  return { how: "node", name: asked, roots };
}

/** The nodes of a file that carry meshes, as a message lists them. */
export function meshNames(document: Document): string {
  const names = document
    .getRoot()
    .listNodes()
    .filter((node) => node.getMesh())
    .map((node) => node.getName() || "(without a name)");
  return `${names.slice(0, SHOWN).join(", ")}${names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ""}`;
}
