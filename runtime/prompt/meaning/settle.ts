import type { Look } from "../look.ts";
import { addSet, type Draft } from "./draft.ts";
import { applyEntry } from "./entries.ts";
import { settleAge } from "./settle-age.ts";
import { settleColors } from "./settle-colors.ts";
import { settleGifts } from "./settle-gifts.ts";
import { settleBeards, settleHair } from "./settle-growths.ts";
import { settleMixed } from "./settle-mixed.ts";
import { settleSex } from "./settle-sex.ts";

/** Morphs of which a head has one: full weights displace lesser ones, then the sum is brought to at most 1. */
const GROUPS = { ethnicity: ["african", "asian", "caucasian"], build: ["thin", "heavy"] } as const;

/** Makes a Look of everything that was understood: what won, what characters bring along, what the seed chooses. */
export function settle(draft: Draft): void {
  const { look, vocabulary } = draft;
  for (const { entry, degree, item } of draft.relative) applyEntry(draft, entry, item, Math.max(1, degree));
  settleAge(draft);
  settleSex(draft);
  settleShares(draft);
  settleHair(draft);
  settleBeards(draft);
  settleGifts(draft);
  settleColors(draft);
  const said = draft.irises.filter((iris) => iris.said);
  const iris = said[0] ?? draft.irises.at(-1);
  if (iris) look.eyes.color = iris.color;
  if (said.length > 1 && said.some(({ color }) => String(color) !== String(said[0].color))) {
    draft.notes.push("two colours of eyes were asked for: the first was taken");
    said[1].item.state = "known";
  }
  settleMaterial(draft);
  settleMixed(vocabulary, look);
  for (const item of draft.items)
    if (item.sets.length === 0 && item.state === "used" && !item.note) addSet(item, "who");
}

/** Weight of a smile from which no mouth frowns. */
const SMILING = 0.5;

function settleShares({ look, ethnicities }: Draft): void {
  const said = ethnicities.filter(({ role }) => !role);
  const shares: Record<string, number> = {};
  const named = said.length > 0 ? said : ethnicities;
  for (const { shares: own } of named) {
    for (const [name, share] of Object.entries(own)) shares[name] = Math.max(shares[name] ?? 0, share);
  }
  // Of two that are said neither's colours are usual: "half Indian half Chinese".
  const peoples = new Set(named.map(({ people }) => people));
  setDescent(look, onlyOne(shares, GROUPS.ethnicity), peoples.size === 1 ? named[0].people : undefined);
  const build = Object.fromEntries(Object.entries(look.who.build).map(([name, share]) => [name, Math.min(1, share)]));
  const kept = onlyOne(build, GROUPS.build);
  look.who.build = { ...kept, ...("muscular" in build && { muscular: build["muscular"] }) };
  for (const [name, weight] of Object.entries(look.expression)) look.expression[name] = Math.min(1, weight);
  // Who is evil and grins has evil brows.
  if ((look.expression["mouthSmileLeft"] ?? 0) > SMILING)
    for (const name of Object.keys(look.expression))
      if (/^mouth(?:Frown|Press)/.test(name)) delete look.expression[name];
  for (const [name, weight] of Object.entries(look.face)) look.face[name] = Math.min(2, Math.max(-2, weight));
}

export function setDescent(look: Look, shares: Record<string, number>, people: string | undefined): void {
  look.who.ethnicity = { ...shares };
  delete look.who.people;
  if (people) look.who.people = people;
}

function onlyOne(shares: Record<string, number>, group: readonly string[]): Record<string, number> {
  const named = group.filter((name) => name in shares);
  const most = Math.max(...named.map((name) => shares[name]));
  const kept = most < 1 ? named : named.filter((name) => shares[name] === most);
  const sum = kept.reduce((total, name) => total + shares[name], 0);
  return Object.fromEntries(kept.map((name) => [name, sum > 1 ? shares[name] / sum : shares[name]]));
}

/** Of part of a head only: no material is drawn on a half. */
const PARTIAL = /^(?:half|part|partly|partially|quarter)$/;
/** What it is a part of; eyes are half closed, ears half hidden. */
const WHOLE = /^(?:head|face|body|skin|bust|statue)$/;

/** Robots are of metal in their own colour; statues have no skin. */
function settleMaterial({ look, robot, person, items }: Draft): void {
  const partial = items.find(
    ({ tokens, sets }) =>
      tokens.some(({ norm }) => PARTIAL.test(norm)) &&
      (tokens.length === 1 || sets.includes("material") || tokens.some(({ norm }) => WHOLE.test(norm))),
  );
  const whole = items.find(({ sets }) => sets.includes("material"));
  if (partial && whole && look.material) {
    const words = [partial, whole].map(({ tokens }) => tokens.map(({ text }) => text).join(" "));
    look.rest.extra.push(words.join(" "));
    delete look.material;
    for (const item of [partial, whole])
      Object.assign(item, { state: "known", sets: [], note: "of half a head, not drawn" });
  }
  if (!look.material && robot) look.material = { ...robot, ...(look.skin.tone && { color: look.skin.tone }) };
  const pattern = look.material?.pattern ?? look.skin.pattern;
  if (pattern) look.pattern = pattern;
  if (person?.isStatue && !look.material) look.rest.extra.push("statue");
}
