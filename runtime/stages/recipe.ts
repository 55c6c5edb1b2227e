import type { LayeredBake } from "../bake/layered/options.ts";
import type { BakeOptions } from "../bake/options.ts";
import type { Sampler } from "../diffusion/timesteps.ts";
import type { FieldConfig } from "../field/field.ts";
import type { OwnParts } from "../head/part-files/record-parts.ts";
import type { StandOffSettings } from "../head/wrap/stand-off.ts";
import type { WrapSettings } from "../head/wrap/wrap-skin.ts";
import type { Look } from "../prompt/look.ts";
import type { Report } from "../prompt/report.ts";
import type { GuidanceSettings, TimestepRange } from "./guidance/distill.ts";

import type { CameraPlan, FixedView } from "./guidance/sample-camera.ts";
import type { ViewWords } from "./guidance/stage-texts.ts";

/** Learning rates of AdamW; betas and epsilon are the paper's and fixed. */
export interface LearningRates {
  /** Hash-grid tables. */
  tables: number;
  /** MLP weights. */
  network: number;
  /** Factor the rates have fallen to (by a cosine) at the end of the stage, in (0, 1]. */
  final: number;
}

/** A colour field's regression. */
export interface PointFit {
  /** 0 leaves the field as it is. */
  steps: number;
  /** Points of a step. */
  points: number;
  learningRates: LearningRates;
}

/** How the colour field is fitted to given colours. */
export interface FitSettings extends PointFit {
  /** Surface points whose colours are looked up, in all: a multiple of a step's. */
  samples: number;
  /** Share of them in the box where detail needs them. */
  focus: number;
}

/** What the geometry and the texture stage have in common. */
export interface StageSettings {
  steps: number;
  field: FieldConfig;
  learningRates: LearningRates;
  timesteps: TimestepRange;
  guidance: GuidanceSettings;
  cameras: CameraPlan;
  /** Render size over the prior's image size; the render is box-filtered down. */
  supersample: number;
  /** Prompt template of the stage, `{}` is the description. */
  prompt: string;
  /** False leaves the landmark map black (ablation). */
  landmarks: boolean;
  /** Which texts carry view words: the target alone (the paper), target and self, or none (ablation); see {@link stageTexts}. */
  viewWords: ViewWords;
  /** A first part of the stage, up to the share `until`, whose pictures are `scale` times the prior's size. */
  coarse?: { scale: number; until: number };
}

/** Views of one head that are denoised together, in place of a stage's steps; see `Ring`. */
export interface RingSettings {
  /** Of each round, a share of the schedule in (0, 1); they fall. */
  timesteps: number[];
  /** In the stage's cameras, of one half of the head: the other learns their mirrored pictures, for the prior cannot tell left from right. */
  views: FixedView[];
  /** Share in [0, 1] of the head's own renders in what is noised again at the last round, rising linearly from none at the first. */
  lead: number;
  /** Times that the head learns all pictures of a round, and of the last. */
  passes: number;
  lastPasses: number;
}

/** Geometry stage: SDF on a deformable tetrahedral grid. */
export interface GeometrySettings extends StageSettings {
  /** First steps that show normals and coverage as a latent of four channels, without the autoencoder. */
  latentSteps: number;
  /** Whether hair, beards, hats and the like that the prompt names start as parts of the template. */
  parts: boolean;
  /** False: the template is a person whatever creature the prompt names, which is left to the text. */
  creature?: false;
  /** The shape is grown from noise by a ring of views, in place of `steps`. */
  ring?: RingSettings;
  /** How much a seed's face, hair and tones differ from the template of its prompt; 0 is not at all. */
  variation: number;
  /** Cells along an edge of the DMTet grid. */
  resolution: number;
  /** Largest change of the signed distance, in head-space units. */
  range: number;
  /** Half width of the evaluated band around the surface, in cells. */
  bandCells: number;
  /** Steps between two visits of the whole grid. */
  bandEvery: number;
  /** Weight of normal consistency, rising linearly from start to end of the stage. */
  normalConsistency: [number, number];
  laplacian: number;
}

/** What stages that learn colours have in common. */
export interface ColorSettings extends StageSettings {
  /** sRGB background in [0, 1]. */
  background: [number, number, number];
}

