import type { FieldTrainer } from "../../field/trainer.ts";
import type { Camera } from "../../render/camera.ts";

/** A picture of what is learned. */
export interface ShownPicture {
  /** [size, size, 3] in [0, 1]. */
  image: Float32Array;
  /** Adds the gradient of an image loss ([size, size, 3], in kernel memory) to the parameters. */
  backward(dImage: Float32Array): void;
}

/**
 * What a stage learns, as its steps know it: a picture goes to the networks, its gradient comes back, and all else stays where the
 * kernels are. There is one implementation on the WASM kernels, whose pictures live in scratch memory, and one on a GPU; `kernels.gpu`
 * says which takes part.
 */
export interface LearnedPictures {
  trainer: FieldTrainer;
  /** Renders a view, `size` pixels along an edge. It is gone when the next one is asked for. */
  show(camera: Camera, size: number): Promise<ShownPicture>;
}
