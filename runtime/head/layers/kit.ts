import type { AlbedoTable } from "../albedo/albedo-table.ts";
import type { Anatomy } from "../anatomy/anatomy.ts";
import { type BuiltAnatomy, buildAnatomy } from "../anatomy/build.ts";
import { loadAnatomy } from "../anatomy/load.ts";
import type { PeopleTable } from "../look/people-table.ts";
import { type BindSkin, type BoundPart, bindPart, prepareSkin } from "../part-files/bind.ts";
import type { PartDescription } from "../part-files/describe.ts";
import { readDescription } from "../part-files/read-description.ts";
import { type DecodePicture, type Part, readPart } from "../part-files/read-part.ts";
import { roundEdges } from "../part-files/round-edges.ts";
import { type Worn, wearPart } from "../part-files/wear-part.ts";
import { type AtlasLayout, lashUvs, paintStrands, type StrandPictures } from "../surfaces/hair/paint-strands.ts";
import type { TeethLayout } from "../surfaces/mouth/paint-teeth.ts";
import type { SkinSheet } from "../surfaces/skin/canvas.ts";
import { skinSheets } from "../surfaces/skin/skin-sheet.ts";
import { type Keep, keepNothing } from "./keep.ts";
import type { LayerMesh } from "./types.ts";

/** What the anatomy's surfaces and the strands are painted on. What is asked for more than once is made once. */
export interface PaintKit {
  anatomy: Anatomy;
  /** The average head, which parts are bound to and skin is painted on. */
  average: BuiltAnatomy;
  teeth: TeethLayout;
  /** Where the strand atlas has what. */
  atlas: AtlasLayout;
  /** The skin, ready to be painted, and the strand atlas, at a texture size in texels. */
  sheet: (size: number) => SkinSheet;
  strands: (size: number) => StrandPictures;
  /** Levels of lashes with texture coordinates on that atlas. */
  lashes: (levels: LayerMesh[]) => LayerMesh[];
  /** Keeps what all its heads share, see {@link Keep}. */
  keep: Keep;
  /** Lets go of the skin's sheets, which take up most of what a kit holds. */
  forget: () => void;
}

/** All that layered heads are built from. */
export interface HeadKit extends PaintKit {
  people: PeopleTable;
  albedo: Pick<AlbedoTable, "skin" | "brows">;
  /** What there are part files of. */
  parts: PartDescription[];
  /** SHA-256 of the files of those that do not ship, an artist's own. */
  own: ReadonlyMap<PartDescription, string>;
  /** A part of `parts`, bound to the average skin as it is worn. @throws PartError where its file is damaged. */
  bound: (part: PartDescription, worn?: Worn) => Promise<BoundPart>;
}

/** Files of the folders that a kit is read from. */
export interface KitFiles {
  /** A file of `assets/template` by its name. */
  readTemplate: (name: string) => Promise<Uint8Array>;
  /** A file of `assets/parts` by its path in it. */
  readPart: (path: string) => Promise<Uint8Array>;
  /** Paths of the part files, "hair/bun.glb" …, in a fixed order. */
  partPaths: string[];
  /** SHA-256 of the files that do not ship, by their paths. */
  ownHashes?: ReadonlyMap<string, string>;
  /** Opens the pictures of textured parts; without it those are errors. */
  decodePicture?: DecodePicture;
  /** Where sheets, strands and reduced levels are kept, see {@link Keep}. */
  keep?: Keep;
}

