/** What `providers.ts` starts: `probe-provider.ts <provider> <times>` writes one line of JSON about the provider. */

import { addInput, addOutput, constant, createGraph, type Graph } from "../../../onnx/graph.ts";
import { halved } from "../../../onnx/half.ts";
import * as op from "../../../onnx/ops/index.ts";
import { serialize } from "../../../onnx/serialize.ts";
import { type Session, tensor } from "../../../onnx/session.ts";
import { ortHost } from "./ort-host.ts";

/** Channels and edge of the picture that is convolved: enough to tell hardware from its imitation in software. */
const [CHANNELS, SIZE] = [16, 64];
/** Largest difference from the CPU, relative to its largest number: tensor cores round to ten bits. */
const CLOSE = 1e-2;

const [provider, times] = process.argv.slice(2);
const shape = [1, CHANNELS, SIZE, SIZE];
const image = Float32Array.from({ length: CHANNELS * SIZE * SIZE }, (_, i) => Math.sin(i * 0.37));

/** The kinds of operators that make up the networks. */
function sample(): Graph {
  const g = createGraph("probe");
  const x = addInput(g, "x", shape);
  const wave = (count: number, scale: number) => Float32Array.from({ length: count }, (_, i) => scale * Math.cos(i));
  const weight = constant(g, wave(CHANNELS * CHANNELS * 9, 0.1), [CHANNELS, CHANNELS, 3, 3]);
  const [ones, zeros] = [new Float32Array(CHANNELS).fill(1), new Float32Array(CHANNELS)];
  const scale = constant(g, ones, [CHANNELS]);
  const shift = constant(g, zeros, [CHANNELS]);
  const y = op.silu(g, op.groupNorm(g, op.conv(g, x, weight, shift), 4, scale, shift, 1e-5));
  const tokens = op.slice(g, op.reshape(g, y, [1, CHANNELS, SIZE * SIZE]), 2, 0, CHANNELS);
  addOutput(g, "y", op.fusedAttention(g, tokens, tokens, tokens, 2));
  return g;
}

async function evaluate(on: string, graph: Graph): Promise<{ values: Float32Array; milliseconds: number }> {
  const session: Session = await ortHost({ provider: on }).createSession(serialize(graph), {
    folder: ".",
    label: "probe",
  });
  const feeds = { x: tensor(image, shape) };
  await session.run(feeds);
  const begin = performance.now();
  const values = (await session.run(feeds)).y.data as Float32Array;
  return { values, milliseconds: performance.now() - begin };
}

function close(a: Float32Array, b: Float32Array): boolean {
  const largest = b.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return a.every((value, i) => Math.abs(value - b[i]) <= CLOSE * largest);
}

async function probe(): Promise<{ ok: boolean; half: boolean; detail: string }> {
  const bad = (detail: string) => ({ ok: false, half: false, detail });
  const graph = sample();
  const cpu = await evaluate("cpu", graph);
  if (provider === "cpu") return { ok: true, half: false, detail: "works" };
  let own: Awaited<ReturnType<typeof evaluate>>;
  try {
    own = await evaluate(provider, graph);
  } catch (error) {
    // The provider's own words, without the place in its sources that they come from.
    const { cause } = error as { cause?: Error };
    return bad((cause ?? (error as Error)).message.replace(/^.* was false\. /s, "").split("\n")[0]);
  }
  if (!close(own.values, cpu.values)) return bad("its numbers are wrong");
  const ratio = own.milliseconds / cpu.milliseconds;
  if (ratio > Number(times)) return bad(`works, but takes ${ratio.toFixed(0)} times as long as the CPU`);
  const half = await evaluate(provider, halved(graph)).then(
    ({ values }) => close(values, cpu.values),
    () => false,
  );
  return { ok: true, half, detail: `works${half ? ", in float16" : ""}` };
}

process.stdout.write(`${JSON.stringify(await probe())}\n`);
