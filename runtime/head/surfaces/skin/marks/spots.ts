import { smoothstep } from "../../../../mesh/smoothstep.ts";
import { placeShare } from "../../../marks/places.ts";
import { clouds, noise3, randomOf } from "../../noise.ts";
import { visitBox } from "../../texel-map.ts";
import { MILLIMETRE, type SkinCanvas, type SkinSheet } from "../canvas.ts";

interface Spot {
  place: [number, number, number];
  normal: [number, number, number];
  radius: number;
  strength: number;
}

/** Points scattered evenly over the skin, kept with the probability that `density` gives, 0..1. */
function scatter(
  { positions, triangles, areas: sums }: SkinSheet,
  count: number,
  random: () => number,
  density: (x: number, y: number, z: number) => number,
): Omit<Spot, "radius" | "strength">[] {
  const total = sums[sums.length - 1];
  const out: Omit<Spot, "radius" | "strength">[] = [];
  for (let i = 0; i < count; i++) {
    const t = 3 * lowerBound(sums, random() * total);
    let [u, v] = [random(), random()];
    if (u + v > 1) [u, v] = [1 - u, 1 - v];
    const keep = random();
    const [a, b, c] = [0, 1, 2].map((k) => positions.subarray(3 * triangles[t + k], 3 * triangles[t + k] + 3));
    const place = [0, 1, 2].map((k) => a[k] + u * (b[k] - a[k]) + v * (c[k] - a[k])) as Spot["place"];
    if (keep >= density(...place)) continue;
    const [e, f] = [b, c].map((corner) => [0, 1, 2].map((k) => corner[k] - a[k]));
    const cross = [e[1] * f[2] - e[2] * f[1], e[2] * f[0] - e[0] * f[2], e[0] * f[1] - e[1] * f[0]];
    const length = Math.hypot(...cross) || 1;
    out.push({ place, normal: cross.map((value) => value / length) as Spot["normal"] });
  }
  return out;
}

