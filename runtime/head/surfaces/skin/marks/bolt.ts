import { smoothstep } from "../../../../mesh/smoothstep.ts";
import { plateEdge, rivet, seam } from "../../../marks/plating.ts";
import { clouds, noise3 } from "../../noise.ts";
import { mixScalar } from "../../texel-map.ts";
import { layOn, MILLIMETRE, type SkinCanvas, type SkinSheet } from "../canvas.ts";

const STEEL = [0.36, 0.37, 0.385];
const GROOVE = [0.012, 0.012, 0.014];

/**
 * Bolts plates of metal onto half a head: smooth where skin had pores, with grooves, rivets, scuffs and a rim. @param side 1 is the character's left.
 * @param hair F32 [V] how much of the skin it hides: metal would glint through its gaps.
 */
export function bolt({ map, triangles }: SkinSheet, canvas: SkinCanvas, side: 1 | -1, hair?: Float32Array): void {
  const hidden = hair && mixScalar(map, triangles, hair);
  for (let n = 0; n < map.count; n++) {
    const [x, y, z] = [side * map.place[3 * n], map.place[3 * n + 1], map.place[3 * n + 2]];
    const edge = plateEdge(x, y, z);
    if (edge > 0.02) continue;
    const plate = 1 - smoothstep(-0.003, 0.003, edge);
    const groove = 1 - smoothstep(0.003, 0.0085, seam(x, y, z));
    const stud = rivet(x, y, z);
    const worn = clouds(x, y, z, 24, 3);
    const scuff = smoothstep(0.9, 1, 1 - Math.abs(2 * noise3(24 * (x + 0.7 * y), 7 * (y - x), 24 * z) - 1));
    const bare = hidden ? 1 - hidden[n] : 1;
    canvas.metal[n] = bare * plate * (1 - 0.5 * groove);
    canvas.height[n] = (1 - plate) * canvas.height[n] + MILLIMETRE * plate * (1.1 * stud - 0.9 * groove + 0.03 * worn);
    canvas.crease[n] *= 1 - plate;
    canvas.height[n] += 0.9 * MILLIMETRE * Math.exp(-(((edge + 0.008) / 0.006) ** 2));
    canvas.roughness[n] += plate * (0.34 + 0.22 * worn + 0.14 * scuff + 0.3 * groove - canvas.roughness[n]);
    if (z >= -0.1) continue;
    // Behind the face, where marks end, plates go on.
    layOn(canvas, n, STEEL, bare * plate);
    layOn(canvas, n, GROOVE, 0.9 * bare * plate * groove);
  }
}
