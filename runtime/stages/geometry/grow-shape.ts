import { flipped } from "../../render/flipped.ts";
import { decayedRates } from "../guidance/learning-rate.ts";
import type { RingPupil } from "../guidance/ring.ts";
import type { LearnedGeometry } from "./learned-geometry.ts";

/** A shape that learns the normal maps of a ring. @param kept see {@link RingPupil}. */
export function shapePupil(learned: LearnedGeometry, kept: RingPupil["kept"]): RingPupil {
  const { settings, trainer } = learned;
  const [low, high] = settings.normalConsistency;
  let progress = 0;
  return {
    trainer,
    kept,
    visit: () => learned.revisit(),
    async show(camera, size) {
      const { image, backward } = await learned.show(camera, size, 3);
      const smoothness = { normalConsistency: low + (high - low) * progress, laplacian: settings.laplacian };
      return { image, backward: (dImage) => backward(dImage, smoothness) };
    },
    // Normals are camera space's: across the middle, what leans right leans left.
    mirrored: (picture) => flipped(picture).map((value, i) => (i % 3 === 0 ? 1 - value : value)),
    rates(share) {
      progress = share;
      return decayedRates(settings.learningRates, share);
    },
  };
}
