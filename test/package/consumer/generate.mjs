import { writeFile } from "node:fs/promises";
import { generate } from "babylon-headartist";

const { glb, levels, preview, report } = await generate({
  prompt: "an old man with a white beard",
  preset: "draft",
  folder: "old man.head",
  signal: AbortSignal.timeout(3_600_000),
  onProgress: ({ stage, step, steps, eta }) => console.error(`${stage} ${step}/${steps}, ${Math.round(eta)} s left`),
  onNotice: ({ message }) => console.error(message),
});
await writeFile("old man.glb", glb);
for (const [i, level] of levels.entries()) await writeFile(`old man.lod${i + 1}.glb`, level.glb);
await writeFile("old man.png", preview);
console.log(`${report.triangles[0]} triangles, ${glb.length} bytes`);
