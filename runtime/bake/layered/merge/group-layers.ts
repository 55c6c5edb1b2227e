import type { Layer, LayerMesh, LayerName, Surface } from "../../../head/layers/types.ts";
import type { WrittenLayer } from "../written-layer.ts";
import { concatenate } from "./concatenate.ts";
import { joinPalettes } from "./join-palettes.ts";
import { packPictures, placedUvs } from "./pack-pictures.ts";
import { vertexColors } from "./vertex-colors.ts";

/** A mesh is a draw call in every engine: so many has a head at most. */
export const MOST_MESHES = 8;

interface Group {
  name: string;
  members: LayerName[];
}

/** What is drawn alike and nobody misses as a mesh of its own: named as its first member, several worn things as what they are. */
const GROUPS: Group[] = [
  { name: "Teeth", members: ["Teeth", "Tongue"] },
  { name: "Brows", members: ["Brows", "Lashes"] },
  { name: "Worn", members: ["Headwear", "Glasses", "Mask", "Horns", "Tusks", "Jewellery"] },
];
/** Cards of the same pictures: of who has hair, a beard, fur and clear glasses, and would have ten meshes. */
const SPARE: Group = { name: "Hair", members: ["Hair", "Beard", "Headwear"] };

/**
 * One level of a head in as few meshes as a scene with many heads wants, eight at most: tongue with teeth, lashes with brows, and all that
 * is worn in one; a lone member keeps its name. `pieces` of what is merged says which triangles are whose.
 */
export function groupLayers(layers: Layer[], level: number): WrittenLayer[] {
  const drawn = layers.filter(({ levels }) => levelOf(levels, level).triangles.length > 0);
  const grouped = GROUPS.reduce((all, group) => mergeGroup(all, group, level), drawn as WrittenLayer[]);
  return grouped.length > MOST_MESHES ? mergeGroup(grouped, SPARE, level) : grouped;
}

function mergeGroup(layers: WrittenLayer[], { name, members }: Group, level: number): WrittenLayer[] {
  // Of parts with pictures of their own there may be several of one kind.
  const own = (members as string[]).flatMap((member) =>
    layers.filter((layer) => layer.name.replace(/\d+$/, "") === member),
  );
  const [first] = own;
  const merged = own.filter(
    ({ name, surface }) =>
      wayOf(surface) === wayOf(first.surface) && (!isHat(name) || isHat(first.name) || isFur(surface, first.surface)),
  );
  if (merged.length < 2) return layers;
  const meshes = merged.map(({ levels }) => levelOf(levels, level));
  let start = 0;
  const pieces = merged.map(({ name }, i) => {
    const count = meshes[i].triangles.length;
    start += count;
    return { name, start: start - count, count };
  });
  const { surface, uvs } = mergeSurfaces(
    merged.map(({ surface }) => surface),
    meshes,
  );
  const mesh = concatenate(
    meshes.map((mesh, i) => ({ ...mesh, uvs: uvs[i] })),
    true,
  );
  const colors = vertexColors(merged.map(({ surface }, i) => ({ surface, mesh: meshes[i] })));
  const whole = { name, surface: { ...surface, name }, levels: [{ ...mesh, colors }], pieces };
  return layers.flatMap((layer) => (layer === merged[0] ? [whole] : merged.includes(layer) ? [] : [layer]));
}

const isHat = (name: string) => name.startsWith("Headwear");
/** Of the same cards as hair. */
const isFur = (surface: Surface, hair: Surface) => surface.baseColor === hair.baseColor;

const levelOf = (levels: LayerMesh[], level: number) => levels[Math.min(level, levels.length - 1)];
const wayOf = ({ alphaCutoff, blend }: Surface) => (alphaCutoff !== undefined ? "cutout" : blend ? "blend" : "opaque");

/** One surface for several, whose colours go onto vertices, and the texture coordinates that their meshes have in it. */
function mergeSurfaces(surfaces: Surface[], meshes: LayerMesh[]): { surface: Surface; uvs: Float32Array[] } {
  const [first] = surfaces;
  const surface: Surface = { ...first, color: undefined, doubleSided: surfaces.some(({ doubleSided }) => doubleSided) };
  const same = (pick: (of: Surface) => unknown) => surfaces.every((other) => pick(other) === pick(first));
  const share = same(({ baseColor }) => baseColor) && same(({ normal }) => normal) && same(({ orm }) => orm);
  const alike = same(({ roughness }) => roughness) && same(({ metallic }) => metallic);
  // Of cards of one picture the first one's gloss is everybody's.
  if (share && (first.baseColor || alike)) return { surface, uvs: meshes.map(({ uvs }) => uvs) };
  Object.assign(surface, { roughness: undefined, metallic: undefined });
  if (surfaces.every(({ baseColor, normal }) => !baseColor && !normal)) {
    const { orm, places } = joinPalettes(surfaces);
    const uvs = meshes.map(({ uvs }, i) => uvs.map((x, k) => (k % 2 === 0 ? places[i][0] + places[i][1] * x : x)));
    return { surface: { ...surface, orm }, uvs };
  }
  const size = Math.max(...surfaces.map(({ baseColor }) => baseColor?.width ?? 0));
  const packed = packPictures(surfaces, size);
  return {
    surface: { ...surface, ...packed.pictures },
    uvs: meshes.map(({ uvs }, i) => placedUvs(uvs, packed.places[i])),
  };
}
