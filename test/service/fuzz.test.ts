import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ask, call, expectedGlb, reach } from "./helpers/client.ts";
import { dataFolder } from "./helpers/folders.ts";
import { type Api, fault, fire, shots } from "./helpers/fuzz.ts";
import { service } from "./helpers/service.ts";

/** `npm run test:service` sends more. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 600);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** Sent together, so that they meet. */
const TOGETHER = 20;

test(`${REQUESTS} requests made from the OpenAPI document: no fault, no hang, every refusal has its code`, async () => {
  const data = await dataFolder();
  const warnings: string[] = [];
  const target = await service({ data, workers: 2, warn: (message) => warnings.push(message) });
  const normal = await ask(target, "steps=60 ms=20", 5);
  const others = await Promise.all(Array.from({ length: 12 }, (_, i) => ask(target, "steps=2 ms=1", i)));
  const api: Api = await (await fetch(`${target.url}/openapi.json`)).json();
  const seen = new Map<string, number>();
  const routes = new Set<string>();
  const volleys = fc.array(shots(api, target.token, others), { minLength: TOGETHER, maxLength: TOGETHER });
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(volleys, async (volley) => {
      const outcomes = await Promise.all(volley.map((shot) => fire(target, shot)));
      for (const [i, outcome] of outcomes.entries()) {
        const kind = outcome.code ?? `${outcome.status}`;
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        routes.add(volley[i].operation);
        assert.equal(fault(outcome), undefined, `${outcome.status} ${outcome.code} ${JSON.stringify(volley[i])}`);
      }
      sent += volley.length;
    }),
    { numRuns: Math.ceil(REQUESTS / TOGETHER), seed: SEED, endOnFailure: true },
  );
  assert.ok(sent >= REQUESTS);
  const operations = Object.values(api.paths).flatMap((verbs) => Object.values(verbs));
  assert.deepEqual([...routes].sort(), operations.map(({ operationId }) => operationId).sort());
  for (const kind of ["200", "201", "204", "REQUEST_INVALID", "HEAD_UNKNOWN", "TOKEN_WRONG", "ROUTE_UNKNOWN"])
    assert.ok(seen.has(kind), `no answer was ${kind}`);
  await reach(target, normal, "done");
  assert.equal((await call(target, "GET", `/api/heads/${normal}/head.glb`)).body, expectedGlb(5, 60));
  if (process.env.FUZZ_REQUESTS)
    process.stdout.write(`${sent} requests: ${JSON.stringify(Object.fromEntries(seen))}\n`);
  await target.stop();
  const again = await service({ data, workers: 0 });
  assert.equal((await call(again, "GET", "/api/heads")).status, 200);
  assert.deepEqual(
    warnings.filter((line) => /^(GET|POST|DELETE) /.test(line)),
    [],
  );
});
