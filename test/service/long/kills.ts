import assert from "node:assert/strict";
import { test } from "node:test";
import { dataFolder, temporaryFolder } from "../helpers/folders.ts";
import { type Kill, makeKilled, STAGES, type Victim } from "../helpers/kills.ts";
import { NO_POSTGRES, startPostgres } from "../helpers/postgres.ts";

const KILLS = Number(process.env.KILLS ?? 60);
/** Heads beyond those that the kills need, for stages that were over before they were seen. */
const SPARE = 10;
const VICTIMS: Victim[] = ["engine", "service", "worker"];

test(`${KILLS} times kill −9 over all stages: service, worker and engine; the bytes stay`, {
  skip: NO_POSTGRES,
}, async () => {
  const server = await startPostgres();
  const quiet = await makeKilled(await dataFolder(), []);
  const all: Kill[] = [];
  for (let head = 0; all.length < KILLS; head++) {
    assert.ok(head < KILLS / STAGES.length + SPARE, `${all.length} kills in ${head} heads`);
    const apart = head % 3 !== 0;
    // Every stage of every head is met by somebody; those who share a process are one.
    const victims = apart ? VICTIMS : VICTIMS.slice(0, 2);
    const plan = STAGES.flatMap((stage, i) =>
      [0, 1].map((k) => ({ stage, victim: victims[(head + i + k) % victims.length] })),
    );
    const url = apart ? await server.database() : undefined;
    const begun = performance.now();
    const { glb, kills } = await makeKilled(apart ? await temporaryFolder() : await dataFolder(), plan, url);
    assert.equal(glb, quiet.glb, JSON.stringify(kills));
    all.push(...kills);
    const seconds = Math.round((performance.now() - begun) / 1000);
    process.stdout.write(
      `head ${head} on ${apart ? "PostgreSQL" : "PGlite"}: ${kills.length} kills, same bytes, ${seconds} s\n`,
    );
  }
  const count = (of: (kill: Kill) => string) =>
    Object.entries(Object.groupBy(all, of)).map(([name, kills]) => `${name} ${kills!.length}`);
  process.stdout.write(
    `${all.length} kills: ${count(({ stage }) => stage).join(", ")}; ${count(({ victim }) => victim).join(", ")}\n`,
  );
  for (const stage of STAGES)
    assert.ok(
      all.some((kill) => kill.stage === stage),
      stage,
    );
  for (const victim of VICTIMS)
    assert.ok(
      all.some((kill) => kill.victim === victim),
      victim,
    );
  await server.stop();
});
