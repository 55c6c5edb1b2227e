import assert from "node:assert/strict";
import { chmod, stat, writeFile } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { serve } from "../extension/helpers/served.ts";
import { dataFolder, temporaryFolder } from "./helpers/folders.ts";
import { send } from "./helpers/send.ts";
import { service } from "./helpers/service.ts";

test("a data folder that others can enter is closed, or refused where it is not the service's alone", async () => {
  const data = await dataFolder();
  await chmod(data, 0o755);
  await (await service({ data, workers: 0 })).stop();
  assert.equal((await stat(data)).mode & 0o777, 0o700);
  const foreign = await temporaryFolder();
  await writeFile(join(foreign, "thesis.doc"), "");
  await chmod(foreign, 0o755);
  await assert.rejects(service({ data: foreign, workers: 0 }), /thesis\.doc/);
  assert.equal((await stat(foreign)).mode & 0o777, 0o755);
  const shared = await temporaryFolder();
  await chmod(shared, 0o1777);
  await assert.rejects(service({ data: shared, workers: 0 }), { code: "FOLDER_EXPOSED" });
});

test("a head's folder is this user's alone, in an open library too, and the lock of a deep folder is as well", async () => {
  const heads = await temporaryFolder();
  await chmod(heads, 0o755);
  const heard: string[] = [];
  const deep = join(await dataFolder(), ...Array.from({ length: 3 }, () => "d".repeat(50)));
  const options = { data: deep, heads, workers: 0, warn: (message: string) => void heard.push(message) };
  const open = await service(options);
  assert.match(heard[0], /chmod 700/);
  const { text } = await send(
    open,
    "/api/heads",
    { authorization: `Bearer ${open.token}`, "content-type": "application/json" },
    { method: "POST" },
    JSON.stringify({ prompt: "an elf" }),
  );
  assert.equal((await stat(join(heads, JSON.parse(text).id))).mode & 0o777, 0o700);
  const locks = join(tmpdir(), `headartist-${process.getuid!()}`);
  assert.equal((await stat(locks)).mode & 0o777, 0o700);
  await assert.rejects(service(options), { code: "FOLDER_IN_USE" });
});

test("a port that is taken is told before anything else is opened", async () => {
  const data = await temporaryFolder();
  const port = Number(new URL((await service({ workers: 0 })).url).port);
  await assert.rejects(service({ data, port, workers: 0 }), { code: "PORT_IN_USE" });
  await assert.rejects(stat(join(data, "queue")));
  await assert.rejects(service({ data, port: 1, host: "192.0.2.1", workers: 0 }), /--host 192\.0\.2\.1/);
});

const OUTSIDE = Object.values(networkInterfaces())
  .flat()
  .find((address) => address && !address.internal && address.family === "IPv4")?.address;
const NO_NETWORK = OUTSIDE ? false : "this machine has no address but loopback";

test("it listens on loopback alone, unless another address was asked for", { skip: NO_NETWORK }, async () => {
  const elsewhere = (port: string) => ({ hostname: OUTSIDE, port, timeout: 2000 });
  const closed = await service({ workers: 0 });
  await assert.rejects(send(closed, "/api/health", {}, elsewhere(new URL(closed.url).port)));
  const open = await service({ workers: 0, host: "0.0.0.0", allowHosts: ["heads.example"] });
  const outside = elsewhere(new URL(open.url).port);
  assert.equal((await send(open, "/api/heads", { host: "heads.example" }, outside)).code, "TOKEN_MISSING");
  assert.equal((await send(open, "/api/heads", { host: "evil.example" }, outside)).code, "HOST_REFUSED");
  const address = `http://${OUTSIDE}:${new URL(open.url).port}`;
  assert.ok(open.urls.includes(address));
  for (const url of open.urls.filter((one) => !one.includes("["))) {
    assert.equal((await fetch(`${url}/api/health`)).status, 200, url);
  }
});

test("who has it listen beyond this machine is warned", async () => {
  const served = await serve(await dataFolder(), 0, "--host", "0.0.0.0");
  assert.match(served.log(), /beyond this machine, unencrypted/);
  assert.match(served.log(), /from other machines: http:\/\/\d/);
  await served.kill();
});
