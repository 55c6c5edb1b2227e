import type { EncodeImage } from "../bake/types.ts";
import type { Maker } from "../head/document.ts";
import type { HeadKit } from "../head/layers/kit.ts";
import type { Layer } from "../head/layers/types.ts";
import type { Template } from "../head/template.ts";
import type { Kernels } from "../kernels/load.ts";
import type { Pack } from "../pack/load.ts";
import type { Painter } from "./layers/painting/painter.ts";

/** What bakes a head: all of an engine but the networks. */
export interface Tools {
  kernels: Kernels;
  template: Template;
  /** What heads of layers are built from, read when it is first asked for. */
  headKit: () => Promise<HeadKit>;
  encodeImage: EncodeImage;
  painter: Painter;
  /** Begins the preview sheet of layers whose meshes and cards stay as they are, where the host can do that beside other work. @returns its number. */
  traceSheet?: (layers: Layer[]) => number;
  /** Draws the preview sheet of a head of layers, beside other work where the host can. @param traced number of the sheet that was begun. @returns a PNG. */
  drawSheet: (layers: Layer[], traced?: number) => Promise<Uint8Array>;
  maker: Maker;
}

/** What of them a head of layers takes that nothing is distilled on. */
export type LayerTools = Pick<Tools, "headKit" | "encodeImage" | "painter" | "traceSheet" | "drawSheet" | "maker">;

/** Everything the stages need that comes from outside; made by the host, used by one job at a time. */
export interface Engine extends Tools {
  pack: Pack;
}
