import type { LayeredBake } from "../bake/layered/options.ts";
import type { BakeOptions } from "../bake/options.ts";
import type { OwnParts } from "../head/part-files/record-parts.ts";
import type { StandOffSettings } from "../head/wrap/stand-off.ts";
import type { WrapSettings } from "../head/wrap/wrap-skin.ts";
import type { Look } from "../prompt/look.ts";
import type { Report } from "../prompt/report.ts";
import type {
  FitSettings,
  GeometrySettings,
  ImportSettings,
  LayeredStages,
  RefineSettings,
  ShapeEditSettings,
  StageSettings,
  TextureSettings,
} from "./stage-settings.ts";

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
