/**
 * The package from code, in Node:
 *
 *     import { generate } from "babylon-headartist";
 *
 *     const { glb } = await generate({ prompt: "an old man with a white beard", preset: "draft" });
 */
export { type HeadDocument, HeadError, type Maker } from "../head/document.ts";
export { type ErrorClass, EXIT_CODES, ExitError } from "../host/errors.ts";
export { readPrompt } from "../host/node/read-prompt.ts";
export type { Notice } from "../host/notice.ts";
export type { PresetName } from "../host/presets.ts";
export type { ReadOptions } from "../host/prompt-reader.ts";
export { ImportError } from "../import/types.ts";
export { PackError } from "../pack/files.ts";
export type { Look } from "../prompt/look.ts";
export type { Reading } from "../prompt/read.ts";
export type { Report, ReportItem } from "../prompt/report.ts";
export type { LivePreview } from "../stages/job/live-preview.ts";
export type { Progress } from "../stages/job/run-stage.ts";
export { type BakeBackOptions, type BakedBack, bakeBack } from "./bake-back.ts";
export { type Blended, type BlendOptions, blend } from "./blend.ts";
export { type EditOptions, edit } from "./edit.ts";
export { type GenerateOptions, generate } from "./generate.ts";
export { type ImportOptions, importCharacter } from "./import-character.ts";
export type { MadeHead } from "./make-head.ts";
export type { RunOptions } from "./run-options.ts";
