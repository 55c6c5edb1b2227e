import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { usageError } from "../../errors.ts";
import { isChosen, type KernelProbe, type OpenedGpu, raced, whyNot } from "../../kernel-probe.ts";
import { makeFolder, writeDurably } from "../files.ts";
import { openGpu } from "../gpu.ts";
import { dataFolder, packageVersion } from "../paths.ts";
import { siblingModule } from "../sibling-module.ts";

/** Milliseconds that a probe may take. */
const PATIENCE_MS = 60_000;
/** Where Linux has graphics cards; without one there is nothing to probe. */
const DEVICES = ["/dev/dri", "/dev/nvidiactl", "/dev/dxg"];

/** What `HEADARTIST_KERNELS` can be. */
const WANTED = ["wasm", "webgpu", "webgpu-f16"];

/** A device lives as long as the process. */
let opened: Promise<OpenedGpu> | undefined;

/**
 * The GPU that the stages' kernels run on; undefined for the WASM.
 * @param provider where networks run, as it was asked for: with "cpu" kernels stay there, with "webgpu" they take the GPU, otherwise
 * whichever was faster in a short race. `HEADARTIST_KERNELS` decides instead where it is set.
 * @throws ExitError where HEADARTIST_KERNELS is none of {@link WANTED}, or asks for a GPU that is missing.
 */
export async function chooseKernels(provider = "auto"): Promise<OpenedGpu | undefined> {
  const wanted = process.env.HEADARTIST_KERNELS;
  if (wanted !== undefined && !WANTED.includes(wanted)) {
    throw usageError(
      `HEADARTIST_KERNELS is "${wanted}"; it can be wasm, webgpu or webgpu-f16, or be left out: the faster of the first two, measured once`,
    );
  }
  const isWanted =
    wanted?.startsWith("webgpu") ||
    (wanted === undefined && provider !== "cpu" && isChosen(await probeKernels(), provider));
  if (!isWanted) return undefined;
  opened ??= openGpu(wanted === "webgpu-f16");
  return opened;
}

/** Where the kernels run under a provider, in words: what {@link chooseKernels} chooses, and why. */
export async function describeKernels(provider = "auto"): Promise<{ gpu: boolean; detail: string }> {
  const wanted = process.env.HEADARTIST_KERNELS;
  if (wanted)
    return { gpu: wanted.startsWith("webgpu"), detail: `kernels run where HEADARTIST_KERNELS says: ${wanted}` };
  if (provider === "cpu") return { gpu: false, detail: "kernels run in WASM, as networks on the CPU" };
  const probe = await probeKernels();
  const gpu = isChosen(probe, provider);
  return {
    gpu,
    detail: gpu ? `kernels run on ${probe.adapter}; ${raced(probe)}` : `kernels run in WASM: ${whyNot(probe)}`,
  };
}

/** Tries this machine's GPU once and remembers the outcome, until package, driver's package, machine or devices change. */
async function probeKernels(): Promise<KernelProbe> {
  const dawn = dawnVersion();
  if (!dawn) return { missing: 'the package "webgpu" is not installed; run "npm install webgpu"' };
  const devices = DEVICES.filter(existsSync);
  if (process.platform === "linux" && devices.length === 0) return { missing: "no graphics device" };
  const on = [
    packageVersion(),
    dawn,
    process.version,
    process.platform,
    cpus()[0]?.model,
    cpus().length,
    ...devices,
  ].join(" · ");
  const file = join(dataFolder(), "kernels.json");
  const known = await readFile(file, "utf8")
    .then(JSON.parse)
    .catch(() => undefined);
  if (known?.on === on && known.probe) return known.probe;
  const probe = await raceApart();
  await makeFolder(dirname(file), { mode: 0o700 });
  await writeDurably(file, new TextEncoder().encode(`${JSON.stringify({ on, probe }, null, 2)}\n`));
  return probe;
}

function dawnVersion(): string | undefined {
  try {
    return createRequire(import.meta.url)("webgpu/package.json").version;
  } catch {
    return undefined;
  }
}

/** In a process of its own: a driver that crashes must not take the caller along. */
export async function raceApart(): Promise<KernelProbe> {
  const script = fileURLToPath(siblingModule(import.meta.url, "./probe-kernels"));
  const child = spawn(process.execPath, [script], {
    stdio: ["ignore", "pipe", "ignore"],
    timeout: PATIENCE_MS,
    killSignal: "SIGKILL",
  });
  const answer = await text(child.stdout).catch(() => "");
  try {
    return JSON.parse(answer);
  } catch {
    return { missing: `the probe of the GPU gave no answer in ${PATIENCE_MS / 1000} s, or crashed` };
  }
}
