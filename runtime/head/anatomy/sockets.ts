import type { LayeredHead } from "../layers/types.ts";
import type { Anatomy } from "./anatomy.ts";

export type Socket = LayeredHead["sockets"][number];

/** MediaPipe landmarks between the eyes, and of upper and lower lip. */
const BRIDGE = 168;
const LIPS = [13, 14];

/**
 * Where things are hung: on the crown, the bridge of the nose, both ears' lobes, the mouth.
 * @param control F32 [P, 3]. @param landmarks F32 [478, 3].
 */
export function anatomySockets(anatomy: Anatomy, control: Float32Array, landmarks: Float32Array): Socket[] {
  const point = (from: Float32Array, p: number) => [from[3 * p], from[3 * p + 1], from[3 * p + 2]];
  const socket = (name: string, position: number[]): Socket => ({
    name,
    joint: "Head",
    position: position as Socket["position"],
  });
  const [upper, lower] = LIPS.map((id) => point(landmarks, id));
  const lobes = earLobes(anatomy);
  return [
    socket("hat", point(control, anatomy.frame.crown)),
    socket("glasses", point(landmarks, BRIDGE)),
    socket(
      "mouth",
      upper.map((x, c) => (x + lower[c]) / 2),
    ),
    socket("rightEar", point(control, lobes[0])),
    socket("leftEar", point(control, lobes[1])),
  ];
}

/** The lowest vertex of each ear of the average: right, left. */
function earLobes({ positions, regions, regionNames, skinVertices }: Anatomy): [number, number] {
  const ears = regionNames.indexOf("ears");
  const lowest: [number, number] = [-1, -1];
  for (let v = 0; v < skinVertices; v++) {
    if (regions[v] !== ears) continue;
    const side = positions[3 * v] > 0 ? 1 : 0;
    if (lowest[side] < 0 || positions[3 * v + 1] < positions[3 * lowest[side] + 1]) lowest[side] = v;
  }
  return lowest;
}
