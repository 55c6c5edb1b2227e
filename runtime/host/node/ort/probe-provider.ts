/** What `providers.ts` starts: `probe-provider.ts <provider> <times>` writes one line of JSON about the provider. */

import { addInput, addOutput, constant, createGraph, type Graph } from "../../../onnx/graph.ts";
import { halved } from "../../../onnx/half.ts";
import * as op from "../../../onnx/ops/index.ts";
import { serialize } from "../../../onnx/serialize.ts";
import { type Session, type Tensor, tensor } from "../../../onnx/session.ts";
import { ortHost } from "./ort-host.ts";

/** Channels and edge of the picture that is convolved: enough to tell hardware from its imitation in software. */
const [CHANNELS, SIZE] = [16, 64];
/** Enough for flash attention, which ONNX Runtime has wrong on WebGPU where a subgroup has four lanes. */
const TOKENS = 64;
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
  addOutput(g, "convolution", y);
  const rows = op.transpose(g, op.reshape(g, y, [1, CHANNELS, SIZE * SIZE]), [0, 2, 1]);
  const tokens = op.slice(g, rows, 1, 0, TOKENS);
  addOutput(g, "attention", op.fusedAttention(g, tokens, tokens, tokens, 2));
  return g;
}

type Numbers = Readonly<Record<string, Tensor>>;

async function evaluate(on: string, graph: Graph): Promise<{ numbers: Numbers; milliseconds: number }> {
  const session: Session = await ortHost({ provider: on }).createSession(serialize(graph), {
    folder: ".",
    label: "probe",
  });
  const feeds = { x: tensor(image, shape) };
  await session.run(feeds);
  const begin = performance.now();
  const numbers = await session.run(feeds);
  return { numbers, milliseconds: performance.now() - begin };
}

/** The first output that is far from what the CPU gives. */
function wrong(own: Numbers, cpu: Numbers): string | undefined {
  return Object.keys(cpu).find((name) => {
    const [a, b] = [own, cpu].map((numbers) => numbers[name].data as Float32Array);
    const largest = b.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return !a.every((value, i) => Math.abs(value - b[i]) <= CLOSE * largest);
  });
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
  const fault = wrong(own.numbers, cpu.numbers);
  if (fault) return bad(`its numbers are wrong: ${fault}`);
  const ratio = own.milliseconds / cpu.milliseconds;
  if (ratio > Number(times)) return bad(`works, but takes ${ratio.toFixed(0)} times as long as the CPU`);
  const half = await evaluate(provider, halved(graph)).then(
    ({ numbers }) => !wrong(numbers, cpu.numbers),
    () => false,
  );
  return { ok: true, half, detail: `works${half ? ", in float16" : ""}` };
}

process.stdout.write(`${JSON.stringify(await probe())}\n`);
