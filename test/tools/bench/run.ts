/**
 * What `npm run bench` starts: `run.ts [kernels] [wgsl] [networks] [steps] [colors] [ssd] [heads] [service] [--quick] [--pack folder] [--save] [--json]`; no part
 * named means all. PyTorch's numbers come from the Python in HEADARTIST_PYTHON, else python3, where it has PyTorch.
 */

import { parseArgs } from "node:util";
import { openEngine, openKernels } from "../../../runtime/host/node/engine.ts";
import { openSoftwareGpu } from "../software-gpu.ts";
import { benchColorSteps } from "./color-steps.ts";
import { benchHeads } from "./heads.ts";
import { benchKernels } from "./kernels.ts";
import { benchNetworks } from "./networks.ts";
import { createReport, printed, save, type Table } from "./report.ts";
import { benchService } from "./service.ts";
import { benchSsd } from "./ssd.ts";
import { benchSteps } from "./stages.ts";
import { openTwinPack, startTwin } from "./twin.ts";
import { benchWgsl } from "./wgsl.ts";

const PARTS = ["kernels", "wgsl", "networks", "steps", "colors", "ssd", "heads", "service"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    /** A few rounds only: is everything in order? */
    quick: { type: "boolean", default: false },
    save: { type: "boolean", default: false },
    pack: { type: "string", default: "starter" },
    /** Steps of the part "ssd". */
    steps: { type: "string", default: "5" },
    preset: { type: "string", multiple: true, default: ["draft", "standard"] },
  },
});
const unknown = positionals.find((part) => !PARTS.includes(part));
if (unknown) {
  process.stderr.write(`bench: "${unknown}" is none of ${PARTS.join(", ")}\n`);
  process.exit(2);
}
const wanted = (part: string) => positionals.length === 0 || positionals.includes(part);

const compared = ["kernels", "networks", "steps"].some(wanted);
const twin = compared ? await startTwin() : "no PyTorch asked for";
const report = createReport(typeof twin === "string" ? twin : `PyTorch ${twin.torch}, ${twin.threads} threads`);
const add = (table: Table) => {
  report.tables.push(table);
  if (!values.json) process.stdout.write(printed(table));
};
if (!values.json) process.stdout.write(`${report.machine}; Node ${report.node}; ${report.pytorch}\n`);
if (wanted("wgsl")) {
  const gpu = await openSoftwareGpu();
  const name = "SwiftShader, a GPU that this machine's CPU plays: of a graphics card this says nothing";
  add(await benchWgsl(gpu, name, await openKernels(1), values.quick));
  if (typeof gpu !== "string") gpu.destroy();
}
if (compared || wanted("ssd") || wanted("colors")) {
  const engine = await openEngine({ pack: values.pack });
  if (wanted("kernels")) add(await benchKernels(engine.kernels, twin, values.quick));
  const ready = wanted("networks") || wanted("steps") ? await openTwinPack(twin, engine.pack, values.pack) : twin;
  if (wanted("networks")) add(await benchNetworks(engine, ready, values.pack, values.quick));
  if (wanted("steps")) add(await benchSteps(engine, ready, values.pack, { quick: values.quick }));
  if (wanted("colors")) add(await benchColorSteps(engine, values.pack, values.quick));
  if (wanted("ssd")) add(await benchSsd(engine, values.pack, Number(values.steps)));
  await engine.pack.release();
}
if (typeof twin !== "string") await twin.close();
if (wanted("heads")) add(await benchHeads(values.preset, values.pack));
if (wanted("service")) add(await benchService(values.pack));
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
if (values.save) process.stderr.write(`${await save(report)}\n`);
