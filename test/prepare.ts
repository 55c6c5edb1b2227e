import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium } from "./extension/helpers/find-chromium.ts";
import { postgresPrograms } from "./service/helpers/postgres.ts";

// Runs before the tests: what some of them need beside npm's packages. Root on Debian (a container, mostly) gets it
// installed; anybody else is told, and those tests are skipped by name.
const missing = [...(findChromium() ? [] : ["chromium"]), ...(postgresPrograms() ? [] : ["postgresql"])];
const apt = "/usr/bin/apt-get";
const say = (text: string) => process.stdout.write(`${text}\n`);

if (missing.length > 0 && process.getuid?.() === 0 && existsSync(apt)) {
  say(`installing ${missing.join(" and ")}, which some tests need`);
  // Run level 1: no server is started.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const patience = ["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", "-qq"];
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...missing]]) {
    const { status } = spawnSync(apt, [...patience, ...args], { env, stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) say(`apt-get ${args[0]} failed`);
  }
}
if (!findChromium()) say("no Chromium: the tests in a browser are skipped (apt-get install chromium, or set CHROMIUM)");
if (!postgresPrograms())
  say("no PostgreSQL: its tests are skipped (apt-get install postgresql, or set POSTGRES_BIN to its programs' folder)");
