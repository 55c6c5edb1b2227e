import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { spectacles, type Style } from "./spectacles.ts";

const TURN = 2 * Math.PI;

/** Half axes and roundness: 2 is an ellipse, 5 nearly a rectangle. */
const superellipse =
  (wide: number, high: number, power: number): Style["outline"] =>
  (angle) => {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const reach = (Math.abs(c / wide) ** power + Math.abs(s / high) ** power) ** (-1 / power);
    return [reach * c, reach * s];
  };

const BASE: Style = {
  middle: [0.012, -0.018],
  outline: superellipse(0.128, 0.128, 2),
  rim: [0.005, 0.0064],
  bridges: [[0.055, 0.022]],
  hinge: 0.18,
  temple: 0.0088,
};

const wear = (style: Partial<Style>) => (head: AverageHead, level: number): Draft => spectacles(head, level, { ...BASE, ...style });

/** Round rims of wire. */
export const roundGlasses = wear({});

/** Plastic frames with straight sides. */
export const squareGlasses = wear({
  outline: (angle) => {
    const [x, y] = superellipse(0.142, 0.1, 4.5)(angle);
    // A little wider at the top than at the bottom.
    return [x * (1 + 0.5 * y), y];
  },
  rim: [0.0105, 0.009],
  bridges: [[0.045, 0.008]],
  hinge: 0.42,
  temple: 0.0125,
});

/** Small glasses with a straight upper edge, low on the nose, to be looked over. */
export const halfMoonGlasses = wear({
  middle: [0.004, -0.1],
  outline: (angle) => {
    const [x, y] = superellipse(0.112, 0.092, 2)(angle);
    return [x, y > 0 ? 0.2 * y : y];
  },
  rim: [0.0046, 0.0058],
  bridges: [[0.0, 0.026]],
  hinge: 0.1,
  temple: 0.0075,
  down: 0.05,
});

/** Drops of wire with two bridges. */
export const aviatorGlasses = wear({
  middle: [0.016, -0.03],
  outline: (angle) => {
    const [x, y] = superellipse(0.142, 0.118, 2.5)(angle);
    // Cut away towards the nose below, drawn out to the cheek.
    const low = Math.max(0, -y / 0.118);
    return [x * (1 - 0.18 * low * (x < 0 ? 1.6 : 0.2)) + 0.02 * low, y * (1 + 0.1 * Math.sin(angle - 0.1 * TURN) ** 2)];
  },
  rim: [0.0046, 0.0056],
  bridges: [
    [0.083, 0.004],
    [0.035, 0.02],
  ],
  hinge: 0.5,
  temple: 0.0068,
});

/** Thick dark frames that rise to their outer corners. */
export const sunGlasses = wear({
  middle: [0.012, -0.012],
  outline: (angle) => {
    const [x, y] = superellipse(0.15, 0.108, 3.4)(angle);
    return [x * (1 + 0.9 * y), y + 0.1 * x * (y > 0 ? 1 : 0.4)];
  },
  rim: [0.012, 0.01],
  bridges: [[0.05, 0.01]],
  hinge: 0.5,
  temple: 0.0165,
});