function lowerBound(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Visits the texels of a spot with how much of it they are: 1 in its middle, an uneven rim. */
function stamp(
  { map }: SkinSheet,
  { place, normal, radius }: Spot,
  rim: number,
  visit: (n: number, share: number) => void,
) {
  const reach = 1.5 * radius;
  const box = (sign: number) => place.map((value) => value + sign * reach);
  visitBox(map, box(-1), box(1), (n) => {
    const [x, y, z] = [map.place[3 * n], map.place[3 * n + 1], map.place[3 * n + 2]];
    const facing =
      map.normal[3 * n] * normal[0] + map.normal[3 * n + 1] * normal[1] + map.normal[3 * n + 2] * normal[2];
    if (facing < 0.3) return;
    const d = Math.hypot(x - place[0], y - place[1], z - place[2]) / radius;
    const scale = 1.1 / radius;
    const share = 1 - smoothstep(1 - rim, 1 + rim, d + 0.7 * (noise3(x * scale, y * scale, z * scale) - 0.5));
    if (share > 0) visit(n, share);
  });
}

/** What a spot's melanin adds, so that it stands out from pale and dark skin alike: the table's axis is logarithmic. */
const spotMelanin = (base: number) => Math.max(0.64, base + 0.15) - base;
/** Freckles are a shade of their skin, darker by less the darker it is. */
const freckleMelanin = (base: number) => 0.5 - 0.33 * smoothstep(0.1, 0.6, base);

/** Freckles: many where the sun reaches (nose, cheeks, forehead), few elsewhere, none on the lips; or on a place or a side alone. @param spots amount 0..1; base: melanin of the skin; side 1 is the character's left. */
export function drawFreckles(
  sheet: SkinSheet,
  canvas: SkinCanvas,
  { amount, base, seed, place, side }: { amount: number; base: number; seed: number; place?: string; side?: 1 | -1 },
): void {
  const random = randomOf(seed ^ 0x7eca);
  const deep = freckleMelanin(base);
  // Below a texel they are as wide as one, and fewer.
  const least = (0.2 * 1024 * MILLIMETRE) / sheet.map.size;
  const freckled = new Float32Array(sheet.map.count);
  const offset = seed % 61;
  const density = (x: number, y: number, z: number) => {
    if (y > 0.42 || z < (place === "neck" ? -0.1 : 0)) return 0;
    if (y < -0.66 && !place) return 0.05;
    const s = Math.abs(x);
    const band = Math.exp(-(((y + 0.125) / 0.075) ** 2)) * (1 - smoothstep(0.16, 0.36, s));
    const forehead = 0.16 * Math.exp(-(((y - 0.19) / 0.1) ** 2)) * (1 - smoothstep(0.2, 0.36, s));
    // In clusters: thick here, none beside.
    const cluster = smoothstep(0.3, 0.75, noise3(14 * x + offset, 14 * y, 14 * z));
    const there = place ? placeShare(place, x, y) : Math.max(band, forehead, 0.05);
    return there * (0.15 + 0.85 * cluster) * (side && side * x < 0 ? 0 : 1);
  };
  for (const found of scatter(sheet, sheet.map.size < 768 ? 26000 : 52000, random, density)) {
    const size = random();
    const radius = Math.max(least, (0.26 + 0.2 * size + 0.32 * size ** 8) * MILLIMETRE);
    const strength = amount * (0.38 + 0.62 * random() ** 1.4);
    stamp(sheet, { ...found, radius, strength }, 0.6, (n, share) => {
      freckled[n] = Math.max(freckled[n], strength * share);
    });
  }
  for (let n = 0; n < freckled.length; n++) {
    canvas.melanin[n] += deep * freckled[n];
    canvas.blood[n] += 0.12 * freckled[n];
  }
}

/** A few moles, raised a little; with the years flat brown spots of the sun. */
export function drawMoles(
  sheet: SkinSheet,
  canvas: SkinCanvas,
  who: { age: number; base: number; seed: number },
): void {
  const random = randomOf(who.seed ^ 0x3019);
  const away = (x: number, y: number, z: number) =>
    z > 0 && Math.abs(x) < 0.3 && Math.hypot(x, y + 0.37) < 0.2 ? 0.15 : 1;
  const adult = smoothstep(6, 25, who.age);
  const deep = spotMelanin(who.base);
  for (const found of scatter(sheet, 22, random, (x, y, z) => (y > 0.35 ? 0 : away(x, y, z)))) {
    const radius = (0.4 + 0.7 * random() ** 3) * MILLIMETRE;
    const raised = random() < 0.3 ? 0.3 : 0.06;
    if (random() > 0.15 + 0.5 * adult) continue;
    stamp(sheet, { ...found, radius, strength: 1 }, 0.35, (n, share) => {
      canvas.melanin[n] += deep * share;
      canvas.height[n] += raised * MILLIMETRE * share * share;
    });
  }
  const old = smoothstep(52, 82, who.age);
  if (old === 0) return;
  const sunny = (x: number, y: number, z: number) =>
    y > 0.1 ? 0.8 : Math.max(0.15, smoothstep(0.15, 0.32, Math.abs(x)) * (1 - smoothstep(0.1, -0.2, z) * 0.7));
  for (const found of scatter(sheet, 110, random, sunny)) {
    const radius = (1 + 2.6 * random() ** 2.5) * MILLIMETRE;
    const strength = old * (0.3 + 0.7 * random());
    stamp(sheet, { ...found, radius, strength }, 0.5, (n, share) => {
      const [x, y, z] = [sheet.map.place[3 * n], sheet.map.place[3 * n + 1], sheet.map.place[3 * n + 2]];
      canvas.melanin[n] += 0.5 * deep * strength * share * (1 + clouds(x, y, z, 120, 2));
      canvas.roughness[n] += 0.04 * share;
    });
  }
}
