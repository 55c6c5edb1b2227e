import type { Tensor } from "../onnx/session.ts";
import { type Square, squareToPicture } from "./crop.ts";

/** Side of the picture that the detector sees. */
export const DETECTOR_SIZE = 128;

/** The detector's two grids: how many pixels apart their cells lie, and how many anchors each cell has (BlazeFace). */
const GRIDS = [
  { scores: "Identity", boxes: "Identity_2", stride: 8, anchors: 2 },
  { scores: "Identity_1", boxes: "Identity_3", stride: 16, anchors: 6 },
];
export const DETECTOR_OUTPUTS = GRIDS.flatMap(({ scores, boxes }) => [scores, boxes]);

/** Numbers an anchor has: centre and size of the box, then right eye, left eye, nose, mouth, right ear, left ear. */
const NUMBERS = 16;

export interface Detection {
  /** 0 to 1. */
  score: number;
  /** Left, top, width, height in pixels. */
  box: [number, number, number, number];
  /** Right eye, left eye (the character's), nose, mouth, right ear, left ear: x and y in pixels. */
  points: [number, number][];
}

/**
 * Faces in the detector's outputs, best first: anchors with a score of `minScore` or more, in pixels of the picture that
 * `square` was cut from. Boxes that overlap a better one by more than `overlap` (intersection over union) are dropped.
 */
export function readDetections(
  outputs: Readonly<Record<string, Tensor>>,
  square: Square,
  { minScore, overlap }: { minScore: number; overlap: number },
): Detection[] {
  const toPicture = squareToPicture(square, DETECTOR_SIZE);
  const zoom = square.side / DETECTOR_SIZE;
  const found: Detection[] = [];
  for (const grid of GRIDS) {
    const cells = DETECTOR_SIZE / grid.stride;
    const scores = outputs[grid.scores].data as Float32Array;
    const boxes = outputs[grid.boxes].data as Float32Array;
    for (const [i, logit] of scores.entries()) {
      const score = 1 / (1 + Math.exp(-logit));
      if (score < minScore) continue;
      const cell = Math.floor(i / grid.anchors);
      const [ax, ay] = [((cell % cells) + 0.5) * grid.stride, (Math.floor(cell / cells) + 0.5) * grid.stride];
      const point = (k: number) => {
        const at = NUMBERS * i + k;
        return toPicture(ax + boxes[at], ay + boxes[at + 1]) as [number, number];
      };
      const [x, y] = point(0);
      const [width, height] = [boxes[NUMBERS * i + 2] * zoom, boxes[NUMBERS * i + 3] * zoom];
      found.push({
        score,
        box: [x - width / 2, y - height / 2, width, height],
        points: [4, 6, 8, 10, 12, 14].map(point),
      });
    }
  }
  found.sort((a, b) => b.score - a.score);
  const kept: Detection[] = [];
  for (const face of found) if (kept.every((k) => intersectionOverUnion(k.box, face.box) <= overlap)) kept.push(face);
  return kept;
}

type Box = Detection["box"];

function intersectionOverUnion([ax, ay, aw, ah]: Box, [bx, by, bw, bh]: Box): number {
  const w = Math.max(0, Math.min(ax + aw, bx + bw) - Math.max(ax, bx));
  const h = Math.max(0, Math.min(ay + ah, by + bh) - Math.max(ay, by));
  return (w * h) / (aw * ah + bw * bh - w * h);
}
