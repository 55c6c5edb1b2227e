const both = (name: string, weight = 1) => ({ [`${name}Left`]: weight, [`${name}Right`]: weight });

/** What moves the skin furthest beneath what is worn. */
export const EXPRESSIONS: Readonly<Record<string, Record<string, number>>> = {
  rest: {},
  smile: both("mouthSmile"),
  jawOpen: { jawOpen: 1 },
  laugh: { jawOpen: 0.5, ...both("mouthSmile", 0.8), ...both("cheekSquint") },
  pucker: { mouthPucker: 1 },
  puff: { cheekPuff: 1 },
  surprise: { jawOpen: 0.4, browInnerUp: 1, ...both("browOuterUp") },
  anger: { ...both("browDown"), ...both("noseSneer"), ...both("mouthFrown") },
  jawLeft: { jawLeft: 1 },
};
