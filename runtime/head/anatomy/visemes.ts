/**
 * The 15 visemes of Oculus Lipsync mixed from ARKit's blend shapes: mouths of Meta's "Viseme Reference" (Oculus Lipsync for
 * Unity, developers.meta.com), shares found by eye on these shapes. What closes lips on an open jaw takes `mouthClose` in the
 * same share as `jawOpen`.
 */
export const VISEMES: Record<string, Record<string, number>> = {
  viseme_sil: {},
  viseme_PP: { ...both("mouthPress", 0.5), mouthRollLower: 0.4, mouthRollUpper: 0.35, mouthPucker: 0.1 },
  viseme_FF: {
    jawOpen: 0.05,
    mouthRollLower: 0.6,
    ...both("mouthUpperUp", 0.3),
    ...both("mouthDimple", 0.2),
    mouthShrugLower: 0.2,
  },
  viseme_TH: { jawOpen: 0.24, tongueOut: 0.5, ...both("mouthUpperUp", 0.15), ...both("mouthLowerDown", 0.15) },
  viseme_DD: {
    jawOpen: 0.16,
    ...both("mouthUpperUp", 0.15),
    ...both("mouthLowerDown", 0.3),
    ...both("mouthStretch", 0.1),
  },
  viseme_kk: {
    jawOpen: 0.2,
    ...both("mouthUpperUp", 0.15),
    ...both("mouthLowerDown", 0.25),
    ...both("mouthStretch", 0.15),
  },
  viseme_CH: {
    jawOpen: 0.1,
    mouthFunnel: 0.55,
    mouthPucker: 0.15,
    ...both("mouthUpperUp", 0.1),
    ...both("mouthLowerDown", 0.15),
  },
  viseme_SS: {
    jawOpen: 0.05,
    ...both("mouthStretch", 0.3),
    ...both("mouthDimple", 0.2),
    ...both("mouthLowerDown", 0.4),
    ...both("mouthUpperUp", 0.2),
  },
  viseme_nn: {
    jawOpen: 0.14,
    ...both("mouthUpperUp", 0.1),
    ...both("mouthLowerDown", 0.2),
    ...both("mouthDimple", 0.1),
  },
  viseme_RR: { jawOpen: 0.12, mouthFunnel: 0.35, mouthPucker: 0.25, ...both("mouthLowerDown", 0.1) },
  viseme_aa: {
    jawOpen: 0.55,
    ...both("mouthUpperUp", 0.15),
    ...both("mouthLowerDown", 0.2),
    ...both("mouthStretch", 0.05),
  },
  viseme_E: {
    jawOpen: 0.25,
    ...both("mouthSmile", 0.2),
    ...both("mouthStretch", 0.25),
    ...both("mouthUpperUp", 0.15),
    ...both("mouthLowerDown", 0.2),
  },
  viseme_I: {
    jawOpen: 0.14,
    ...both("mouthSmile", 0.3),
    ...both("mouthStretch", 0.25),
    ...both("mouthUpperUp", 0.15),
    ...both("mouthLowerDown", 0.2),
  },
  viseme_O: { jawOpen: 0.36, mouthPucker: 0.65, mouthFunnel: 0.35 },
  viseme_U: { jawOpen: 0.14, mouthPucker: 0.75, mouthFunnel: 0.3 },
};

function both(name: string, share: number): Record<string, number> {
  return { [`${name}Left`]: share, [`${name}Right`]: share };
}