/** Texture stage: colour field on the fixed surface. */
export interface TextureSettings extends ColorSettings {
  /** How the field takes on the template's colours first, and the eyes of the living last. */
  start: FitSettings;
  eyes: FitSettings;
  /** Colours are sampled by a ring of views, in place of `steps`. */
  ring?: RingSettings;
}

/** Geometry stage of a layered head: offsets of its vertices. */
export interface LayeredGeometrySettings extends StageSettings {
  /** Furthest a vertex may be moved along an axis, in head-space units. */
  reach: number;
  /** Width of the soft border around what keeps still, in head-space units. */
  border: number;
  /** Weight of the normal consistency of the skin. */
  normalConsistency: number;
  /** Weight of the Laplacian of the skin's displacement. */
  laplacian: number;
}

/** Texture stage of a layered head: a residual of its skin's drawn colours. */
export interface LayeredTextureSettings extends ColorSettings {
  /** Most that an sRGB component may change, in (0, 1). */
  bound: number;
  /** Weight of the mean squared residual, which keeps what the prior does not ask for as it was drawn. */
  decay: number;
  /**
   * Light that colours are shown in: what comes from everywhere, from the camera and from above; adds up to 1 where a surface
   * faces both. [1, 0, 0] shows bare colours. A prior of lit pictures would else paint the light that it misses.
   */
  light: [number, number, number];
}

/**
 * Colours by a trajectory over a fixed ring of views, for packs that see the view: in each round all views are asked at one timestep
 * what they should be, and their changes are fused on the surface before any of them is asked again.
 */
export interface TrajectorySettings {
  /** Of each round, a share of the schedule in (0, 1); they fall. */
  timesteps: number[];
  /** In the texture stage's cameras. */
  views: FixedView[];
  /** Share of a round's fused change that is made. */
  gain: number;
  /** Exponent of the cosine between surface and camera in a view's weight. */
  falloff: number;
  /** Passes that smooth a round's change over the mesh: finer detail is the drawn picture's. */
  smoothing: number;
}

/** Stages of a layered head. */
export interface LayeredStages {
  geometry: LayeredGeometrySettings;
  texture: LayeredTextureSettings;
  refine: RefineSettings;
  /** In place of the steps of texture and refine stage, where the pack sees the view. */
  trajectory?: TrajectorySettings;
  /** Share in (0, 1] of their steps that an edit takes, whose fields go on from its parent's; all where absent. */
  edit?: number;
}

/** Refine stage: image-space steps towards fixed-seed samples of the current render. */
export interface RefineSettings {
  /** Views sampled; 0 leaves the stage out. */
  views: number;
  /** Passes over all views. */
  rounds: number;
  /** Field updates towards each sample. */
  updates: number;
  sampler: Sampler;
  /** Steps over the whole schedule, of which the share `strength` is taken. */
  samplerSteps: number;
  /** Share of the schedule a render is noised to before it is sampled anew. */
  strength: number;
  cfg: number;
  /** Weight of the latent-feature distance beside the pixel distance. */
  perceptual: number;
  learningRates: LearningRates;
}

/** How the fields of a head are fitted to a character that others made. */
export interface ImportSettings {
  /** Largest change of the template's signed distance, in head-space units; hair and hats reach far. */
  range: number;
  /** Half thickness that open sheets get (hair cards, scalp caps), in cells of the grid. */
  sheetThickness: number;
  /** Regression of the distance at the grid's vertices. */
  distance: { steps: number; batch: number; learningRates: LearningRates };
  /** Pulls the marched surface onto the source's. */
  surface: { steps: number; learningRates: LearningRates };
  /** Regression of the colour at points of the surface, `points` of them drawn once. */
  color: { steps: number; batch: number; points: number; learningRates: LearningRates };
}

/** Shape stage of an edit: offsets of the parent's tetrahedral grid, whose distances are frozen. */
export interface ShapeEditSettings extends StageSettings {
  /** Steps in which the offsets take on what the words change of the template. */
  start: { steps: number; learningRates: LearningRates };
  /** Furthest a grid vertex may be moved along an axis, in head-space units. */
  reach: number;
  /** Share in (0, 1) of its volume that every tetrahedron of the surface keeps. */
  leastVolume: number;
  normalConsistency: number;
  /** Weight of the Laplacian of the displacement. */
  laplacian: number;
}

