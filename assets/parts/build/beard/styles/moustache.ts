import { addCard, patch } from "../../core/cards.ts";
import type { Guide } from "../../core/guides.ts";
import type { Draft } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead } from "../../core/skin.ts";
import { add, cross, curve, mix, scale, step, sub, table, unit, type Vec } from "../../core/vector.ts";
import { pencilGrowth } from "../growth.ts";
import { lipBeard } from "./lip.ts";

/** A full moustache that hangs a little over the lip and past the corners of the mouth. */
export const moustache = (head: AverageHead): Draft =>
  lipBeard(head, {
    name: "moustache alone",
    length: 1.15,
    lift: 1.15,
    layers: [
      ["beard", 0.016, 0.1, 0.038, 0.008, 0.35],
      ["beard", 0.018, 0.12, 0.036, 0.016, 0.6],
      ["beard", 0.022, 0.13, 0.032, 0.022, 0.75],
      ["strand", 0.024, 0.14, 0.024, 0.026, 0.8],
      ["wisp", 0.04, 0.14, 0.03, 0.028, 0.9],
    ],
  });

/** A walrus's: long and bushy, over both lips and past the corners of the mouth. */
export const walrus = (head: AverageHead): Draft =>
  lipBeard(head, {
    name: "walrus moustache",
    length: 1.55,
    lift: 1.5,
    wide: 0.03,
    fall: (far, t) => [0.35 + 0.75 * far - 0.15 * t, -0.95 - 0.6 * t],
    layers: [
      ["beard", 0.018, 0.1, 0.046, 0.01, 0.5],
      ["beard", 0.02, 0.12, 0.043, 0.02, 0.75],
      ["beard", 0.02, 0.13, 0.034, 0.028, 0.9],
      ["strand", 0.026, 0.14, 0.026, 0.03, 0.95],
      ["wisp", 0.045, 0.14, 0.03, 0.034, 1.05],
    ],
  });

/** A pencil moustache: a thin line of short hair along the upper lip, parted in the middle. */
export const pencil = (head: AverageHead): Draft =>
  lipBeard(head, {
    name: "pencil moustache",
    growth: pencilGrowth,
    length: 0.42,
    lift: 0.32,
    fall: (far) => [1.1, -0.35 - 0.25 * far],
    layers: [
      ["stubble", 0.0105, 0.1, 0.034, 0.008, 0.2],
      ["beard", 0.0115, 0.1, 0.022, 0.014, 0.3],
      ["strand", 0.014, 0.11, 0.016, 0.016, 0.3],
    ],
  });

/** The line of a waxed end, from below the nose out past the corner of the mouth and up. */
export const HORN: Vec[] = [
  [0.012, -0.288, 0.575],
  [0.07, -0.3, 0.57],
  [0.14, -0.325, 0.535],
  [0.21, -0.325, 0.485],
  [0.262, -0.275, 0.46],
  [0.262, -0.215, 0.462],
  [0.232, -0.19, 0.472],
];
const THICK: [number, number][] = [
  [0, 0.007],
  [0.14, 0.018],
  [0.34, 0.027],
  [0.6, 0.016],
  [1, 0.003],
];

/** A handlebar moustache: combed to the sides and twirled up to waxed points. */
export function handlebar(head: AverageHead): Draft {
  const out = lipBeard(head, { name: "root of the handlebar", length: 0.85, lift: 1, fall: (far, t) => [0.9, -0.5 + 0.4 * far * t] });
  const rng = draws("handlebar");
  const line = curve(HORN, 4);
  const last = line.length - 1;
  const rows = 9;
  for (const side of [-1, 1]) {
    for (let i = 0; i < 26; i++) {
      const angle = 2.399963 * i + rng.uniform(-0.3, 0.3);
      const from = i < 8 ? 0 : rng.uniform(0, 0.35);
      const until = rng.uniform(0.85, 1);
      const guide: Guide = { points: [], normals: [] };
      for (let k = 0; k <= rows; k++) {
        const t = from + ((until - from) * k) / rows;
        const at = Math.min(last - 1, Math.floor(t * last));
        const along = unit(sub(line[at + 1], line[at]));
        const face = unit(cross(along, cross([0.25, 0.1, 1], along)));
        const normal = unit(add(scale(face, Math.cos(angle)), cross(along, face), Math.sin(angle)));
        const point = add(mix(line[at], line[at + 1], t * last - at), normal, table(THICK, t) * rng.uniform(0.7, 1.05));
        guide.points.push([point[0] * side, point[1], point[2]]);
        guide.normals.push([normal[0] * side, normal[1], normal[2]]);
      }
      // Rooted in the lip, so that it goes with it.
      const { point, normal } = head.skin.foot(guide.points[0]);
      guide.points[0] = point;
      guide.normals[0] = normal;
      addCard(out, guide, {
        patch: patch(i % 3 === 0 ? "dense" : "strand", i, i % 2 === 0),
        // Hairs begin narrow in the lip: no card shows the edge that it is cut at.
        width: (t) => (0.034 - 0.026 * t) * (0.3 + 0.7 * step(0, 0.16, t)),
        blend: 0.85,
      });
    }
  }
  return out;
}
