import type { EncodeImage } from "../bake/types.ts";
import type { Maker } from "../head/document.ts";
import type { HeadKit } from "../head/layers/kit.ts";
import type { Template } from "../head/template.ts";
import type { Kernels } from "../kernels/load.ts";
import type { Pack } from "../pack/load.ts";

/** What bakes a head: all of an engine but the networks. */
export interface Tools {
  kernels: Kernels;
  template: Template;
  /** What heads of layers are built from, read when it is first asked for. */
  headKit: () => Promise<HeadKit>;
  encodeImage: EncodeImage;
  maker: Maker;
}

/** What of them a head of layers takes that nothing is distilled on. */
export type LayerTools = Pick<Tools, "headKit" | "encodeImage" | "maker">;

/** Everything the stages need that comes from outside; made by the host, used by one job at a time. */
export interface Engine extends Tools {
  pack: Pack;
}
