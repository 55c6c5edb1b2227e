import { basename } from "node:path";
import type { Engine } from "../../../runtime/stages/engine.ts";
import { milliseconds, type Table, times } from "./report.ts";
import { bestAsync } from "./timing.ts";
import type { Twin } from "./twin.ts";

/**
 * Times the pack's networks alone, ONNX Runtime against eager diffusers, both on all cores. Each is freed before the next
 * is opened: two of real size, and PyTorch's, would not fit beside each other.
 */
export async function benchNetworks(engine: Engine, twin: Twin | string, pack: string, quick: boolean): Promise<Table> {
  const { latentChannels, latentSize, imageSize } = engine.pack;
  const wave = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i));
  const [latent, image] = [wave(latentChannels * latentSize ** 2), wave(3 * imageSize ** 2)];
  const condition = image.map(Math.abs);
  const texts = await engine.pack.encodeText(["an old dwarf", "a woman", "blurry"]);
  const predict = (count: number) => () =>
    engine.pack.predict({ latent, condition, timestep: 400, texts: texts.slice(0, count) });
  const work: [string, () => Promise<unknown>, string][] = [
    ["predict, 2 texts", predict(2), "UNet and ControlNet"],
    ["predict, 2 texts, shared", predict(2), "PyTorch's ControlNet runs once, too"],
    ["predict, 3 texts", predict(3), "UNet and ControlNet"],
    ["predict, 3 texts, shared", predict(3), "PyTorch's ControlNet runs once, too"],
    ["encode", () => engine.pack.encodeImage(image), ""],
    [
      "encode + VJP",
      async () => engine.pack.encodeImageVjp((await engine.pack.encodeImage(image)).saved, latent),
      "gradient with respect to the image",
    ],
    ["decode", () => engine.pack.decodeImage(latent), ""],
  ];
  const rows: string[][] = [];
  const [turns, rounds] = quick ? [1, 2] : [3, 4];
  for (const [name, run, remark] of work) {
    // A ControlNet that attends to the text cannot be shared between texts: PyTorch has no such row then.
    if (typeof twin !== "string" && !twin.networks.has(name)) continue;
    let [ours, theirs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const first = await bestAsync(run, 1);
    for (let turn = 0; turn < turns; turn++) {
      ours = Math.min(ours, await bestAsync(run, rounds));
      if (typeof twin === "string") continue;
      theirs = Math.min(theirs, (await twin.ask<{ milliseconds: number }>({ do: "time", name, rounds })).milliseconds);
    }
    const torch = Number.isFinite(theirs) ? theirs : undefined;
    rows.push([
      name,
      milliseconds(first - ours),
      milliseconds(ours),
      milliseconds(torch),
      times(torch && torch / ours),
      remark,
    ]);
    await engine.pack.release();
  }
  const columns = ["network", "opening ms", "ms", "PyTorch ms", "PyTorch ÷", "remark"];
  const notes = [
    `Best of ${turns * rounds}, pack ${basename(pack)}, ${imageSize}² images. PyTorch runs diffusers' models, eager.`,
    "Opening: how much longer the first run took, which builds the graph and has ONNX Runtime optimise it.",
  ];
  if (typeof twin === "string") notes.push(`No PyTorch here (${twin}).`);
  return { title: "Networks", columns, rows, notes };
}