/** What an edit changes. */
export const EDIT_PARTS = ["shape", "color", "both"] as const;
export type EditPart = (typeof EDIT_PARTS)[number];

/** How a head is changed into its child. */
interface EditBase {
  /** What the user asked for; the recipe's prompt and Look are what was made of it and the parent's. */
  instruction: string;
  /** Seed of the first parent, which chose the tones of its colours: the child's are toned alike. */
  firstSeed: number;
}

/** How a head on the grid is changed. */
export interface EditRecipe extends EditBase {
  what: EditPart;
  /** Share in [0, 1] of the learned change that the child gets: offsets and colours are scaled by it. */
  strength: number;
  /** Names of template regions; none: the whole head. */
  regions: string[];
  /** Width of the regions' soft border, in head-space units. */
  border: number;
  shape: ShapeEditSettings;
  color: TextureSettings;
  refine: RefineSettings;
  /** How edited and kept colours are brought into one field; see `settleColor`. */
  settle: FitSettings;
}

/** How a head of layers is changed: it is built anew from its Look. */
export type LayeredEdit = EditBase;

/** A preset's part for edits; what it leaves out of a stage is as the preset's own stage has it. */
export interface EditPreset {
  border: number;
  shape: Pick<ShapeEditSettings, "start" | "reach" | "leastVolume" | "normalConsistency" | "laplacian"> &
    Partial<StageSettings>;
  color: Partial<TextureSettings>;
  refine: Partial<RefineSettings>;
  settle: FitSettings;
}

/** What every recipe says. */
interface RecipeBase {
  version: 2;
  preset: string;
  pack: string;
  /** What the diffusion model is asked with. */
  prompt: string;
  /** What the template is made to look like: what was read in the prompt, or set instead. */
  look: Look;
  /** What became of every word of the prompt, for whoever has the head: nothing is made from it. */
  report?: Report;
  negative: string;
  seed: number;
}

/** A head that is marched from a deformable tetrahedral grid. */
interface GridStages extends RecipeBase {
  carrier: "grid";
  geometry: GeometrySettings;
  texture: TextureSettings;
  refine: RefineSettings;
  /** Where the head is an edit: how. The stages above are then its parent's. */
  edit?: EditRecipe;
}

/** A head of one surface, as others' characters are. */
export interface SurfaceRecipe extends GridStages {
  wrap?: undefined;
  bake: BakeOptions;
}

/** A head whose surface is wrapped with the skin that heads of layers have: its files are like theirs. */
export interface WrappedRecipe extends GridStages {
  wrap: WrapSettings & StandOffSettings;
  bake: LayeredBake;
}

export type GridRecipe = SurfaceRecipe | WrappedRecipe;

/** A head of meshes: skin, eyes, teeth, hair and what is worn, with expressions. */
export interface LayeredRecipe extends RecipeBase {
  carrier: "layers";
  /** How much a seed's face differs from what the Look says; 0 is not at all. */
  variation: number;
  /** What is distilled; absent: nothing, the head is what its Look builds. */
  stages?: LayeredStages;
  bake: LayeredBake;
  /** SHA-256 of the files of own parts that it wears, written when it is begun. */
  parts?: OwnParts;
  /** Where the head is an edit: how. */
  edit?: LayeredEdit;
}

/** Everything that determines a head's bytes; for an edit, beside its parent's. */
export type Recipe = GridRecipe | LayeredRecipe;

/** A preset is a recipe without what the user types. */
export type GridPreset = Pick<SurfaceRecipe, "carrier" | "geometry" | "texture" | "refine" | "bake" | "negative"> & {
  edit: EditPreset;
  import: ImportSettings;
  /** Of heads that are wrapped. */
  wrap: WrappedRecipe["wrap"];
  wrappedBake: LayeredBake;
};
export type LayeredPreset = Pick<LayeredRecipe, "carrier" | "variation" | "stages" | "bake" | "negative">;
