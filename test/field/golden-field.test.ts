import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { backwardField, createField, forwardField, stepField } from "../../runtime/field/field.ts";
import { BUILDS, close, load, put } from "../kernels/support.ts";

const golden = JSON.parse(
  gunzipSync(readFileSync(new URL("../golden/kernels/expected.json.gz", import.meta.url))).toString(),
).field;

for (const build of BUILDS) {
  test(`${build}: outputs, gradients and three AdamW steps agree with PyTorch`, async () => {
    const kernels = await load(build);
    const field = createField(kernels, golden.config, 0);
    field.table.values.set(golden.table);
    field.network.values.set(golden.network);
    const positions = put(kernels, golden.positions);
    const outputGradient = put(kernels, golden.outputGradient);
    for (let step = 0; step < 3; step++) {
      const pass = forwardField(field, positions);
      backwardField(field, pass, outputGradient);
      if (step === 0) {
        close(pass.outputs, golden.outputs, 1e-5, "outputs");
        close(field.table.gradient, golden.tableGradient, 1e-5, "table gradient");
        close(field.network.gradient, golden.networkGradient, 1e-5, "network gradient");
      }
      stepField(field, { weightDecay: 0.01 });
    }
    close(field.table.values, golden.tableAfter, 1e-5, "table after 3 steps");
    close(field.network.values, golden.networkAfter, 1e-5, "network after 3 steps");
  });
}
