import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { environmentError, usageError } from "../../errors.ts";
import { siblingModule } from "../sibling-module.ts";
import { loadOrt } from "./load-ort.ts";

/** Execution providers in the order of trying. */
export const PROVIDERS = ["cuda", "tensorrt", "webgpu", "dml", "coreml", "cpu"] as const;
export type Provider = (typeof PROVIDERS)[number];

/** What came of trying a provider. */
export interface Probe {
  provider: Provider;
  ok: boolean;
  /** Does it compute in float16, and rightly? */
  half: boolean;
  detail: string;
}

/** A provider slower than this many times the CPU is a software one: it works, and is of no use. */
const TOO_SLOW = 10;
/** Milliseconds that a probe may take, and those of its second try: a busy machine is not a broken provider. */
const PATIENCE_MS = [30_000, 120_000];

/**
 * Tries providers one by one, each in a process of its own: one that crashes must not take the caller along.
 * @param until stops at the first one of which this says true.
 * @param patience milliseconds of each try; another one follows where time alone ran out.
 */
export async function probeProviders(
  providers: readonly Provider[] = PROVIDERS,
  until: (probe: Probe) => boolean = () => false,
  patience: readonly number[] = PATIENCE_MS,
): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (const provider of providers) {
    const missing = await whatIsMissing(provider);
    const probe = missing
      ? { provider, ok: false, half: false, detail: missing }
      : await probeApart(provider, patience);
    probes.push(probe);
    if (until(probe)) break;
  }
  return probes;
}

/** What can be told without starting a process; "" where the provider is worth a try. */
async function whatIsMissing(provider: Provider): Promise<string> {
  if (provider === "cpu") return "";
  const backend = (await loadOrt()).listSupportedBackends().find(({ name }) => name === provider);
  if (!backend) return "not in this build of onnxruntime";
  if (!backend.bundled && !existsSync(providerLibrary(provider))) return "its library is not installed; see README.md";
  const devices = ["/dev/dri", "/dev/nvidiactl", "/dev/dxg"];
  return process.platform === "linux" && !devices.some(existsSync) ? "no graphics device" : "";
}

/** Where onnxruntime-node's install script puts what it does not bundle. */
function providerLibrary(provider: Provider): string {
  const { platform, arch } = process;
  const [prefix, suffix] = platform === "win32" ? ["", ".dll"] : ["lib", ".so"];
  const root = dirname(createRequire(import.meta.url).resolve("onnxruntime-node/package.json"));
  return join(root, "bin", "napi-v6", platform, arch, `${prefix}onnxruntime_providers_${provider}${suffix}`);
}

/**
 * The provider to compute with.
 * @param asked one of {@link PROVIDERS}, which is then taken or refused, or "auto" for the first that works; the CPU
 *   always does, and is not tried.
 * @throws ExitError naming why a provider that was asked for does not work.
 */
export async function chooseProvider(asked = "auto"): Promise<Probe> {
  if (asked === "cpu") return { provider: "cpu", ok: true, half: false, detail: "asked for" };
  if (asked !== "auto" && !(PROVIDERS as readonly string[]).includes(asked)) {
    throw usageError(`provider "${asked}" does not exist; use auto, ${PROVIDERS.join(", ")}`);
  }
  const wanted = asked === "auto" ? PROVIDERS.filter((one) => one !== "cpu") : [asked as Provider];
  const last = (await probeProviders(wanted, ({ ok }) => ok)).at(-1);
  if (last?.ok) return last;
  if (asked === "auto") return { provider: "cpu", ok: true, half: false, detail: "nothing else works here" };
  throw environmentError(`provider "${asked}" does not work here: ${last?.detail}; --provider cpu always does`);
}

async function probeApart(provider: Provider, [patience, ...more]: readonly number[]): Promise<Probe> {
  const script = fileURLToPath(siblingModule(import.meta.url, "./probe-provider"));
  const child = spawn(process.execPath, [script, provider, String(TOO_SLOW)], { stdio: ["ignore", "pipe", "ignore"] });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, patience);
  const ended = once(child, "exit").catch((error: NodeJS.ErrnoException) => [error.code, null]);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      child.kill();
      return { provider, ...JSON.parse(line) };
    }
    const [code, signal] = await ended;
    if (late && more.length > 0) return await probeApart(provider, more);
    const why = late ? `gave no answer in ${patience / 1000} s` : `ended with ${signal ?? `exit code ${code}`}`;
    return { provider, ok: false, half: false, detail: `its process ${why}` };
  } finally {
    clearTimeout(timer);
  }
}
