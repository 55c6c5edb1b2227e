/**
 * Full-size rehearsal: `node test/tools/rehearsal/run.ts [--folder F] [--steps 5] [--compare] [--save]`. Writes a random-weight Stable
 * Diffusion 2.1-base and ControlNet at their real size, registers them as a user does, and runs true SSD steps at 512².
 * 3.3 GB of disk; 16 GB of memory, 24 with --compare, which times the networks against eager PyTorch as well (HEADARTIST_PYTHON,
 * else python3, with torch and diffusers). Not part of the tests.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writePack } from "./write-pack.ts";

const { values } = parseArgs({
  options: {
    /** Keeps the models there and takes them from there next time; else they are deleted at the end. */
    folder: { type: "string" },
    steps: { type: "string", default: "5" },
    compare: { type: "boolean", default: false },
    /** Appends what was measured to test/bench/results/. */
    save: { type: "boolean", default: false },
  },
});
const scratch = await mkdtemp(join(tmpdir(), "headartist-rehearsal-"));
const folder = resolve(values.folder ?? join(scratch, "models"));
// A home of its own: the user's list of packs stays as it is.
const env = { ...process.env, HOME: scratch, USERPROFILE: scratch };

async function execute(program: string, ...args: string[]): Promise<void> {
  const child = spawn(program, args, { stdio: "inherit", env });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with exit code ${code}`);
}

const headartist = (...args: string[]) =>
  execute(process.execPath, join(import.meta.dirname, "../../../runtime/cli/main.ts"), ...args);

try {
  if (!existsSync(folder)) await writePack(folder);
  const control = join(folder, "controlnet");
  await headartist("models", "add", join(folder, "base"), "--controlnet", control, "--name", "full-size");
  const measure = ["--pack", "full-size", ...(values.save ? ["--save"] : [])];
  await headartist("bench", "ssd", ...measure, "--steps", values.steps);
  if (values.compare) await headartist("bench", "networks", ...measure, "--quick");
} finally {
  await rm(scratch, { recursive: true });
}
