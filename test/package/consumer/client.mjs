import { readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { createClient, waitForHead } from "babylon-headartist/client";

// `headartist serve` leaves its address and token where only its user can read them.
const file = join(process.env.HEADARTIST_DATA ?? join(homedir(), ".headartist"), "connection.json");
const client = createClient(JSON.parse(await readFile(file, "utf8")));
const { id } = await client.call("createHead", { body: { prompt: "a young woman with red hair", preset: "draft" } });
const head = await waitForHead(client, id, {
  onProgress: ({ stage, step, steps }) => console.error(`${stage} ${step}/${steps}`),
});
if (head.state !== "done") throw new Error(head.error?.message ?? head.state);
const { blob } = await client.file("readGlb", id);
await writeFile("young woman.glb", new Uint8Array(await blob.arrayBuffer()));
console.log(`${id} ${blob.size} bytes`);
