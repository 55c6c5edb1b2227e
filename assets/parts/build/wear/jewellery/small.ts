import { type Draft, draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, cross, curve, sampled, unit, type Vec } from "../../core/vector.ts";
import { ringSurface } from "../headwear/surface.ts";
import { lobe } from "./hoops.ts";

const WHOLE = { u: [0, 1] as [number, number], v: [0, 1] as [number, number] };

/** A body turned about the vertical through a place: half widths at heights, its poles first and last. */
export function turned(at: Vec, profile: [number, number][], columns: number, { slots = 1, slot = 0 } = {}): Draft {
  return ringSurface(
    profile.map(([wide, high]) => ({ slot, at: (angle: number): Vec => [at[0] + wide * Math.sin(angle), at[1] + high, at[2] + wide * Math.cos(angle)] })),
    { columns, slots },
  );
}

export const ball = (radius: number, rows: number): [number, number][] =>
  Array.from({ length: rows + 1 }, (_, i) => [radius * Math.sin((Math.PI * i) / rows), radius * Math.cos((Math.PI * i) / rows)]);

/** A ring of wire. @param axis across its plane. */
function ring(to: Draft, center: Vec, axis: Vec, { radius, thick, level }: { radius: number; thick: number; level: number }): void {
  const first = unit(cross(axis, Math.abs(axis[1]) > 0.8 ? [1, 0, 0] : [0, 1, 0]));
  const second = cross(unit(axis), first);
  const line = sampled(level === 0 ? 26 : 12, (t) => add(add(center, first, radius * Math.cos(2 * Math.PI * t)), second, radius * Math.sin(2 * Math.PI * t)));
  sweep(to, line, { outline: ellipse(level === 0 ? 8 : 5), radius: () => thick, up: axis, patch: WHOLE, closed: true });
}

/** Where a stud sits in the lobe, outside. */
const onLobe = (head: AverageHead): Vec => add(lobe(head), [0.014, 0.03, 0.004]);

/** A pair of balls on the lobes. */
export function studs(head: AverageHead, level: number): Draft {
  const left = turned(onLobe(head), ball(0.019, level === 0 ? 8 : 5), level === 0 ? 14 : 8);
  return merge(left, mirrored(left));
}

/** A pair of drops that hang from hooks: metal, then the stone. */
export function drops(head: AverageHead, level: number): Draft {
  const at = add(lobe(head), [0.006, 0.016, 0]);
  const hook = draft();
  sweep(hook, curve([add(at, [-0.022, 0.004, 0]), add(at, [-0.004, 0.016, 0]), add(at, [0.014, 0.002, 0]), add(at, [0.014, -0.035, 0])], level === 0 ? 5 : 2), {
    outline: ellipse(level === 0 ? 7 : 4),
    radius: () => 0.004,
    up: [0, 0, 1],
    patch: { u: [0.02, 0.46], v: [0, 1] },
  });
  const columns = level === 0 ? 14 : 7;
  const below = add(at, [0.014, -0.03, 0]);
  const cap = turned(below, [[0, 0.002], [0.011, -0.004], [0.014, -0.016], [0, -0.018]], columns, { slots: 2 });
  const stone = turned(below, [[0, -0.014], [0.008, -0.02], [0.02, -0.056], [0.0225, -0.072], [0.018, -0.09], [0.009, -0.1], [0, -0.102]], columns, { slots: 2, slot: 1 });
  const left = merge(hook, cap, stone);
  return merge(left, mirrored(left));
}

/** Left wing of the nose, at its outside. */
export const wing = ({ skin, landmark }: AverageHead): Vec => skin.foot(add(landmark(279), [0.02, -0.004, 0.03])).point;

/** A ring through the left wing of the nose. */
export function noseRing(head: AverageHead, level: number): Draft {
  const out = draft();
  const at = wing(head);
  const { normal } = head.skin.foot(at);
  ring(out, add(add(at, normal, -0.006), [0, -0.022, 0]), unit([normal[2], 0, -normal[0]]), { radius: 0.03, thick: 0.0048, level });
  return out;
}

/** A stud in the left wing of the nose. */
export function noseStud(head: AverageHead, level: number): Draft {
  const at = wing(head);
  return turned(add(at, head.skin.foot(at).normal, 0.003), ball(0.0105, level === 0 ? 6 : 4), level === 0 ? 12 : 7);
}

/** Under the septum. */
export const septum = ({ landmark }: AverageHead): Vec => landmark(2);

/** A ring that hangs from the septum, open between the nostrils. */
export function septumRing(head: AverageHead, level: number): Draft {
  const out = draft();
  const at = add(septum(head), [0, 0.012, 0.028]);
  const line = sampled(level === 0 ? 22 : 10, (t) => {
    const angle = Math.PI * (0.62 + 1.76 * t);
    return add(at, [0.036 * Math.cos(angle), -0.02 + 0.036 * Math.sin(angle), 0.006]);
  });
  sweep(out, line, { outline: ellipse(level === 0 ? 8 : 5), radius: (t) => 0.0058 + 0.002 * Math.sin(Math.PI * t), up: [0, 0, 1], patch: WHOLE });
  return out;
}

/** Lower lip, left of the middle. */
export const lip = ({ skin, landmark }: AverageHead): Vec => skin.foot(add(landmark(405), [-0.02, 0, 0.03])).point;

/** A ring around the lower lip, left of the middle. */
export function lipRing(head: AverageHead, level: number): Draft {
  const out = draft();
  ring(out, add(lip(head), [0, 0.016, 0.004]), [1, 0.1, -0.2], { radius: 0.034, thick: 0.0055, level });
  return out;
}

/** Outer end of the left brow. */
export const browEnd = ({ skin, landmark }: AverageHead): Vec => skin.foot(add(landmark(334), [0.05, 0, 0.05])).point;

/** A ring through the outer end of the left brow. */
export function browRing(head: AverageHead, level: number): Draft {
  const out = draft();
  const at = browEnd(head);
  const { normal } = head.skin.foot(at);
  ring(out, add(at, normal, 0.004), unit([1, 0.25, -0.5]), { radius: 0.026, thick: 0.005, level });
  return out;
}
