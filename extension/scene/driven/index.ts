/** `babylon-headartist/scene`: heads in a scene of one's own. */
export { GAZE_RANGE, type GazeRange } from "./gaze.ts";
export { type DrivenHead, LOAD_HEAD_DEFAULTS, type LoadHeadOptions, loadHead } from "./load-head.ts";
export type { HeadSource } from "./read-source.ts";
export type { Materials } from "./shading/shade-head.ts";
export { TEST_LINE, VISEMES, type Viseme, type VisemeCue } from "./speech.ts";
