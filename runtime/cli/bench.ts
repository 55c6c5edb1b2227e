import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { ExitError } from "./errors.ts";
import { packagePath } from "./paths.ts";

/** `headartist bench`: runs the benchmarks that lie beside the tests. @throws ExitError outside a clone. */
export async function bench({ json = false }: { json?: boolean }): Promise<void> {
  const script = packagePath("test", "bench", "run.ts");
  if (!existsSync(script))
    throw new ExitError("the benchmarks are part of the repository, not of the package; clone it");
  const child = spawn(process.execPath, [script, ...(json ? ["--json"] : [])], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  process.exitCode = code ?? 1;
}
