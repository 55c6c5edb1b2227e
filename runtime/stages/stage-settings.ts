import type { Sampler } from "../diffusion/timesteps.ts";
import type { FieldConfig } from "../field/field.ts";
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
