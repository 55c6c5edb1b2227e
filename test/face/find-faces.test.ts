import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import sharp from "sharp";
import { convertGraphModel } from "../../runtime/face/convert.ts";
import { crop, type Picture } from "../../runtime/face/crop.ts";
import { type FaceFinder, openFaceFinder } from "../../runtime/face/find-faces.ts";
import { readGraphModel } from "../../runtime/face/graph-model.ts";
import { ortHost } from "../../runtime/host/node/ort/ort-host.ts";
import { packFolder } from "../../runtime/host/node/pack-files.ts";
import { packagePath } from "../../runtime/host/node/paths.ts";
import { serialize } from "../../runtime/onnx/serialize.ts";

const GOLDEN = new URL("../golden/face/", import.meta.url);
const FOLDER = packagePath("assets", "face");
const host = ortHost({ threads: 1 });

/** The strip of portraits: azimuths 0°, 40°, −40° and 180°, each at 5° elevation. */
const strip = await sharp(readFileSync(new URL("views.webp", GOLDEN)))
  .removeAlpha()
  .raw()
  .toBuffer({ resolveWithObject: true });

function view(column: number): Picture {
  const { height: size, width } = strip.info;
  const data = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    const from = 3 * (y * width + column * size);
    data.set(strip.data.subarray(from, from + 3 * size), 3 * y * size);
  }
  return { data, width: size, height: size };
}

let finder: FaceFinder;
before(async () => {
  finder = await openFaceFinder(host, await packFolder(FOLDER));
});
after(() => finder.release());

async function evaluate(name: string, outputs: string[], pixels: Float32Array) {
  const read = (extension: string) => readFileSync(packagePath("assets", "face", `${name}.${extension}`));
  const graph = convertGraphModel(
    name,
    await readGraphModel(name, read("json.gz"), read("bin")),
    `${name}.bin`,
    outputs,
  );
  const session = await host.createSession(serialize(graph), { folder: FOLDER, label: name });
  const [input] = graph.inputs;
  const result = await session.run({ [input.name]: { data: pixels, shape: input.shape } });
  await session.release();
  return result;
}

test("both models agree with PyTorch", async () => {
  const { corner, mesh, detector } = JSON.parse(
    gunzipSync(readFileSync(new URL("expected.json.gz", GOLDEN))).toString(),
  );
  const part = { x: corner[0] + 96, y: corner[1] + 96, side: 192, angle: 0 };
  const pixels = crop(view(0), part, 192);
  const whole = crop(view(0), { x: 128, y: 128, side: 256, angle: 0 }, 128).map((v) => 2 * v - 1);
  for (const [name, expected, input] of [
    ["face-mesh", mesh, pixels],
    ["face-detector", detector, whole],
  ] as const) {
    const found = await evaluate(name, Object.keys(expected), input);
    for (const [output, values] of Object.entries<number[]>(expected)) {
      const { data } = found[output];
      assert.equal(data.length, values.length);
      const error = Math.max(...values.map((v, i) => Math.abs(v - Number(data[i]))));
      assert.ok(error < 1e-3, `${name} ${output}: off by ${error}`);
    }
  }
});

for (const [column, azimuth] of [0, 40, -40].entries()) {
  test(`a face at ${azimuth}° is found, upright and turned as it is`, async () => {
    const faces = await finder.find(view(column));
    assert.equal(faces.length, 1);
    const [{ score, yaw, pitch, roll, box, landmarks }] = faces;
    assert.ok(score > 0.6, `score ${score}`);
    assert.ok(Math.abs(yaw - azimuth) < 10, `yaw ${yaw}`);
    assert.ok(Math.abs(pitch - 5) < 12, `pitch ${pitch}`);
    assert.ok(Math.abs(roll) < 8, `roll ${roll}`);
    assert.equal(landmarks.length, 478 * 3);
    for (const [k, limit] of [0, 1].entries()) {
      const values = landmarks.filter((_, i) => i % 3 === limit);
      assert.equal(Math.min(...values), Math.fround(box[k]));
      assert.ok(box[k] > 0 && box[k] + box[2 + k] < 256);
    }
  });
}

