import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { environmentError } from "../host/errors.ts";
import { packagePath } from "../host/node/paths.ts";

/** Flags of `headartist bench`, handed on as they are. */
export interface BenchOptions {
  json?: boolean;
  quick?: boolean;
  save?: boolean;
  pack?: string;
  steps?: string;
  preset?: string[];
}

/**
 * `headartist bench`: runs the benchmarks that lie beside the tests.
 * @param parts kernels, wgsl, networks, steps, colors, ssd, heads, service; none means all. @throws ExitError outside a clone.
 */
export async function bench(parts: string[], options: BenchOptions): Promise<void> {
  const script = packagePath("test", "tools", "bench", "run.ts");
  if (!existsSync(script))
    throw environmentError("the benchmarks are part of the repository, not of the package; clone it");
  const flags = Object.entries(options).flatMap(([name, value]) =>
    [value].flat().map((one) => (one === true ? `--${name}` : `--${name}=${one}`)),
  );
  const child = spawn(process.execPath, [script, ...parts, ...flags], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  process.exitCode = code ?? 1;
}
