import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { writeHeadFiles } from "../../../../runtime/bake/layered/write-head-files.ts";
import { encodeImage } from "../../../../runtime/host/node/images.ts";
import { browserTest, openPage } from "../../../extension/helpers/browser.ts";
import { atEnd } from "../../../service/helpers/at-end.ts";
import { ball, ballHead } from "../ball-head.ts";
import type { Consumers } from "./page.ts";

const VISEMES = ["sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "I", "O", "U"];
const NAMES = [
  ...["jawOpen", "mouthSmileLeft", "mouthSmileRight", "eyeBlinkLeft", "eyeBlinkRight", "browInnerUp"],
  ...["Up", "Down", "In", "Out"].flatMap((way) => [`eyeLook${way}Left`, `eyeLook${way}Right`]),
  ...VISEMES.map((name) => `viseme_${name}`),
];
const head = {
  ...ballHead,
  layers: ballHead.layers.map((layer) =>
    layer.name === "Skin" ? { ...layer, levels: [ball(0.6, [0, 0, 0], 1, NAMES)] } : layer,
  ),
};

/** Serves files and the page that hands them to other people's loaders. */
async function serve(files: Record<string, Uint8Array>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "page.ts")],
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "error",
    // TalkingHead looks for its speech modules and worklets when it speaks, which nobody asks of it here.
    external: ["./lipsync-*", "./playback-worklet.js"],
  });
  const all = new Map<string, [string, Uint8Array | string]>([
    [
      "/",
      [
        "text/html",
        '<!doctype html><title>consumers</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
      ],
    ],
    ["/page.js", ["text/javascript", outputFiles[0].contents]],
    ...Object.entries(files).map(
      ([name, bytes]) => [`/${name}`, ["model/gltf-binary", bytes]] as [string, [string, Uint8Array]],
    ),
  ]);
  const server = createServer((request, response) => {
    const found = all.get(request.url!);
    response.writeHead(found ? 200 : 404, { "content-type": found?.[0] ?? "text/plain" }).end(found?.[1]);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

browserTest("three.js, three-vrm and TalkingHead load a head and drive it", async () => {
  const plain = await writeHeadFiles(head, 128, encodeImage);
  const avatar = await writeHeadFiles(head, 128, encodeImage, { avatar: true });
  const origin = await serve({ "head.glb": plain.glb, "avatar.glb": avatar.glb });
  const page = await openPage(origin);
  await page.waitForFunction(() => "consumers" in globalThis);
  const ask = <K extends keyof Consumers>(name: K, url: string) =>
    page.evaluate(
      ([name, url]) => (globalThis as unknown as { consumers: Consumers }).consumers[name as "three"](url),
      [name, url] as const,
    ) as unknown as ReturnType<Consumers[K]>;

  const three = await ask("three", "/head.glb");
  assert.deepEqual(three.meshes.sort(), ["EyeLeft", "EyeRight", "Glasses", "Hair", "Skin"]);
  assert.deepEqual(three.bones.sort(), ["Head", "Jaw", "LeftEye", "Neck", "RightEye"]);
  assert.deepEqual(three.targets, NAMES);
  assert.ok(Math.abs(three.height - 1.2 * 0.176) < 0.03, `${three.height} m`);
  assert.ok(three.textures >= 5);

  const vrm = await ask("vrm", "/avatar.glb");
  for (const name of ["aa", "ih", "ou", "ee", "oh", "blink", "jawOpen"])
    assert.ok(vrm.expressions.includes(name), name);
  assert.equal(vrm.mouth, 1);
  assert.ok(vrm.eyeTurn > 0.05, `the eye turns by ${vrm.eyeTurn}`);

  const talking = await ask("talkingHead", "/avatar.glb");
  assert.deepEqual(talking.visemes.sort(), VISEMES.map((name) => `viseme_${name}`).sort());
  assert.equal(talking.smile, 1);
  assert.deepEqual(page.faults, []);
});
