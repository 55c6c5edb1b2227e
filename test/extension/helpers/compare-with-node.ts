import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { type Document, type Root, WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import sharp from "sharp";
import type { HeadStore } from "../../../runtime/head/store.ts";
import { openEngine, openTools } from "../../../runtime/host/node/engine.ts";
import { openImportHost } from "../../../runtime/host/node/import-host.ts";
import { importHead } from "../../../runtime/import/import-head.ts";
import { needsPack } from "../../../runtime/stages/job/check-pack.ts";
import { makeLayeredHead } from "../../../runtime/stages/layers/make-layered-head.ts";
import type { Recipe } from "../../../runtime/stages/recipe.ts";
import type { ImportSettings } from "../../../runtime/stages/stage-settings.ts";

const io = new WebIO().registerExtensions(ALL_EXTENSIONS);
const store = { read: async () => undefined, write: async () => {}, remove: async () => {} };

/** How a head from a tab differs from the one that the same recipe makes in Node. */
export interface Difference {
  /** All numbers of the two files but their pictures' are the same to the bit. */
  same: boolean;
  /** Millimetres between vertices, at most and on average. */
  most: number;
  mean: number;
  /** By texture, of 255, on average over all channels. */
  textures: { name: string; type: string; difference: number }[];
}

/** The same, and what Node took. */
export interface Comparison extends Difference {
  /** The GPU that the tab's kernels ran on; absent for WASM. */
  kernels?: string;
  /** Of Node: milliseconds, and seconds of CPU. */
  wall: number;
  cpu: number;
}

/** Makes the recipe of a head from a tab in Node. @param pack name or folder. @throws AssertionError where the two do not even have the same parts. */
export async function compareWithNode(glb: Uint8Array, pack = "starter"): Promise<Comparison> {
  const tab = await io.readBinary(glb);
  // Node's kernels run in WASM, as its networks do on the CPU.
  const { kernels, recipe } = toldBy(tab);
  assert.ok(recipe.carrier === "layers");
  const engine = await openEngine({ pack, provider: "cpu" });
  // As in the tab, it is not the first head that is timed.
  if (!needsPack(recipe)) await makeLayeredHead(recipe, engine, store);
  const [begin, before] = [performance.now(), process.cpuUsage()];
  const made = await makeLayeredHead(recipe, engine, store);
  const [wall, { user, system }] = [performance.now() - begin, process.cpuUsage(before)];
  return { ...(await compare(tab, made.glb)), kernels, wall, cpu: (user + system) / 1e6 };
}

/** Imports the character of a head from a tab in Node. @param fit of the tab's. @throws AssertionError as {@link compareWithNode}. */
export async function compareImport(glb: Uint8Array, source: Uint8Array, fit: ImportSettings): Promise<Difference> {
  const tab = await io.readBinary(glb);
  const { recipe } = toldBy(tab);
  assert.ok(recipe.carrier === "grid");
  const files = new Map<string, Uint8Array>();
  const kept: HeadStore = {
    read: async (name) => files.get(name),
    write: async (name, bytes) => void files.set(name, bytes),
    remove: async (name) => void files.delete(name),
  };
  const [tools, host] = [await openTools(), await openImportHost(true, 0)];
  return compare(tab, (await importHead({ source, align: "face", recipe, fit }, tools, host, kept)).glb);
}

async function compare(tab: Document, made: Uint8Array): Promise<Difference> {
  const node = await io.readBinary(made);
  const [here, there] = [tab, node].map(toldBy).map(({ engine, recipe }) => ({ engine, recipe }));
  assert.deepEqual(here, there);
  const [ours, theirs] = [tab.getRoot(), node.getRoot()];
  const textures = await Promise.all(
    ours.listTextures().map(async (texture, i) => {
      const [a, b] = await Promise.all([texture, theirs.listTextures()[i]].map((one) => pixels(one.getImage()!)));
      assert.equal(a.length, b.length);
      const difference = a.reduce((sum, value, k) => sum + Math.abs(value - b[k]), 0) / a.length;
      return { name: texture.getName(), type: texture.getMimeType(), difference };
    }),
  );
  const numbers = (root: Root) => root.listAccessors().map((accessor) => accessor.getArray());
  const same = isDeepStrictEqual(numbers(ours), numbers(theirs));
  return { same, ...distances(vertices(ours), vertices(theirs)), textures };
}

/** What a head's file says of its making. */
function toldBy(file: Document): { recipe: Recipe; engine: string; kernels?: string } {
  const nodes = file.getRoot().listNodes();
  return nodes.map((node) => node.getExtras()["headartist"]).find(Boolean) as ReturnType<typeof toldBy>;
}

function vertices(root: Root): Float32Array[] {
  const primitives = root.listMeshes().flatMap((mesh) => mesh.listPrimitives());
  return primitives.map((primitive) => primitive.getAttribute("POSITION")!.getArray() as Float32Array);
}

function distances(ours: Float32Array[], theirs: Float32Array[]): Pick<Difference, "most" | "mean"> {
  let [most, sum, count] = [0, 0, 0];
  assert.deepEqual(
    ours.map(({ length }) => length),
    theirs.map(({ length }) => length),
  );
  for (const [i, a] of ours.entries()) {
    const b = theirs[i];
    for (let v = 0; v < a.length; v += 3) {
      const distance = 1000 * Math.hypot(a[v] - b[v], a[v + 1] - b[v + 1], a[v + 2] - b[v + 2]);
      most = Math.max(most, distance);
      sum += distance;
      count++;
    }
  }
  return { most, mean: sum / count };
}

async function pixels(image: Uint8Array): Promise<Uint8Array> {
  return sharp(image).ensureAlpha().raw().toBuffer();
}

/** A difference in words. */
export function tell({ most, mean, textures }: Difference): string {
  const worst = Math.max(...textures.map(({ difference }) => difference));
  return `vertices ${mean.toFixed(4)} mm apart, ${most.toFixed(3)} mm at most; textures ${worst.toFixed(2)} of 255`;
}
