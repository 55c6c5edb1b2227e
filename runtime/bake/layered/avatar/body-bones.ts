/** A bone of a standing body: its parent, and its place in metres from the neck's seam (+X the character's left, +Z ahead). */
interface Bone {
  name: string;
  parent: string | undefined;
  at: [number, number, number];
}

const TRUNK: Bone[] = [
  { name: "Hips", parent: undefined, at: [0, -0.52, 0] },
  { name: "Spine", parent: "Hips", at: [0, -0.42, 0] },
  { name: "Spine1", parent: "Spine", at: [0, -0.3, 0.005] },
  { name: "Spine2", parent: "Spine1", at: [0, -0.17, 0.005] },
];

/** Of the left side; the right one mirrors it. Arms stand out, as in Mixamo's rest pose. */
const SIDE: Bone[] = [
  { name: "Shoulder", parent: "Spine2", at: [0.06, -0.04, 0] },
  { name: "Arm", parent: "Shoulder", at: [0.18, -0.05, 0] },
  { name: "ForeArm", parent: "Arm", at: [0.45, -0.05, 0] },
  { name: "Hand", parent: "ForeArm", at: [0.71, -0.05, 0] },
  ...["Thumb", "Index", "Middle", "Ring", "Pinky"].flatMap((finger, f) =>
    [1, 2, 3, 4].map((joint): Bone => {
      const thumb = finger === "Thumb";
      const along = 0.72 + (thumb ? 0.03 : 0.09) + 0.028 * (joint - 1) - 0.006 * Math.abs(f - 2);
      return {
        name: `Hand${finger}${joint}`,
        parent: joint === 1 ? "Hand" : `Hand${finger}${joint - 1}`,
        at: [along, -0.05 - (thumb ? 0.02 : 0), thumb ? 0.03 + 0.01 * joint : 0.045 - 0.022 * (f - 1)],
      };
    }),
  ),
  { name: "UpLeg", parent: "Hips", at: [0.09, -0.58, 0] },
  { name: "Leg", parent: "UpLeg", at: [0.09, -1.0, 0] },
  { name: "Foot", parent: "Leg", at: [0.09, -1.42, -0.02] },
  { name: "ToeBase", parent: "Foot", at: [0.09, -1.48, 0.1] },
  { name: "Toe_End", parent: "ToeBase", at: [0.09, -1.48, 0.16] },
];

function sided(side: "Left" | "Right"): Bone[] {
  const trunk = new Set(TRUNK.map(({ name }) => name));
  return SIDE.map(({ name, parent, at: [x, y, z] }) => ({
    name: side + name,
    parent: parent && (trunk.has(parent) ? parent : side + parent),
    at: [side === "Left" ? x : -x, y, z],
  }));
}

/** Bones of Mixamo's humanoid below the head, by Mixamo's names without their prefix. The neck hangs on the last of the trunk. */
export const BODY_BONES: readonly Bone[] = [...TRUNK, ...sided("Left"), ...sided("Right")];
export const NECK_PARENT = "Spine2";

/** VRM's names of the bones, VRMC_vrm 1.0, humanoid: the fifteen that must be, and those that are there besides. */
export const HUMANOID: Readonly<Record<string, string>> = {
  hips: "Hips",
  spine: "Spine",
  chest: "Spine1",
  upperChest: "Spine2",
  neck: "Neck",
  head: "Head",
  jaw: "Jaw",
  leftEye: "LeftEye",
  rightEye: "RightEye",
  ...limbs("left", "Left"),
  ...limbs("right", "Right"),
};

function limbs(side: string, bone: string): Record<string, string> {
  return {
    [`${side}Shoulder`]: `${bone}Shoulder`,
    [`${side}UpperArm`]: `${bone}Arm`,
    [`${side}LowerArm`]: `${bone}ForeArm`,
    [`${side}Hand`]: `${bone}Hand`,
    [`${side}UpperLeg`]: `${bone}UpLeg`,
    [`${side}LowerLeg`]: `${bone}Leg`,
    [`${side}Foot`]: `${bone}Foot`,
    [`${side}Toes`]: `${bone}ToeBase`,
  };
}