test("landmarks lie on the features: the iris in the eye, the pupil dark, the mouth below the nose", async () => {
  const picture = view(0);
  const [{ landmarks }] = await finder.find(picture);
  const at = (i: number) => [landmarks[3 * i], landmarks[3 * i + 1]];
  for (const [pupil, outer, inner] of [
    [468, 33, 133],
    [473, 263, 362],
  ]) {
    const [x, y] = at(pupil);
    const [low, high] = [at(outer)[0], at(inner)[0]].sort((a, b) => a - b);
    assert.ok(x > low && x < high, `pupil at ${x}, eye from ${low} to ${high}`);
    const pixel = 3 * (Math.floor(y) * picture.width + Math.floor(x));
    const [r, g, b] = picture.data.subarray(pixel, pixel + 3);
    assert.ok(r + g + b < 400 && b > r, `pupil's colour is ${r}, ${g}, ${b}; the eyes are blue`);
  }
  assert.ok(at(1)[1] < at(13)[1] && at(13)[1] <= at(14)[1] && at(14)[1] < at(152)[1]);
});

test("no face at the back of the head, nor in an empty picture", async () => {
  assert.deepEqual(await finder.find(view(3)), []);
  assert.deepEqual(await finder.find({ data: new Float32Array(64 * 48 * 3).fill(0.5), width: 64, height: 48 }), []);
});

test("a turned picture gives the roll, and bytes and floats give the same landmarks", async () => {
  const { data, width } = view(0);
  const turned = crop({ data, width, height: width }, { x: 128, y: 128, side: 256, angle: -Math.PI / 9 }, 256);
  const [face] = await finder.find({ data: turned, width: 256, height: 256 });
  assert.ok(Math.abs(face.roll - 20) < 5, `roll ${face.roll}`);
  assert.ok(Math.abs(face.yaw) < 10, `yaw ${face.yaw}`);
  const [bytes] = await finder.find(view(0));
  const [floats] = await finder.find({ data: Float32Array.from(data, (v) => v / 255), width, height: width });
  for (const [i, v] of bytes.landmarks.entries()) assert.ok(Math.abs(v - floats.landmarks[i]) < 1e-2);
});

test("two people are two faces, the surer first", async () => {
  const [a, b] = [view(0), view(1)];
  const data = new Uint8Array(512 * 512 * 3).fill(128);
  for (let y = 0; y < 256; y++) {
    data.set(a.data.subarray(3 * 256 * y, 3 * 256 * (y + 1)), 3 * (512 * (y + 128)));
    data.set(b.data.subarray(3 * 256 * y, 3 * 256 * (y + 1)), 3 * (512 * (y + 128) + 256));
  }
  const faces = await finder.find({ data, width: 512, height: 512 }, { limit: 2 });
  assert.equal(faces.length, 2);
  assert.ok(faces[0].score >= faces[1].score);
  assert.deepEqual(faces.map(({ box }) => box[0] < 256).sort(), [false, true]);
});

test("bad input is refused with its reason", async () => {
  await assert.rejects(
    finder.find({ data: new Uint8Array(10), width: 4, height: 4 }),
    /10 numbers do not fill a picture of 4 × 4 RGB pixels; give 48/,
  );
  await assert.rejects(finder.find({ data: new Uint8Array(0), width: 0, height: 4 }), /0 × 4 pixels/);
  const empty = gzipSync(JSON.stringify({ modelTopology: { node: [] }, weightsManifest: [{ weights: [] }] }));
  await assert.rejects(
    readGraphModel("net", empty, new Uint8Array(3)),
    /net: the manifest describes 0 bytes or more, the weights file has 3/,
  );
  const model = { nodes: [{ name: "a", op: "Erfinv" }], constants: new Map() };
  assert.throws(
    () => convertGraphModel("net", model, "net.bin", ["a"]),
    /net: operation Erfinv of node "a" is not known/,
  );
});
