import assert from "node:assert/strict";
import { test } from "node:test";
import type { Picture } from "../../../runtime/head/layers/types.ts";
import { labOf, type Rgb, toLinear } from "../../../runtime/head/surfaces/color.ts";
import { paintEye } from "../../../runtime/head/surfaces/paint-eye.ts";

const LAYOUT = { irisAngle: 29, irisRadiusUv: 0.1783, seenRadiusUv: 0.48 };
const SIZE = 256;
const eye = (iris: Rgb, kind?: string) => paintEye(LAYOUT, { iris, age: 30, seed: 3, kind }, SIZE);

/** Mean CIELAB colour of a ring, radii in radii of the iris; where `aside`, only left and right of the gaze, free of the lids. */
function ring({ data }: Picture, from: number, to: number, aside = false): Rgb {
  const sum: Rgb = [0, 0, 0];
  let count = 0;
  for (let p = 0; p < SIZE * SIZE; p++) {
    const [x, y] = [(p % SIZE) + 0.5 - SIZE / 2, Math.floor(p / SIZE) + 0.5 - SIZE / 2];
    const r = Math.hypot(x, y) / SIZE / LAYOUT.irisRadiusUv;
    if (r < from || r >= to || (aside && Math.abs(y) > 0.2 * Math.abs(x))) continue;
    for (let c = 0; c < 3; c++) sum[c] += toLinear(data[3 * p + c] / 255);
    count++;
  }
  return labOf(sum.map((value) => value / count) as Rgb);
}

test("an eye has a dark pupil, an iris of its colour, a dark limbal ring and a light white", () => {
  const colors: Record<string, { iris: Rgb; hue: [number, number] }> = {
    blue: { iris: [0.29, 0.47, 0.66], hue: [230, 290] },
    green: { iris: [0.3, 0.47, 0.27], hue: [90, 160] },
    brown: { iris: [0.33, 0.21, 0.13], hue: [35, 80] },
    yellow: { iris: [0.85, 0.66, 0.12], hue: [70, 100] },
  };
  for (const [name, { iris, hue }] of Object.entries(colors)) {
    const picture = eye(iris).baseColor as Picture;
    const [pupil, middle, limbus, white] = [
      ring(picture, 0, 0.28),
      ring(picture, 0.62, 0.82),
      ring(picture, 0.88, 0.95),
      ring(picture, 1.25, 1.4, true),
    ];
    assert.ok(pupil[0] < 8, `${name}: pupil L* ${pupil[0]}`);
    assert.ok(ring(picture, 1.25, 1.4)[0] < white[0] - 4, `${name}: lids shade the white`);
    assert.ok(limbus[0] < middle[0] + 1 && white[0] > 62, `${name}: ring ${limbus[0]}, white ${white[0]}`);
    const angle = ((Math.atan2(middle[2], middle[1]) * 180) / Math.PI + 360) % 360;
    assert.ok(angle > hue[0] && angle < hue[1], `${name}: hue ${angle}`);
  }
});

test("a cat's pupil is a slit, a blind eye is veiled, and the same eye has the same bytes", () => {
  const iris: Rgb = [0.3, 0.47, 0.27];
  const usual = eye(iris).baseColor as Picture;
  const pixel = ({ data }: Picture, dx: number, dy: number) => data[3 * ((SIZE / 2 + dy) * SIZE + SIZE / 2 + dx) + 1];
  const cat = eye(iris, "cat").baseColor as Picture;
  assert.ok(pixel(cat, 0, 24) < 20 && pixel(cat, 16, 0) > 40);
  assert.ok(ring(eye(iris, "blind").baseColor as Picture, 0.5, 0.8)[0] > ring(usual, 0.5, 0.8)[0] + 15);
  assert.deepEqual(eye(iris), eye(iris));
});
