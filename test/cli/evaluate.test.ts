import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { bakeHead } from "../../runtime/bake/bake-head.ts";
import { templateAlbedo } from "../../runtime/head/albedo/template-albedo.ts";
import { loadTemplate } from "../../runtime/head/template.ts";
import { templateSdf } from "../../runtime/head/template-sdf.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { encodeImage } from "../../runtime/host/node/images.ts";
import { packagePath } from "../../runtime/host/node/paths.ts";
import { emptyLook } from "../../runtime/prompt/look.ts";
import { HEAD_REGIONS, headRegions, meshSdf } from "../bake/analytic-head.ts";
import { headartist, ROOT } from "./run.ts";

const CLIP = join(ROOT, "test/golden/clip/model");
const RESOLUTION = 80;

let folder = "";
const person = () => join(folder, "person");
const blank = () => join(folder, "blank.glb");

/** The template in its albedo, baked into the folder of a finished head; and a grey ball, which nobody takes for a face. */
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "evaluate-"));
  const template = await loadTemplate((name) => readFile(packagePath("assets", "template", name)));
  const shape = shapeTemplate(template);
  const sdf = templateSdf(shape, RESOLUTION);
  const side = RESOLUTION + 1;
  const cell = (v: number) => Math.min(RESOLUTION, Math.max(0, Math.round(((v + 1) * RESOLUTION) / 2)));
  const mesh = meshSdf((x, y, z) => sdf[cell(x) + side * (cell(y) + side * cell(z))], RESOLUTION);
  const { head: paint } = templateAlbedo(template.albedo, shape, { look: emptyLook(), weights: {} });
  const color = (points: Float32Array) => {
    const out = new Float32Array(points.length);
    for (let i = 0; i < points.length; i += 3) paint(points[i], points[i + 1], points[i + 2], out, i);
    return out;
  };
  const common = { regions: { names: HEAD_REGIONS, of: headRegions }, sockets: [], copyright: "CC0-1.0" };
  const options = { triangles: 12000, textureSize: 1024 };
  const recipe = { prompt: "an old dwarf with a red beard" };
  const head = await bakeHead({ mesh, color, recipe, ...common }, options, { encodeImage });
  await mkdir(person());
  await writeFile(join(person(), "head.glb"), head.glb);
  const grey = (points: Float32Array) => new Float32Array(points.length).fill(0.5);
  const ball = meshSdf((x, y, z) => Math.hypot(x, y, z) - 0.6, 32);
  const dummy = await bakeHead(
    { mesh: ball, color: grey, ...common },
    { triangles: 1000, textureSize: 512 },
    { encodeImage },
  );
  await writeFile(blank(), dummy.glb);
});
after(() => rm(folder, { recursive: true, force: true }));

test("a head with a face and a ball without one are told apart", async () => {
  const { code, stdout, stderr } = await headartist(
    "evaluate",
    person(),
    blank(),
    "--clip",
    CLIP,
    "--threads",
    "1",
    "--json",
  );
  assert.equal(code, 0, stderr);
  const [head, ball, sum] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual([head.head, ball.head], [person(), blank()]);
  assert.ok(head.front > 0.5 && head.yawAgrees, JSON.stringify(head));
  assert.deepEqual(head.behind, []);
  assert.equal(head.prompt, "an old dwarf with a red beard");
  assert.ok(Math.abs(head.clip["16/8"]) <= 1);
  assert.equal(ball.front, 0);
  assert.equal(ball.yawAgrees, false);
  assert.equal(ball.clip["16/8"], null);
  const { event, heads, facesAtFront, yawAgreement, janusRate, clip } = sum;
  assert.deepEqual([event, heads, facesAtFront, yawAgreement, janusRate], ["summary", 2, 0.5, 0.5, 0]);
  assert.equal(clip["16/8"], head.clip["16/8"]);
});

test("people read a line a head and a summary", async () => {
  const { stdout } = await headartist("evaluate", person(), "--threads", "1");
  assert.match(stdout, /person {3}face 0\.\d\d {3}-40° seen as -\d+° {3}40° seen as \d+° {3}no face behind$/m);
  assert.match(stdout, /^1 head: face at the front 100\.0 %, yaw within 15° 100\.0 %, Janus rate 0\.0 %$/m);
});

test("what is no finished head is refused with its name", async () => {
  const missing = await headartist("evaluate", join(folder, "nobody"));
  assert.equal(missing.code, 3);
  assert.match(missing.stderr, /nobody does not exist; give head folders or GLB files/);
  await mkdir(join(folder, "begun"), { recursive: true });
  assert.match(
    (await headartist("evaluate", join(folder, "begun"))).stderr,
    /begun holds no head.glb; finish the head/,
  );
  await writeFile(join(folder, "text.glb"), "not a GLB");
  assert.match((await headartist("evaluate", join(folder, "text.glb"))).stderr, /text\.glb: /);
});
