import { decimate } from "../../bake/layout/decimate.ts";
import { weldVertices } from "../../head/part-files/bind.ts";
import type { Fit, PartDescription, Slot } from "../../head/part-files/describe.ts";
import type { PartLevel } from "../../head/part-files/write/part-level.ts";
import { writePart } from "../../head/part-files/write-part.ts";
import { faceNormals } from "../../mesh/face-normals.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { vertexNormals } from "../../mesh/vertex-normals.ts";
import { gatherParts } from "../source/gather-parts.ts";
import { readSource } from "../source/read-source.ts";
import { joinParts, type SourceMesh, sourceColors } from "../source/source-mesh.ts";
import { ImportError, type ImportHost, type Part } from "../types.ts";
import { closeShell } from "./close-shell.ts";
import { creaseNormals } from "./crease-normals.ts";

/** What an artist says of a mesh that is to be a part. */
export interface PartWish extends Pick<PartDescription, "kind" | "name" | "words" | "layer" | "licence" | "source"> {
  fit: Fit;
  /** Factor of the file's metres. */
  scale: number;
  /** Degrees about the upright axis, counter-clockwise from above. */
  turn: number;
  /** Metres, after scale and turn. */
  move: readonly [number, number, number];
}

/** Triangles of the levels at most. */
const BUDGETS = [6000, 1500];
/** Metres between the two sides of what is open. */
const THICKNESS = 0.0015;
/** Each material becomes a colour slot, a column of the texture coordinates. */
const MOST_SLOTS = 8;
/** What a worn part measures, metres, at least and at most. */
const EXTENT = [0.004, 0.9];
/** Its middle is within this distance of the eyes, metres. */
const REACH = 0.45;

/**
 * Makes a part of somebody's mesh that was modelled on the average head: its materials become colour slots (the mean of
 * what they show), what is open gets an inside, and coarser levels are made.
 * @returns the bytes of the part's file.
 * @throws ImportError what `readSource` and `gatherParts` throw; "misplaced" where size or place is no head's; "materials".
 */
export async function makePart(
  bytes: Uint8Array,
  wish: PartWish,
  host: ImportHost,
  metresPerUnit: number,
): Promise<Uint8Array> {
  const document = await readSource(bytes, host);
  const parts = await gatherParts(document, { how: "position", name: "the file" }, host);
  const mesh = joinParts(parts, placement(wish));
  checkPlace(mesh.positions);
  const { slots, slotOf } = readSlots(mesh, document.getRoot().listMaterials());
  const { fit, kind, name, words, layer, licence, source } = wish;
  const levels = await makeLevels(mesh, slotOf, Object.keys(slots).length);
  const inUnits = levels.map((level) => ({
    ...level,
    positions: Array.from(level.positions, (metres) => metres / metresPerUnit),
  }));
  return writePart({ kind, name, words, layer, surface: "solid", carved: false, slots, fit, licence, source }, inUnits);
}

/** Column-major 4×4. */
function placement({ scale, turn, move }: PartWish): number[] {
  const [c, s] = [Math.cos((turn * Math.PI) / 180) * scale, Math.sin((turn * Math.PI) / 180) * scale];
  return [c, 0, -s, 0, 0, scale, 0, 0, s, 0, c, 0, ...move, 1];
}

function checkPlace(positions: Float32Array): void {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const [i, x] of positions.entries()) {
    low[i % 3] = Math.min(low[i % 3], x);
    high[i % 3] = Math.max(high[i % 3], x);
  }
  const extent = Math.max(...high.map((x, c) => x - low[c]));
  const remedy = "model it in metres on the average head (headartist parts head), or give --scale, --turn and --move";
  if (!(extent >= EXTENT[0] && extent <= EXTENT[1])) {
    throw new ImportError("misplaced", `it measures ${extent.toPrecision(3)} m, a head is 0.22 m high; ${remedy}`);
  }
  const middle = high.map((x, c) => (x + low[c]) / 2);
  if (Math.hypot(...middle) > REACH) {
    const at = middle.map((x) => x.toFixed(2)).join(", ");
    throw new ImportError("misplaced", `its middle is at ${at} m, which is not at the eyes' 0, 0, 0; ${remedy}`);
  }
}

