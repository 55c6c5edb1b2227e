import assert from "node:assert/strict";
import { createField, fieldTensors } from "../../runtime/field/field.ts";
import { trainField } from "../../runtime/field/trainer.ts";
import { close, load, noise, put } from "../kernels/support.ts";
import { gpuTest } from "./support.ts";

const COUNT = 400;

gpuTest(
  "a field learns the same on a GPU as on the WASM, and goes on from a checkpoint as if it had not stopped",
  async (gpu) => {
    const kernels = await load();
    const make = (on: typeof kernels) =>
      trainField(createField(on, { levels: 5, log2TableSize: 9, baseResolution: 6, hidden: 12, outputs: 3 }, 3));
    const positions = put(kernels, noise(COUNT * 3, 1));
    const wanted = positions.map((x) => Math.sin(2 * x));
    const losses: number[] = [];
    const steps = async (trainer: ReturnType<typeof make>, number: number) => {
      for (let step = 0; step < number; step++) {
        const mark = kernels.scratch.mark();
        const outputs = await trainer.forward(positions);
        losses.push(outputs.reduce((sum, value, i) => sum + (value - wanted[i]) ** 2, 0));
        const gradient = kernels.scratch.f32(outputs.length);
        gradient.set(outputs.map((value, i) => value - wanted[i]));
        trainer.backward(gradient);
        trainer.step({ tableRate: 0.05, networkRate: 0.02 });
        kernels.scratch.release(mark);
      }
    };
    const onWasm = make(kernels);
    await steps(onWasm, 20);
    const whole = make({ ...kernels, gpu });
    await steps(whole, 20);
    close(losses.slice(20), losses.slice(0, 20), 1e-3, "losses");
    assert.ok(losses[39] < losses[20] * 0.5, `${losses[39]} of ${losses[20]}`);

    const resumed = make({ ...kernels, gpu });
    await steps(resumed, 8);
    // As it is at the call: the steps that follow do not get into it.
    const home = resumed.home();
    await steps(resumed, 3);
    await home;
    assert.equal(resumed.field.step[0], 8);
    resumed.close();
    await steps(resumed, 12);
    await Promise.all([whole.home(), resumed.home()]);
    assert.deepEqual(fieldTensors(resumed.field), fieldTensors(whole.field));
    whole.close();
    resumed.close();
  },
);
