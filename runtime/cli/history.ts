import { readdir } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { type HeadDocument, readDocument } from "../head/document.ts";
import { folderStore } from "../host/node/files.ts";
import { openHead } from "../host/node/head-folder.ts";
import type { EditRecipe, Recipe } from "../stages/recipe.ts";

/** A version of a head, as `headartist history --json` lists it: parents before their children. */
export interface VersionNode {
  folder: string;
  parent: string | null;
  prompt: string;
  instruction: string | null;
  /** The ancestor whose files it has, where it undoes edits. */
  reverts: string | null;
  what: string | null;
  strength: number | null;
  regions: string[];
  preset: string;
  seed: number;
  status: string;
  depth: number;
}

/** `headartist history`: every version of a head, as the tree they make. */
export async function history(head: string, { json = false }: { json?: boolean }): Promise<void> {
  const { folder } = await openHead(head);
  const nodes = await listVersions(folder);
  if (json) return void process.stdout.write(`${JSON.stringify(nodes)}\n`);
  for (const node of nodes) {
    const mark = node.folder === folder ? "*" : " ";
    process.stdout.write(
      `${mark} ${"  ".repeat(node.depth)}${relative(process.cwd(), node.folder) || "."}  ${describe(node)}\n`,
    );
  }
}

/** The versions of a head that lie beside it or beside one of its ancestors, the first one first, depth first. */
export async function listVersions(folder: string): Promise<VersionNode[]> {
  const documents = new Map<string, HeadDocument>();
  const parentOf = (at: string) => {
    const parent = documents.get(at)?.parent;
    return parent === undefined ? undefined : resolve(at, parent);
  };
  let root = folder;
  for (let at: string | undefined = folder; at && !documents.has(at); at = parentOf(at)) {
    const document = await readDocument(folderStore(at));
    if (!document) break;
    documents.set(at, document);
    root = at;
  }
  for (const place of new Set([...documents.keys()].map(dirname))) {
    for (const entry of await readdir(place, { withFileTypes: true })) {
      const at = join(place, entry.name);
      if (!entry.isDirectory() || documents.has(at)) continue;
      // Folders that hold something else, or a damaged document, are no versions.
      const document = await readDocument(folderStore(at)).catch(() => undefined);
      if (document) documents.set(at, document);
    }
  }
  const nodes: VersionNode[] = [];
  const seen = new Set<string>();
  const visit = (at: string, depth: number) => {
    // Parents that go round in a circle, which no command makes and a hand can, end where they meet again.
    if (seen.has(at)) return;
    seen.add(at);
    nodes.push(nodeOf(at, documents.get(at)!, depth));
    for (const other of [...documents.keys()].sort()) if (parentOf(other) === at) visit(other, depth + 1);
  };
  visit(root, 0);
  return nodes;
}

function nodeOf(folder: string, { recipe, parent, reverts, status }: HeadDocument, depth: number): VersionNode {
  const { prompt, edit, preset, seed } = recipe as Recipe;
  const change = reverts === undefined ? edit : undefined;
  const part: Partial<EditRecipe> | undefined = change;
  return {
    folder,
    parent: parent === undefined ? null : resolve(folder, parent),
    prompt,
    instruction: change?.instruction ?? null,
    reverts: reverts === undefined ? null : resolve(folder, reverts),
    what: part?.what ?? null,
    strength: part?.strength ?? null,
    regions: part?.regions ?? [],
    preset,
    seed,
    status,
    depth,
  };
}

function describe({
  instruction,
  reverts,
  what,
  strength,
  regions,
  prompt,
  preset,
  seed,
  status,
}: VersionNode): string {
  const left = status === "done" ? "" : "  (unfinished)";
  if (reverts !== null) return `as ${relative(process.cwd(), reverts)} was: "${prompt}"${left}`;
  if (instruction === null) return `"${prompt}" (${preset}, seed ${seed})${left}`;
  const how = [
    what,
    strength === null || strength === 1 ? "" : `strength ${strength}`,
    regions.join(","),
    preset,
    `seed ${seed}`,
  ];
  return `${instruction} → "${prompt}" (${how.filter(Boolean).join(", ")})${left}`;
}
