/** What `choose-kernels.ts` starts: writes one line of JSON, a {@link KernelProbe}, about the GPU that the kernels could run on. */

import { availableParallelism } from "node:os";
import { PARTS } from "../../../field/cut.ts";
import { ExitError } from "../../errors.ts";
import { raceKernels } from "../../race-kernels.ts";
import { openKernels } from "../engine.ts";
import { openGpu } from "../gpu.ts";

try {
  const gpu = await openGpu();
  const probe = await raceKernels(await openKernels(Math.min(PARTS, availableParallelism())), gpu);
  process.stdout.write(`${JSON.stringify(probe)}\n`);
  process.exit();
} catch (error) {
  if (!(error instanceof ExitError)) throw error;
  process.stdout.write(`${JSON.stringify({ missing: error.message })}\n`);
}
