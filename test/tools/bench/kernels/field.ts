import { cut, PARTS } from "../../../../runtime/field/cut.ts";
import { backwardField, createField, forwardField, layers, stepField } from "../../../../runtime/field/field.ts";
import type { GridLevel } from "../../../../runtime/field/hash-levels.ts";
import type { Kernels } from "../../../../runtime/kernels/load.ts";
import { randomStream } from "../../../../runtime/kernels/random.ts";
import { adamw } from "../../../../runtime/kernels/reference/adamw.ts";
import { hashGridBackward, hashGridForward } from "../../../../runtime/kernels/reference/hash-grid.ts";
import { type Layers, mlpBackward, mlpForward } from "../../../../runtime/kernels/reference/mlp.ts";
import type { Benchmark } from "../timing.ts";
import { type KernelInputs, SIZES } from "./sizes.ts";

/** Hash grid, MLP and AdamW on points near a surface, as a band's vertices lie. */
export function fieldBenchmarks(kernels: Kernels): { benchmarks: Benchmark[]; inputs: KernelInputs } {
  const { scratch, store } = kernels;
  const { points, levels, log2TableSize, hidden } = SIZES;
  const field = createField(kernels, { levels, log2TableSize, hidden }, 1);
  const positions = store.f32(points * 3);
  positions.set(surfacePoints(points));
  const gradient = store.f32(points).fill(1e-3);
  const pass = forwardField(field, positions);
  const inputs = levels * 2;
  const encodingGradient = scratch.f32(points * inputs).fill(1e-3);
  const at = layers(field) as Layers;
  const x = asRows(pass.encoding, points, inputs);
  const network = Object.fromEntries(
    Object.entries(at).map(([name, values]) => [name, values.slice()]),
  ) as unknown as Layers;
  const encoded = new Float32Array(points * 2).fill(1e-3);
  const numbers = { rate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-15, weightDecay: 0 };
  const moments = [0, 1, 2, 3].map(() => new Float32Array(field.table.values.length));
  const exported = {
    positions: positions.slice(),
    table: field.table.values.slice(),
    network: field.network.values.slice(),
  };
  const forLevels = (run: (level: GridLevel) => void) => () => field.levels.forEach(run);

  const gather = () =>
    kernels.run(
      field.levels.map((level, index) => [
        "hashGridForward",
        0,
        points,
        points,
        positions.byteOffset,
        field.table.values.byteOffset + level.offset * 8,
        level.scale,
        level.resolution,
        level.mask,
        pass.encoding.byteOffset + index * 128,
        inputs,
      ]),
    );
  const scatter = () =>
    kernels.run(
      field.levels.map((level, index) => [
        "hashGridBackward",
        0,
        points,
        positions.byteOffset,
        field.table.gradient.byteOffset + level.offset * 8,
        level.scale,
        level.resolution,
        level.mask,
        encodingGradient.byteOffset + index * 128,
        inputs,
      ]),
    );
  const forward = () =>
    kernels.run(
      cut(points / 16).map(([begin, end]) => [
        "mlpForward",
        begin,
        end,
        points,
        pass.encoding.byteOffset,
        inputs,
        at.weights1.byteOffset,
        at.bias1.byteOffset,
        pass.hidden.byteOffset,
        hidden,
        at.weights2.byteOffset,
        at.bias2.byteOffset,
        pass.outputs.byteOffset,
        1,
      ]),
    );
  const both = () => {
    const mark = scratch.mark();
    const length = field.network.values.length;
    const partial = scratch.f32(PARTS * length * 4);
    const workspace = scratch.f32(PARTS * 256 * (hidden + 1));
    const dEncoding = scratch.f32(points * inputs);
    forward();
    kernels.run(
      cut(points / 16).map(([begin, end], part) => [
        "mlpBackward",
        begin,
        end,
        points,
        pass.encoding.byteOffset,
        inputs,
        at.weights1.byteOffset,
        pass.hidden.byteOffset,
        hidden,
        at.weights2.byteOffset,
        gradient.byteOffset,
        1,
        dEncoding.byteOffset,
        partial.byteOffset + part * length * 16,
        workspace.byteOffset + part * 256 * (hidden + 1) * 4,
      ]),
    );
    scratch.release(mark);
    return dEncoding;
  };
  const train = () => {
    const mark = scratch.mark();
    backwardField(field, forwardField(field, positions), gradient);
    stepField(field);
    scratch.release(mark);
  };

  const benchmarks: Benchmark[] = [
    {
      name: "hash grid forward",
      kernel: gather,
      reference: forLevels((level) => hashGridForward(level, positions, field.table.values.subarray(level.offset * 2))),
      results: () => ({ encoding: x }),
    },
    {
      name: "hash grid backward",
      kernel: scatter,
      reference: forLevels((level) =>
        hashGridBackward(level, positions, encoded, field.table.gradient.subarray(level.offset * 2)),
      ),
      results: () => {
        field.table.gradient.fill(0);
        scatter();
        return { table: field.table.gradient.slice() };
      },
    },
    {
      name: "MLP forward",
      kernel: forward,
      reference: () => mlpForward(at, x, inputs),
      results: () => ({ outputs: pass.outputs.slice() }),
    },
    {
      name: "MLP forward + backward",
      kernel: both,
      reference: () => {
        const { hidden: h } = mlpForward(at, x, inputs);
        mlpBackward(at, x, inputs, h, gradient, network);
      },
      results: () => ({ encoding: asRows(both(), points, inputs) }),
    },
    {
      name: "AdamW, all parameters",
      kernel: () => stepField(field),
      reference: () => adamw(moments[0], moments[1], moments[2], moments[3], 1, numbers),
      note: "gradients cleared, too",
    },
    { name: "field: forward, backward, AdamW", kernel: train },
  ];
  return { benchmarks, inputs: { arrays: exported, sizes: { levels: field.levels, hidden } } };
}

/** The kernels' blocks of 16 points ([block][feature][16]) as plain rows [count, width]. */
function asRows(blocks: Float32Array, count: number, width: number): Float32Array {
  return new Float32Array(count * width).map((_, i) => {
    const [row, feature] = [Math.floor(i / width), i % width];
    return blocks[((row >> 4) * width + feature) * 16 + (row & 15)];
  });
}

/** Points near a ball's surface, in the order of the grid. */
export function surfacePoints(count: number): Float32Array<ArrayBuffer> {
  const { uniform } = randomStream(1);
  const points = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) {
    const y = ((i + 0.5) / count) * 2 - 1;
    const radius = 0.7 + 0.1 * uniform(i);
    const angle = i * 2.399963;
    const level = radius * Math.sqrt(1 - y * y);
    points.set([level * Math.cos(angle), radius * y, level * Math.sin(angle)], i * 3);
  }
  return points;
}