/** Materials by name, each with the mean of the colours that it shows, and which of them each triangle has. */
function readSlots(mesh: SourceMesh, materials: readonly Surfaced[]) {
  const names = mesh.parts.map(slotName);
  const order = [...new Set(names)];
  if (order.length > MOST_SLOTS) {
    throw new ImportError(
      "materials",
      `it has ${order.length} materials, of which ${MOST_SLOTS} can become colour slots; join some of them`,
    );
  }
  const slotOf = Uint8Array.from(mesh.partOf, (part) => order.indexOf(names[part]));
  const count = slotOf.length;
  const colors = sourceColors(
    mesh,
    Uint32Array.from({ length: count }, (_, t) => t),
    new Float32Array(2 * count).fill(1 / 3),
  );
  const { areas } = faceNormals(mesh);
  const slots: Record<string, Slot> = {};
  for (const [slot, name] of order.entries()) {
    const sum = [0, 0, 0];
    let area = 0;
    for (let t = 0; t < count; t++) {
      if (slotOf[t] !== slot) continue;
      const size = areas[t];
      area += size;
      for (let c = 0; c < 3; c++) sum[c] += size * colors[3 * t + c];
    }
    const color = sum.map((x) => round(area > 0 ? x / area : 0.5)) as Slot["color"];
    slots[name] = { color, ...glossOf(materials.find((material) => slotName(material) === name)) };
  }
  return { slots, slotOf };
}

/** What is read of a glTF material. */
interface Surfaced {
  getName(): string;
  getMetallicFactor(): number;
  getRoughnessFactor(): number;
  getMetallicRoughnessTexture(): unknown;
}

/** Factors alone; where a picture says it, cloth is assumed. */
function glossOf(material?: Surfaced): Pick<Slot, "metallic" | "roughness"> {
  if (!material || material.getMetallicRoughnessTexture()) return { metallic: 0, roughness: 0.8 };
  return { metallic: round(material.getMetallicFactor()), roughness: round(material.getRoughnessFactor()) };
}

function slotName(of: Part | Surfaced): string {
  const full = "name" in of ? (of.name.split(" / ").at(-1) ?? "") : of.getName();
  return (
    full
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "main"
  );
}

const round = (x: number) => Math.round(1000 * x) / 1000;

/** Levels in metres, each closed, within its budget, and with fewer triangles than the one before. */
async function makeLevels(mesh: SourceMesh, slotOf: Uint8Array, slots: number): Promise<PartLevel[]> {
  const weld = weldVertices(mesh.positions);
  const welded = mesh.indices.map((v) => weld[v]);
  const whole: number[] = [];
  for (let t = 0; t < slotOf.length; t++) {
    const corners = [...welded.subarray(3 * t, 3 * t + 3)];
    if (new Set(corners).size === 3) whole.push(t);
  }
  const indices = Uint32Array.from(whole.flatMap((t) => [...welded.subarray(3 * t, 3 * t + 3)]));
  const flat = { positions: mesh.positions, indices };
  const closed = closeShell(flat, vertexNormals(flat), THICKNESS);
  const slotOfVertex = new Uint8Array(closed.positions.length / 3);
  for (const [t, from] of closed.of.entries())
    for (let k = 0; k < 3; k++) slotOfVertex[closed.indices[3 * t + k]] = slotOf[whole[from]];
  const normals = vertexNormals(closed);
  const levels: PartLevel[] = [];
  let before = Infinity;
  for (const budget of BUDGETS) {
    const triangles = Math.min(budget, Math.floor(before * 0.6));
    const reduced = await decimate(closed, normals, { triangles, error: 0.05 });
    const kept = reduced.indices.length === closed.indices.length;
    const groups = kept ? closed.of.map((t) => slotOf[whole[t]]) : commonSlots(reduced.indices, slotOfVertex);
    levels.push(levelOf({ positions: closed.positions, indices: reduced.indices }, groups, slots));
    before = reduced.indices.length / 3;
  }
  return levels;
}

/** Of each triangle the slot that most of its corners have. */
function commonSlots(indices: Uint32Array, slotOfVertex: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: indices.length / 3 }, (_, t) => {
    const [a, b, c] = [0, 1, 2].map((k) => slotOfVertex[indices[3 * t + k]]);
    return b === c ? b : a;
  });
}

function levelOf(mesh: TriMesh, groups: ArrayLike<number>, slots: number): PartLevel {
  const { vertices, normals, group, triangles } = creaseNormals(mesh, groups);
  return {
    positions: vertices.flatMap((v) => [...mesh.positions.subarray(3 * v, 3 * v + 3)]),
    normals,
    uvs: group.flatMap((slot) => [(slot + 0.5) / slots, 0.5]),
    triangles,
  };
}
