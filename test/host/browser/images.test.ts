import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import sharp from "sharp";
import { JPEG_WASM, openImageEncoder } from "../../../runtime/host/browser/images.ts";

const require = createRequire(import.meta.url);
const encode = openImageEncoder({
  list: new Map(),
  async read(path) {
    assert.equal(path, JPEG_WASM);
    return new Uint8Array(await readFile(require.resolve("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm")));
  },
  keep: async () => {},
});
const [WIDTH, HEIGHT] = [64, 48];

/** A smooth picture. @param alpha of a pixel by its number. */
function picture(alpha: (i: number) => number): Uint8Array {
  const rgba = new Uint8Array(4 * WIDTH * HEIGHT);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    rgba.set([4 * x, 5 * y, 255 - 2 * x - 2 * y, alpha(i)], 4 * i);
  }
  return rgba;
}

test("PNG keeps every value, colours under alpha included", async () => {
  for (const [rgba, channels] of [
    [picture((i) => i % 256), 4],
    [picture(() => 255), 3],
  ] as const) {
    const png = await encode(rgba, WIDTH, HEIGHT, "png");
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height, info.channels], [WIDTH, HEIGHT, channels]);
    assert.deepEqual(data, Buffer.from(rgba.filter((_, i) => channels === 4 || i % 4 < 3)));
    assert.deepEqual(await encode(rgba, WIDTH, HEIGHT, "png"), png);
  }
});

test("JPEG is near its picture, with colours at full resolution", async () => {
  const rgba = picture(() => 255);
  const jpeg = await encode(rgba, WIDTH, HEIGHT, "jpeg");
  const { chromaSubsampling, format } = await sharp(jpeg).metadata();
  assert.deepEqual([format, chromaSubsampling], ["jpeg", "4:4:4"]);
  const data = await sharp(jpeg).ensureAlpha().raw().toBuffer();
  const difference = data.reduce((sum, value, i) => sum + Math.abs(value - rgba[i]), 0) / data.length;
  assert.ok(difference < 2, `${difference} of 255`);
  assert.deepEqual(await encode(rgba, WIDTH, HEIGHT, "jpeg"), jpeg);
});

test("other formats are refused by name", async () => {
  await assert.rejects(
    async () =>
      encode(
        picture(() => 255),
        WIDTH,
        HEIGHT,
        "ktx2",
      ),
    /ktx2 .* use png or auto/,
  );
});
