import { existsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { EXIT_CODES } from "../host/errors.ts";
import { describeKernels } from "../host/node/kernels/choose-kernels.ts";
import { loadOrt } from "../host/node/ort/load-ort.ts";
import { readableBytes } from "../host/node/ort/ort-host.ts";
import { probeProviders } from "../host/node/ort/providers.ts";
import { findPack, registeredPacks, STARTER } from "../host/node/pack-registry.ts";
import { packagePath } from "../host/node/paths.ts";
import { kernelFile } from "../kernels/load.ts";
import { describePack, openFolders } from "./models.ts";

/** One line of the report. */
interface Check {
  name: string;
  ok: boolean;
  detail: string;
  /** Heads are made without it: a provider that is not there. */
  optional?: true;
}

/** `headartist doctor`: what this machine has, and whether everything a head needs is there. */
export async function doctor({
  json = false,
  provider = "auto",
}: {
  json?: boolean;
  provider?: string;
}): Promise<void> {
  const checks = [
    checkNode(),
    { name: "machine", ok: true, detail: `${availableParallelism()} cores, ${readableBytes(totalmem())} of memory` },
    checkKernels(),
    ...(await checkProviders(provider)),
    await checkGpuKernels(provider),
    ...(await Promise.all([STARTER, ...Object.keys(registeredPacks())].map(checkPack))),
  ];
  if (json) process.stdout.write(`${JSON.stringify(checks)}\n`);
  else
    for (const { name, ok, detail, optional } of checks) {
      process.stdout.write(`${ok ? "ok  " : optional ? "no  " : "FAIL"} ${name}: ${detail}\n`);
    }
  if (checks.some(({ ok, optional }) => !ok && !optional)) process.exitCode = EXIT_CODES.environment;
}

function checkNode(): Check {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const ok = major > 22 || (major === 22 && minor >= 12);
  return { name: "node", ok, detail: `${process.versions.node}${ok ? "" : "; 22.12 or later is needed"}` };
}

function checkKernels(): Check {
  const file = kernelFile();
  const ok = existsSync(packagePath("runtime", "kernels", "build", file));
  return { name: "kernels", ok, detail: ok ? file : `${file} is not built; run "npm run prepare"` };
}

/** Every provider's own line, and one for the winner; a provider that does not work is a failure only where asked for. */
async function checkProviders(asked: string): Promise<Check[]> {
  try {
    await loadOrt();
  } catch (error) {
    return [{ name: "onnxruntime", ok: false, detail: (error as Error).message }];
  }
  const probes = await probeProviders();
  const winner = probes.find(({ ok, provider }) => ok && (asked === "auto" || provider === asked));
  return [
    ...probes.map(({ provider, ok, detail }): Check => ({ name: `provider ${provider}`, ok, detail, optional: true })),
    {
      name: "networks run on",
      ok: winner !== undefined,
      detail: winner ? `${winner.provider}${winner.half ? " in float16" : ""}` : `${asked} does not work here`,
    },
  ];
}

/** Whether stages' kernels run on a GPU, which they can do without. */
async function checkGpuKernels(provider: string): Promise<Check> {
  const { gpu, detail } = await describeKernels(provider);
  return { name: "kernels on a GPU", ok: gpu, detail, optional: true };
}

async function checkPack(name: string): Promise<Check> {
  try {
    return { name: `pack ${name}`, ok: true, detail: describePack(await openFolders(findPack(name))) };
  } catch (error) {
    return { name: `pack ${name}`, ok: false, detail: (error as Error).message };
  }
}
