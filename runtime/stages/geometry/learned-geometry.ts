import type { FieldTrainer } from "../../field/trainer.ts";
import type { Camera } from "../../render/camera.ts";
import type { ShownPicture } from "../guidance/learned-pictures.ts";
import type { GeometrySettings } from "../stage-settings.ts";
import type { SmoothnessWeights } from "./render-normals.ts";

/** A normal map, [size, size, 3] or with coverage [size, size, 4]. */
export interface ShownNormals extends Pick<ShownPicture, "image"> {
  /** As that of {@link ShownPicture}, with the gradients of the smoothness losses. */
  backward(dImage: Float32Array, smoothness: Pick<SmoothnessWeights, "normalConsistency" | "laplacian">): void;
}

/** A shape on the grid while it is learned; as `LearnedPictures`, but its steps weigh smoothness. */
export interface LearnedGeometry {
  settings: GeometrySettings;
  trainer: FieldTrainer;
  /** Lays the band anew, as `revisitGrid`. */
  revisit(): Promise<void>;
  show(camera: Camera, size: number, channels: 3 | 4): Promise<ShownNormals>;
  /** The present surface, [vertices, 3] in kernel memory and [triangles, 3]. */
  surface(): Promise<{ positions: Float32Array; indices: Uint32Array }>;
}
