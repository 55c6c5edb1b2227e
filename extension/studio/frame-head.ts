import { VertexBuffer } from "@babylonjs/core/Buffers/buffer.js";
import type { ArcRotateCamera } from "@babylonjs/core/Cameras/arcRotateCamera.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { Sight } from "../scene/stage.ts";

/** Keeps the whole of a head in view, from whichever side it is looked at. */
export interface Framing {
  /** Another head is framed at once; from the same one, which grows or is done, the camera only steps back as far as it must. */
  see(sight: Sight): void;
  /** Frames the head, whatever the user has done to the camera. */
  reset(): void;
  /** The viewport has another shape. */
  refit(): void;
}

/** What stays free around a head, as a factor of its distance. */
const MARGIN = 1.05;
/** Height of what lies over the top of the viewport, CSS pixels. */
const TOOLS = 48;
/** Metres by which a radius or a target is another than the one set here. */
const TOUCHED = 1e-4;

/**
 * The camera's radius is the least: small heads look as small as they are. Who zooms or moves aside keeps their view until `reset`; who has
 * only turned the head does not lose its hat by that.
 * @param size of the viewport, CSS pixels.
 */
export function createFraming(camera: ArcRotateCamera, size: () => { width: number; height: number }): Framing {
  const least = camera.radius;
  const target = camera.target.clone();
  let radius = least;
  let seen: Sight | undefined;
  const isOwn = () => Math.abs(camera.radius - radius) < TOUCHED && Vector3.Distance(camera.target, target) < TOUCHED;
  const frame = (stepBack: boolean) => {
    if (!seen || seen.node.isDisposed()) return;
    const outline = outlineOf(seen);
    const { width, height } = size();
    if (width === 0 || height === 0) return;
    const up = Math.tan(camera.fov / 2);
    const tools = Math.min(TOOLS / height, 0.25);
    const limits = { above: up * (1 - 2 * tools), below: up, aside: (up * width) / height };
    const far = () => MARGIN * distanceTo(outline, target, camera.beta, limits);
    if (!stepBack) {
      target.copyFrom(outline.middle);
      // In the middle of what the tools leave.
      target.y += up * tools * Math.max(far(), least);
    }
    radius = Math.min(Math.max(far(), stepBack ? radius : least), camera.upperRadiusLimit ?? Number.POSITIVE_INFINITY);
    camera.target.copyFrom(target);
    camera.radius = radius;
  };
  return {
    see(sight) {
      const isSame = sight.id === seen?.id;
      seen = sight;
      if (isOwn()) frame(isSame);
    },
    reset: () => frame(false),
    refit() {
      if (isOwn()) frame(false);
    },
  };
}

/** What a head covers as it is turned about an upright axis, metres of the world. */
interface Outline {
  /** A point of the axis, half way up. */
  middle: Vector3;
  /** [V, 2] distances of vertices from the axis, and their heights. */
  points: Float32Array;
}

function outlineOf({ node }: Sight): Outline {
  const { min, max } = node.getHierarchyBoundingVectors();
  const middle = min.add(max).scaleInPlace(0.5);
  // A head usually stands about the world's axis, also where its hair falls to one side.
  if (min.x < 0 && max.x > 0 && min.z < 0 && max.z > 0) middle.x = middle.z = 0;
  const meshes = node.getChildMeshes(false).map((mesh) => {
    const positions = mesh.getVerticesData(VertexBuffer.PositionKind) ?? [];
    const { m } = mesh.getWorldMatrix();
    const points = new Float32Array((positions.length / 3) * 2);
    for (let i = 0, o = 0; i < positions.length; i += 3, o += 2) {
      const [a, b, c] = [positions[i], positions[i + 1], positions[i + 2]];
      const x = a * m[0] + b * m[4] + c * m[8] + m[12] - middle.x;
      const z = a * m[2] + b * m[6] + c * m[10] + m[14] - middle.z;
      points[o] = Math.sqrt(x * x + z * z);
      points[o + 1] = a * m[1] + b * m[5] + c * m[9] + m[13];
    }
    return points;
  });
  const points = new Float32Array(meshes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of meshes) {
    points.set(part, at);
    at += part.length;
  }
  return { middle, points };
}

/**
 * @param target a point of the outline's axis, which the camera looks at. @param beta of the camera.
 * @param limits tangents of how far up, down and aside it sees.
 * @returns how far from the target it sees all of the head, however that is turned.
 */
function distanceTo(
  { points }: Outline,
  target: Vector3,
  beta: number,
  limits: { above: number; below: number; aside: number },
): number {
  const [sin, cos] = [Math.sin(beta), Math.cos(beta)];
  // On the way round, a point is furthest out of sight at the sides somewhat before it is level with the axis.
  const aside = Math.hypot(sin, 1 / limits.aside);
  let distance = 0;
  for (let i = 0; i < points.length; i += 2) {
    const [around, y] = [points[i], points[i + 1] - target.y];
    for (const near of [around, -around]) {
      const up = y * sin - near * cos;
      distance = Math.max(distance, near * sin + y * cos + (up > 0 ? up / limits.above : -up / limits.below));
    }
    distance = Math.max(distance, around * aside + y * cos);
  }
  return distance;
}
