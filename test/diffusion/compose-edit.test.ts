import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { composeEdit } from "../../runtime/diffusion/edit-prompt/compose-edit.ts";
import { packagePath } from "../../runtime/host/node/paths.ts";

const { groups } = JSON.parse(await readFile(packagePath("assets", "starter", "vocabulary.json"), "utf8"));

/** Parent's prompt, what the user says, the prompt that comes of it. */
const TABLE: [string, [string, string, string][]][] = [
  [
    "age",
    [
      ["a young man", "make him older", "an old man"],
      ["a man", "older", "an old man"],
      ["an old man", "make him older", "a very old man"],
      ["a very old man", "older", "a very old man"],
      ["an old black man", "make him younger", "a young black man"],
      ["a young woman", "make her look much older", "a very old woman"],
      ["a young woman", "a bit older", "a middle-aged woman"],
      ["an old woman", "slightly younger", "a middle-aged woman"],
      ["a boy", "make him older", "a teenage boy"],
      ["a teenage girl", "older", "a young woman"],
      ["a young man", "make him younger", "a teenage boy"],
      ["a grandpa", "younger", "a young man"],
      ["a young man with a red beard", "make him old", "an old man with a grey beard"],
      ["a young woman with long dark brown hair", "older", "an old woman with long grey hair"],
      ["a man with short hair and an auburn moustache", "older", "an old man with short hair and a grey moustache"],
      ["a man with green hair and a white beard", "older", "an old man with green hair and a white beard"],
      ["a boy with blonde hair", "older", "a teenage boy with blonde hair"],
      ["a man with black hair", "make him old with red hair", "an old man with red hair"],
      ["an elderly woman with grey hair", "make her young", "a young woman with grey hair"],
      ["a fat man", "make him old", "a fat old man"],
      ["a dwarf", "make him older", "an old dwarf"],
      ["an old wizard with a long beard", "younger", "a young wizard with a long beard"],
    ],
  ],
  [
    "hair",
    [
      ["a man with short brown hair", "make his hair red", "a man with short red hair"],
      ["a man with short brown hair", "red hair", "a man with short red hair"],
      ["a man with short brown hair", "change the hair colour to white", "a man with short white hair"],
      ["a woman with long black hair", "give her curly hair", "a woman with curly black hair"],
      ["a woman with long black hair", "dye her hair blonde", "a woman with long blonde hair"],
      ["a woman with long black hair", "give her a ponytail", "a woman with a black ponytail"],
      ["a woman with a black ponytail", "red hair", "a woman with a red ponytail"],
      ["a woman", "blonde hair", "a woman with blonde hair"],
      ["a man with long hair", "make him bald", "a bald man"],
      ["a man with long hair and blue eyes", "shave his head", "a bald man with blue eyes"],
      ["a bald man", "give him long red hair", "a man with long red hair"],
      ["a man with long hair", "shorter hair", "a man with short hair"],
      ["a man with long dark brown hair", "grey hair", "a man with long grey hair"],
    ],
  ],
  [
    "beards",
    [
      ["a man", "add a moustache", "a man with a moustache"],
      ["an old man with a white beard", "add a moustache", "an old man with a white beard and a moustache"],
      ["an old man with a white beard", "no beard", "a clean-shaven old man"],
      ["an old man with a white beard and a moustache", "remove the beard", "an old man with a moustache"],
      ["an old man with a white beard, bushy eyebrows", "shave him", "a clean-shaven old man with bushy eyebrows"],
      ["a clean-shaven man", "add a full beard", "a man with a full beard"],
      ["an old dwarf with a braided red beard", "make the beard white", "an old dwarf with a braided white beard"],
      ["an old dwarf with a braided red beard", "longer beard", "an old dwarf with a long red beard"],
      ["a man with a red beard", "a goatee", "a man with a red goatee"],
      ["a man with a beard", "replace the beard with a moustache", "a man with a moustache"],
    ],
  ],
  [
    "things worn",
    [
      ["a man wearing glasses", "remove the glasses", "a man"],
      ["a man with a beard, wearing glasses", "take off his glasses", "a man with a beard"],
      ["a man", "remove the glasses", "a man without glasses"],
      ["a man without glasses", "add sunglasses", "a man wearing sunglasses"],
      ["a man wearing glasses", "sunglasses", "a man wearing sunglasses"],
      ["a man", "put a hat on him", "a man wearing a hat"],
      ["a man wearing a fedora", "make the hat red", "a man wearing a red fedora"],
      ["a man wearing a red fedora", "give him a crown", "a man wearing a crown"],
      ["a man wearing a red fedora", "no hat", "a man"],
      ["a king", "add glasses and a beard", "a king with a beard wearing glasses"],
    ],
  ],
  [
    "the face",
    [
      ["a man", "bigger nose", "a man with a big nose"],
      ["a man with a small nose", "make the nose bigger", "a man with a big nose"],
      ["a man with a small nose and blue eyes", "give him a long nose", "a man with a long nose and blue eyes"],
      ["a woman with blue eyes", "green eyes", "a woman with green eyes"],
      ["a woman with blue eyes", "bigger eyes", "a woman with big blue eyes"],
      ["a woman", "fuller lips", "a woman with full lips"],
      ["a man with thick lips", "make his lips thinner", "a man with thin lips"],
      ["a man", "make him smile", "a smiling man"],
      ["an angry man", "smiling", "a smiling man"],
      ["a man with a smile", "make him angry", "an angry man"],
      ["a man", "add a scar across the eye", "a man with a scar across the eye"],
    ],
  ],
  [
    "skin and material",
    [
      ["an old man with a white beard", "bronze skin", "an old man with a white beard and bronze skin"],
      ["a bronze statue of a man", "marble skin", "a marble statue of a man"],
      ["an old man made of bronze", "make him marble", "an old man made of marble"],
      ["a marble statue of an old man", "make it bronze", "a bronze statue of an old man"],
      ["a pale woman", "make her tanned", "a tanned woman"],
      ["a woman", "pale skin", "a woman with pale skin"],
      ["a woman with pale skin", "green skin", "a woman with green skin"],
      ["a man made of bronze", "pale skin", "a man with pale skin"],
      ["a man", "turn him into marble", "a man made of marble"],
    ],
  ],
  [
    "who it is",
    [
      ["an old man with a beard", "make him a woman", "an old woman with a beard"],
      ["an old man", "turn him into an orc", "an old orc"],
      ["a young woman with long hair", "make her a witch", "a young witch with long hair"],
      ["a man", "make him asian", "an asian man"],
      ["a white man", "make him black", "a black man"],
      ["a thin man", "make him fat", "a fat man"],
      ["a man", "turn him into an old wizard with a long white beard", "an old wizard with a long white beard"],
    ],
  ],
  [
    "several wishes, and those nobody knows",
    [
      ["a young man", "make him older and bald", "a bald old man"],
      [
        "a young man with brown hair",
        "older, with white hair and a long beard",
        "an old man with white hair and a long beard",
      ],
      ["a man", "more dramatic", "a man, dramatic"],
      ["a man", "add a nose ring", "a man with a nose ring"],
      ["a man with a nose ring", "remove the nose ring", "a man"],
      ["a man", "cyberpunk style", "a man, cyberpunk style"],
      ["Caesar", "make him older", "old Caesar"],
      ["a man", "Please make him older.", "an old man"],
      ["a man, cyberpunk style", "add a beard", "a man with a beard, cyberpunk style"],
    ],
  ],
];

for (const [name, rows] of TABLE) {
  test(`an edit's prompt: ${name}`, () => {
    const got = rows.map(([prompt, instruction]) => [prompt, instruction, composeEdit(prompt, instruction, groups)]);
    assert.deepEqual(got, rows);
  });
}

test("without a vocabulary, ages and things are still understood", () => {
  assert.equal(composeEdit("a man with a long red beard", "make the beard white", {}), "a man with a long white beard");
  assert.equal(composeEdit("a man", "make him older", {}), "an old man");
  assert.equal(composeEdit("a man with long hair", "add glasses", {}), "a man with long hair wearing glasses");
});

test("nothing to do leaves the prompt as it reads", () => {
  for (const prompt of [
    "an old man with a white beard and blue eyes",
    "a marble statue of a woman",
    "a bald man, smiling",
  ]) {
    assert.equal(composeEdit(prompt, "", groups), prompt);
  }
});
