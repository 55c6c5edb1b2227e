import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { readDescription } from "../../../runtime/head/part-files/read-description.ts";
import { selectFiles } from "../../../runtime/head/part-files/select-files.ts";

const FOLDER = new URL("../../../assets/parts/", import.meta.url);
const LOOKS = new URL("../looks/", import.meta.url);
const known = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".glb"))
  .map((file) => readDescription(readFileSync(new URL(file, FOLDER)), file));
const look = JSON.parse(readFileSync(new URL("old-man-glasses.json", LOOKS), "utf8"));

test("the six Looks find all their parts, the statue carved ones", () => {
  const of = (name: string) => selectFiles(JSON.parse(readFileSync(new URL(name, LOOKS), "utf8")), known);
  for (const name of readdirSync(LOOKS)) assert.deepEqual(of(name).missing, [], name);
  const names = (name: string) => of(name).chosen.map(({ part }) => `${part.kind}/${part.name}`);
  assert.deepEqual(names("old-man-glasses.json"), ["hair/short", "beard/full", "brows/bushy", "glasses/round"]);
  assert.deepEqual(names("bronze-philosopher.json"), [
    "hair/curly-carved",
    "beard/full-carved",
    "brows/natural-carved",
  ]);
  assert.equal(of("bronze-philosopher.json").chosen[0].metallic, 1);
  const philosopher = JSON.parse(readFileSync(new URL("bronze-philosopher.json", LOOKS), "utf8"));
  const carved = (style: string) => {
    const { chosen, near } = selectFiles({ ...philosopher, hair: { style } }, known);
    return [chosen[0].part.name, near];
  };
  assert.deepEqual(carved("long"), ["long-carved", []]);
  assert.deepEqual(carved("ponytail"), ["bun-carved", [{ asked: "hair ponytail", drawn: "bun" }]]);
  assert.deepEqual(carved("afro"), ["curly-carved", [{ asked: "hair afro", drawn: "curly hair" }]]);
  const other = selectFiles({ ...philosopher, material: undefined, hair: { style: "beehive" } }, known);
  assert.deepEqual([other.chosen[0].part.name, other.near[0].drawn], ["short", "short hair"]);
});

test("short hair of people of African descent is drawn in tight curls", () => {
  const drawn = (african: number, style: string) =>
    selectFiles({ ...look, who: { ...look.who, ethnicity: { african } }, hair: { style } }, known).chosen[0].part.name;
  assert.deepEqual([drawn(1, "short"), drawn(0.3, "short"), drawn(1, "afro")], ["crew", "short", "afro"]);
});

test("long hair is tucked behind an elf's ears", () => {
  const drawn = (parts: object[]) =>
    selectFiles({ ...look, hair: { style: "long" }, parts }, known).chosen[0].part.name;
  assert.deepEqual([drawn([]), drawn([{ kind: "ears", id: "elf" }])], ["long", "long-tucked"]);
});

test("hidden hair is left out under a turban or headscarf, and cut at the rim of a cap", () => {
  const hair = { style: "short", hidden: true };
  const drawn = (id: string) =>
    selectFiles({ ...look, hair, parts: [{ kind: "hat", id }] }, known).chosen.map(({ part }) => part.kind);
  assert.deepEqual(
    ["turban", "headscarf", "skullcap"].map((id) => drawn(id).includes("hair")),
    [false, false, true],
  );
});

test("brows of which nothing is said differ by the seed, and are heavy on nobody", () => {
  const man = { ...look, brows: {}, who: { sex: { male: 1 }, ethnicity: {}, build: {}, age: 30 }, face: {} };
  const names = Array.from({ length: 40 }, (_, seed) => {
    const { chosen } = selectFiles(man, known, seed);
    return chosen.find(({ part }) => part.kind === "brows")?.part.name;
  });
  assert.ok(new Set(names).size > 2);
  assert.ok(!names.includes("bushy") && !names.includes("joined"));
});
