import type { HeadStore } from "../../head/store.ts";
import type { Look } from "../../prompt/look.ts";

/** The head an edit starts from; it is only read. */
export interface ParentHead {
  store: HeadStore;
  /** What it looks like. */
  look: Look;
  /** What the child's document calls it. */
  name: string;
}
