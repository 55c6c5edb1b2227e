import { DRAWN, FILLED, PROJECTED, projectSkin } from "../../bake/layered/project-skin.ts";
import type { TextureSource } from "../../bake/textures/bake-textures.ts";
import { texelFinder } from "../../bake/textures/gpu-texels.ts";
import { landmarksOf } from "../../head/anatomy/landmarks.ts";
import { type AnatomyShape, shapeAnatomy } from "../../head/anatomy/shape.ts";
import type { HeadDocument } from "../../head/document.ts";
import { buildLayeredHead } from "../../head/layers/build-layered-head.ts";
import type { HeadKit } from "../../head/layers/kit.ts";
import type { Layer, LayeredHead } from "../../head/layers/types.ts";
import { fitLandmarks } from "../../head/wrap/fit-landmarks.ts";
import { findStandOff, type WrappedSkin } from "../../head/wrap/stand-off.ts";
import { standingLayer, tuckEdges } from "../../head/wrap/standing-layer.ts";
import { withExpression, wrapAnatomy } from "../../head/wrap/wrap-anatomy.ts";
import { wrapPlan } from "../../head/wrap/wrap-plan.ts";
import { gatherRows } from "../../mesh/gather-rows.ts";
import { nearestPlaces } from "../../mesh/nearest-places.ts";
import { vertexNormals } from "../../mesh/vertex-normals.ts";
import type { Look } from "../../prompt/look.ts";
import { appearanceOf } from "../color/appearance.ts";
import { askColors } from "../color/ask-colors.ts";
import type { FixedMesh } from "../color/render-color.ts";
import type { BakeJob, FinishedFields } from "../job/job.ts";
import type { WrappedRecipe } from "../recipe.ts";

/** What takes part in wrapping. */
export interface WrapJob extends Pick<BakeJob, "engine"> {
  recipe: WrappedRecipe;
}

/** How far above the neck's seam the surface may be the bust's rounded edge, head units. */
const OVER_SEAM = 0.03;
/** MediaPipe landmarks of upper and lower lip. */
const LIPS = [13, 14];

/**
 * A finished surface of the grid as a head of layers: the skin's topology wrapped onto it, its colours on the skin's own texture, eyes, teeth
 * and tongue of the Look, and what stands off the skin as layers bound to it.
 */
export async function wrapHead(
  { recipe, engine }: WrapJob,
  document: Pick<HeadDocument, "template" | "import">,
  { mesh, field }: FinishedFields,
): Promise<LayeredHead> {
  const kit = await engine.headKit();
  const { anatomy } = kit;
  const target = { positions: mesh.positions.slice(), indices: mesh.indices.slice() };
  const { start, landmarks } = startOf(kit, document, recipe);
  // Nobody has said what an imported head wears.
  const isBearded = Boolean(document.import ?? recipe.look.beard ?? recipe.look.moustache);
  const onto = { target, landmarks: nearestPlaces(landmarks, target), isBearded };
  const shape = wrapAnatomy(anatomy, start, onto, recipe.wrap);
  const { seed, variation } = appearanceOf(recipe);
  const { textureSize } = recipe.bake;
  const { head } = await buildLayeredHead(kit, bareLook(recipe.look), { textureSize, seed, variation, shape });
  const colors = askColors(engine.kernels, field);
  const source = { color: colors, texels: texelFinder(engine.kernels) };
  const layers = await Promise.all(
    head.layers.map(async (layer) => (layer.name === "Skin" ? painted(kit, layer, mesh, source) : layer)),
  );
  const skin = layers[0].levels[0];
  const hat = recipe.look.parts.some(({ kind }) => kind === "hat");
  const { parts, feet } = findStandOff(wrappedSkin(kit, layers[0], shape), target, recipe.wrap, hat);
  const colorAt = mesh.canonical ?? mesh.positions;
  const asked = parts.length > 0 ? await colors(colorAt) : new Float32Array(0);
  const colorsOf = (vertices: Uint32Array) => gatherRows(asked, vertices, 3);
  const surface = { positions: tuckEdges(target.positions, parts, { skin, feet }), normals: vertexNormals(target) };
  const standing = await Promise.all(parts.map((part) => standingLayer(part, surface, { skin, feet }, colorsOf)));
  return { ...head, layers: [...layers, ...standing] };
}

/** The head that the surface grew out of, or the one that an imported head's landmarks tell of; and where its landmarks are. */
function startOf(
  { anatomy }: HeadKit,
  { template, import: record }: Pick<HeadDocument, "template" | "import">,
  { wrap }: WrappedRecipe,
) {
  if (record) {
    const landmarks = new Float32Array(anatomy.landmarks.vertices.length).fill(Number.NaN);
    const { ids = [], points = [] } = record.landmarks ?? {};
    for (const [i, id] of ids.entries()) landmarks.set(points.slice(3 * i, 3 * i + 3), 3 * id);
    return { start: fitLandmarks(anatomy, landmarks, wrap.fit), landmarks };
  }
  const [morphs, expression]: Record<string, number>[] = [{}, {}];
  for (const [name, weight] of Object.entries(template))
    (anatomy.expressions.has(name) ? expression : morphs)[name] = weight;
  const { control } = shapeAnatomy(anatomy, morphs);
  const landmarks = landmarksOf(anatomy, withExpression(anatomy, control, expression));
  return { start: { control, expression }, landmarks };
}

/** What the grid has grown, hair and brows among it, is on its surface. */
function bareLook(look: Look): Look {
  const { hair: _, beard: __, moustache: ___, ...rest } = look;
  return { ...rest, brows: { ...look.brows, form: "none" }, parts: [] };
}

async function painted(
  { anatomy, average }: HeadKit,
  skin: Layer,
  { positions, indices, canonical }: FixedMesh,
  source: TextureSource,
): Promise<Layer> {
  const { baseColor } = skin.surface;
  if (!baseColor) return skin;
  const { seen } = wrapPlan(anatomy);
  const own = ["mouth", "sockets"].map((name) => anatomy.regionNames.indexOf(name));
  const neck = anatomy.regionNames.indexOf("neck");
  const sources = average.regions[0].map((region, v) => {
    if (own.includes(region)) return DRAWN;
    return region === neck || seen[anatomy.skinLevels[0].points[v]] > 0 ? PROJECTED : FILLED;
  });
  const surface = { positions: positions.slice(), indices: indices.slice(), colorAt: canonical?.slice() };
  const picture = await projectSkin(skin.levels[0], sources, { surface, ...source }, baseColor);
  return { ...skin, surface: { ...skin.surface, baseColor: picture } };
}

function wrappedSkin({ anatomy, average }: HeadKit, { levels: [mesh] }: Layer, shape: AnatomyShape): WrappedSkin {
  const landmarks = landmarksOf(anatomy, shape.control);
  return {
    mesh,
    regions: average.regions[0],
    regionNames: anatomy.regionNames,
    floor: anatomy.neckRing.reduce((most, v) => Math.max(most, shape.control[3 * v + 1]), -Infinity) + OVER_SEAM,
    eyes: shape.eyes,
    mouth: LIPS.reduce((sum, id) => sum + landmarks[3 * id + 1] / LIPS.length, 0),
  };
}