/** @throws Error naming the file that is damaged, or whatever the readers throw. */
export async function loadPaintKit({
  readTemplate,
  readPart,
  keep = keepNothing,
}: Pick<KitFiles, "readTemplate" | "readPart" | "keep">): Promise<PaintKit> {
  const [anatomy, layout, atlas] = await Promise.all([
    loadAnatomy(readTemplate, keep),
    json(readTemplate("anatomy.json"), "anatomy.json") as Promise<{ teeth: TeethLayout }>,
    json(readPart("atlas.json"), "atlas.json") as Promise<AtlasLayout>,
  ]);
  // What parts ask of its targets is which vertices the jaw carries.
  const average = buildAnatomy(anatomy, { targets: ["jawOpen"] });
  const sheets = new Map<number, SkinSheet>();
  return {
    anatomy,
    average,
    teeth: layout.teeth,
    atlas,
    sheet: once(skinSheets(anatomy, average, keep), sheets),
    strands: once((size: number) => keep(`strands-${size}`, () => paintStrands(atlas, size))),
    lashes: (levels) => levels.map((mesh) => ({ ...mesh, uvs: lashUvs(atlas, mesh.uvs) })),
    keep,
    forget: () => sheets.clear(),
  };
}

async function json(read: Promise<Uint8Array>, name: string) {
  const text = new TextDecoder().decode(await read);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${name} is damaged: it is not JSON`, { cause });
  }
}

/** @throws Error or PartError naming the file that is damaged, or whatever the readers throw. */
export async function loadHeadKit({
  readTemplate,
  readPart: readFile,
  partPaths,
  ownHashes,
  decodePicture,
  keep,
}: KitFiles): Promise<HeadKit> {
  const [paints, people, albedo, files] = await Promise.all([
    loadPaintKit({ readTemplate, readPart: readFile, keep }),
    json(readTemplate("people.json"), "people.json") as Promise<PeopleTable>,
    json(readTemplate("albedo.json"), "albedo.json") as Promise<AlbedoTable>,
    Promise.all(partPaths.map(async (path) => ({ path, bytes: await readFile(path) }))),
  ]);
  const { anatomy, average } = paints;
  const parts = new Map(files.map(({ path, bytes }) => [readDescription(bytes, path), { path, bytes }]));
  let skin: BindSkin | undefined;
  const read = once(async (part: PartDescription) => {
    const file = parts.get(part);
    if (!file) throw new Error(`the kit has no part ${part.kind} ${part.name}`);
    return rounded(await readPart(file.bytes, file.path, anatomy.metresPerUnit, decodePicture));
  });
  const wornAs = once((_key: string) => new Map<PartDescription, Promise<BoundPart>>());
  const bound: HeadKit["bound"] = (part, { side, placement } = {}) => {
    const known = wornAs(`${side ?? ""} ${placement ?? ""}`);
    const found = known.get(part) ?? bind(part, { side, placement });
    known.set(part, found);
    return found;
  };
  const bind = async (part: PartDescription, worn: Worn) => {
    skin ??= prepareSkin(average.layers.Skin[0], earsOf(anatomy, average));
    return bindPart(skin, wearPart(await read(part), worn));
  };
  return {
    ...paints,
    people,
    albedo,
    parts: [...parts.keys()],
    own: new Map(
      [...parts].flatMap(([part, { path }]): [PartDescription, string][] => {
        const hash = ownHashes?.get(path);
        return hash === undefined ? [] : [[part, hash]];
      }),
    ),
    bound,
  };
}

/** The finest level of solids is seen near by. What carries expressions stays light: every vertex of it is in all targets; carved locks are fine as they are. */
function rounded(part: Part): Part {
  if (part.surface !== "solid" || part.carved || part.fit.moves) return part;
  const [finest, ...coarse] = part.meshes;
  return { ...part, meshes: [roundEdges(finest), ...coarse] };
}

function once<K, V>(make: (key: K) => V, made = new Map<K, V>()): (key: K) => V {
  return (key) => {
    const found = made.get(key);
    if (found !== undefined) return found;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

/** Nothing is bound to ears, which pointed ones drag about, nor to what lies inside mouth and sockets. */
function earsOf({ regionNames }: Anatomy, { regions }: BuiltAnatomy): Uint8Array {
  const kept = ["ears", "mouth", "sockets"].map((name) => regionNames.indexOf(name));
  return Uint8Array.from(regions[0], (region) => (kept.includes(region) ? 1 : 0));
}
