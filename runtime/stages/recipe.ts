import type { BakeOptions } from "../bake/options.ts";
import type { Sampler } from "../diffusion/timesteps.ts";
import type { FieldConfig } from "../field/field.ts";
import type { GuidanceSettings, TimestepRange } from "./distill.ts";
import type { StartSettings } from "./fit-albedo.ts";
import type { CameraPlan } from "./sample-camera.ts";
import type { ViewWords } from "./stage-texts.ts";

/** Learning rates of AdamW; betas and epsilon are the paper's and fixed. */
export interface LearningRates {
  /** Hash-grid tables. */
  tables: number;
  /** MLP weights. */
  network: number;
  /** Factor the rates have fallen to (by a cosine) at the end of the stage, in (0, 1]. */
  final: number;
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
  /** Which texts carry view words: the target alone (the paper), target and self, or none (ablation); see {@link embedStageTexts}. */
  viewWords: ViewWords;
  /** A first part of the stage, up to the share `until`, whose pictures are `scale` times the prior's size. */
  coarse?: { scale: number; until: number };
}

/** Geometry stage: SDF on a deformable tetrahedral grid. */
export interface GeometrySettings extends StageSettings {
  /** First steps that show normals and coverage as a latent of four channels, without the autoencoder. */
  latentSteps: number;
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

/** Texture stage: colour field on the fixed surface. */
export interface TextureSettings extends StageSettings {
  /** How the field takes on the template's albedo first; heads of a material start grey. */
  start: StartSettings;
  /** sRGB background in [0, 1]. */
  background: [number, number, number];
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

/** Everything that determines a head's bytes. */
export interface Recipe {
  version: 1;
  preset: string;
  pack: string;
  prompt: string;
  negative: string;
  seed: number;
  geometry: GeometrySettings;
  texture: TextureSettings;
  refine: RefineSettings;
  bake: BakeOptions;
}

/** A preset is a recipe without what the user types. */
export type Preset = Pick<Recipe, "geometry" | "texture" | "refine" | "bake"> & { negative: string };
