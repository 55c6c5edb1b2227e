import type { EncodeImage } from "../bake/types.ts";
import type { Template } from "../head/template.ts";
import type { Kernels } from "../kernels/load.ts";
import type { Pack } from "../pack/load.ts";
import type { MaterialTable } from "./materials.ts";

/** Everything the stages need that comes from outside; made by the host, used by one job at a time. */
export interface Engine {
  kernels: Kernels;
  pack: Pack;
  template: Template;
  materials: MaterialTable;
  encodeImage: EncodeImage;
}
