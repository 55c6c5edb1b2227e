import { smoothstep } from "../../../mesh/smoothstep.ts";
import type { Rgb } from "../color.ts";
import { layOn, lipLine, type SkinCanvas, type SkinSheet } from "./canvas.ts";

/**
 * On skin that no blood shows through, green or scaled, nothing tells lips from cheeks: lips, brows and hollows are darkened; the line
 * where lips meet, nostrils and the rims of the eyes still more.
 * @param lips F32 [N] share of the lips. @param tone linear.
 */
export function shadeFeatures(
  { map, lines, regions, occlusion }: SkinSheet,
  canvas: SkinCanvas,
  { lips, tone }: { lips: Float32Array; tone: Rgb },
): void {
  const lip = tone.map((value, c) => value * [0.5, 0.36, 0.4][c]) as Rgb;
  const dark = tone.map((value) => 0.16 * value) as Rgb;
  for (let n = 0; n < map.count; n++) {
    if (map.place[3 * n + 2] < 0) continue;
    const keep = 1 - Math.max(regions.mouth[n], regions.sockets[n]);
    const brow = 1 - smoothstep(-0.014, 0.012, lines.brows[n]);
    // Far from the tone of the skin, so within the border alone.
    const red = smoothstep(0.45, 0.95, lips[n]);
    const soft = smoothstep(0.1, 0.5, 1 - occlusion[n]);
    layOn(canvas, n, lip, keep * Math.max(0.6 * red, 0.4 * brow, 0.3 * soft));
    const rim = 1 - smoothstep(0, 0.02, lines.lids[n]);
    const hollow = smoothstep(0.35, 0.8, 1 - occlusion[n]);
    // Nor is the corner of the eye of human flesh.
    layOn(canvas, n, lip, 0.8 * regions.sockets[n]);
    layOn(canvas, n, dark, keep * Math.min(0.8, 0.5 * lipLine(lines.lips[n]) * lips[n] + 0.6 * hollow + 0.35 * rim));
  }
}
