import { existsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { listSupportedBackends } from "onnxruntime-node";
import { kernelFile } from "../kernels/load.ts";
import { openPack } from "../pack/open.ts";
import { packPath } from "./engine.ts";
import { packFolder } from "./host-pack.ts";
import { packagePath } from "./paths.ts";

/** One line of the report. */
interface Check {
  name: string;
  ok: boolean;
  detail: string;
}

/** `headartist doctor`: what this machine has, and whether everything a head needs is there. */
export async function doctor({ json = false }: { json?: boolean }): Promise<void> {
  const checks = [
    checkNode(),
    { name: "machine", ok: true, detail: `${availableParallelism()} cores, ${gigabytes(totalmem())} of memory` },
    checkKernels(),
    checkProviders(),
    await checkPack(),
  ];
  if (json) process.stdout.write(`${JSON.stringify(checks)}\n`);
  else for (const { name, ok, detail } of checks) process.stdout.write(`${ok ? "ok  " : "FAIL"} ${name}: ${detail}\n`);
  if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
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

function checkProviders(): Check {
  const providers = listSupportedBackends().map(({ name }) => name);
  return { name: "onnxruntime", ok: providers.includes("cpu"), detail: `providers built in: ${providers.join(", ")}` };
}

async function checkPack(): Promise<Check> {
  try {
    const pack = await openPack(await packFolder(packPath("starter")));
    const kind = `${pack.scheduler.prediction_type}, ${pack.control ? "with" : "without"} ControlNet`;
    return { name: "starter pack", ok: true, detail: kind };
  } catch (error) {
    return { name: "starter pack", ok: false, detail: (error as Error).message };
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
