import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseProvider, probeProviders } from "../../runtime/host/node/ort/providers.ts";

test("a busy machine is not a broken provider: a probe that runs out of time is tried again, with more", async () => {
  const [late] = await probeProviders(["cpu"], undefined, [1]);
  assert.deepEqual([late.ok, late.detail], [false, "its process gave no answer in 0.001 s"]);
  const [again] = await probeProviders(["cpu"], undefined, [1, 300_000]);
  assert.deepEqual([again.ok, again.detail], [true, "works"]);
});

test("the CPU needs no probe: it is there where no process can be started", async () => {
  const { execPath } = process;
  process.execPath = "/nowhere/node";
  try {
    assert.deepEqual((await chooseProvider("auto")).provider, "cpu");
  } finally {
    process.execPath = execPath;
  }
  await assert.rejects(chooseProvider("abacus"), /provider "abacus" does not exist/);
});
