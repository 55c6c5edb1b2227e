/** Words that hold phrases together, by what they do. English has few of them and invents none. */
const set = (words: string) => new Set(words.split(" "));

export const ARTICLES = set("a an the some any this that these those each every such");
/** Whose: they tell the sex of the person, and that the thing is its own. */
export const OWNERS: Record<string, "male" | "female" | "any"> = {
  his: "male",
  her: "female",
  hers: "female",
  its: "any",
  their: "any",
  my: "any",
  your: "any",
  our: "any",
  whose: "any",
};
export const PRONOUNS: Record<string, "male" | "female" | "any"> = {
  he: "male",
  him: "male",
  himself: "male",
  she: "female",
  herself: "female",
  it: "any",
  they: "any",
  them: "any",
  who: "any",
  which: "any",
  i: "any",
  me: "any",
  mine: "any",
  you: "any",
  there: "any",
  what: "any",
  where: "any",
};
export const NEGATIONS = set("no not without never neither nor lacking lacks minus sans hardly un zero nary");
export const CONJUNCTIONS = set("and or but nor yet plus while although though because as if then so when than");
export const PREPOSITIONS = set(
  "with in on of over under across around round above below beneath behind beside between through at from by for to into onto upon near along down up off against about after before during inside outside within like via per towards toward",
);
/** Prepositions that say where something is. */
export const WHERE = set(
  "on over under across around round above below beneath behind between through at near along down up in",
);
export const WEARS = set(
  "wearing wears wear worn dressed sporting sports having has have had showing shows bearing featuring features clad donning got adorned covered topped sported rocking bears",
);
export const COPULAS = set("is are was were be being been looks looking seems appears am becomes stays");
/** What is held or done: its object is not on the head. */
export const DOES = set(
  "smoking holding carrying riding eating drinking playing reading writing driving chewing licking stroking petting hugging kissing facing watching seeing throwing catching pointing swinging waving making doing using touching pulling pushing fighting chasing leaning sitting standing lying running walking jumping swimming flying hiding waiting working posing staring gazing selling buying taking giving feeding sipping biting sucking puffing blowing vaping painting drawing building cutting chopping hunting fishing climbing lifting casting wielding brandishing surrounded accompanied cooking baking dancing thinking talking speaking listening telling saying peeking emerging",
);
/** What hangs or runs along a face does: where to is said behind it. */
export const MOVES = set(
  "reaches hangs falls runs flows goes running crossing reaching falling hanging flowing cascading tumbling going extending stretching trailing spilling",
);
/** Said in passing: they change nothing that can be seen. */
export const FILLERS = set(
  "hi hello hey thanks thank upper lower inner outer instead type kinda sorta twice ex again halfway ethnicity gender race nationality all both build built physique dyed also too just only really please kind sort lot lots bit of own same very much more most so such together still almost nearly about only well here now once else etc way one ones other another several few many make create generate give show want need design imagine draw render me named called known let made carved sculpted cast hewn forged moulded af tbh pls plz entirely completely solid",
);

/** Degrees by how much of a thing is meant. */
export const DEGREES: Record<string, number> = {
  slightly: 0.5,
  somewhat: 0.6,
  mildly: 0.5,
  faintly: 0.4,
  barely: 0.3,
  subtly: 0.4,
  subtle: 0.5,
  slight: 0.5,
  faint: 0.5,
  fairly: 0.8,
  rather: 0.9,
  quite: 1,
  pretty: 1,
  very: 1.3,
  really: 1.3,
  super: 1.4,
  extremely: 1.5,
  incredibly: 1.5,
  insanely: 1.5,
  hugely: 1.5,
  extra: 1.3,
  ultra: 1.4,
  heavily: 1.3,
  strongly: 1.3,
  highly: 1.2,
  absurdly: 1.6,
  ridiculously: 1.6,
  exaggerated: 1.5,
  exaggeratedly: 1.5,
  unusually: 1.3,
  too: 1.2,
  mostly: 0.9,
  partly: 0.5,
  partially: 0.5,
  half: 0.5,
  bit: 0.5,
};
/** Lighter and darker. */
export const SHADES: Record<string, number> = {
  light: 0.25,
  pale: 0.3,
  pastel: 0.4,
  bright: 0.1,
  dark: -0.4,
  deep: -0.3,
};
/** More colourful, less colourful. */
export const VIVID: Record<string, number> = {
  neon: 1.6,
  bright: 1.25,
  vivid: 1.35,
  electric: 1.4,
  hot: 1.3,
  fiery: 1.2,
  vibrant: 1.3,
  shocking: 1.35,
  fluorescent: 1.5,
  acid: 1.4,
  dull: 0.6,
  faded: 0.6,
  muted: 0.6,
  dusty: 0.6,
  washed: 0.5,
};
export const SIDES: Record<string, "left" | "right"> = { left: "left", right: "right" };
export const NUMBERS: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fourty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
};
export const DECADES: Record<string, number> = {
  teens: 10,
  twenties: 20,
  thirties: 30,
  forties: 40,
  fifties: 50,
  sixties: 60,
  seventies: 70,
  eighties: 80,
  nineties: 90,
};
/** How a thing is worn, and where. */
export const PLACEMENTS: Record<string, string> = {
  backwards: "backwards",
  backward: "backwards",
  sideways: "sideways",
  tilted: "tilted",
  askew: "tilted",
  crooked: "tilted",
  raised: "raised",
  pushed: "raised",
};

const TABLES = [OWNERS, PRONOUNS, DEGREES, SHADES, VIVID, SIDES, NUMBERS, DECADES, PLACEMENTS];
const LISTS = [ARTICLES, NEGATIONS, CONJUNCTIONS, PREPOSITIONS, WEARS, COPULAS, DOES, FILLERS];

/** Whether a word is of these lists. */
export const isGrammar = (word: string): boolean =>
  TABLES.some((table) => Object.hasOwn(table, word)) || LISTS.some((list) => list.has(word));

/** Everyday words of languages that prompts come in, none of which English has. */
const FOREIGN: Record<string, Set<string>> = {
  French: set(
    "un une avec et du des les homme femme vieil vieux vieille jeune fille garçon cheveux barbe yeux chapeau aux sans sur dans noir blanche rouge bleus petite le la lunettes",
  ),
  German: set(
    "ein eine einen einer mit und der das mann frau alter alte junge mädchen junges haare haar bart augen hut ohne roten rote schwarze weißem weißen blaue brille auf",
  ),
  Spanish: set(
    "uno una con y el los las hombre mujer viejo vieja joven niña niño pelo barba ojos sombrero sin rojo blanca negro azules gafas anciano",
  ),
  Italian: set(
    "uno una con e il lo gli uomo donna vecchio vecchia giovane ragazza capelli occhi cappello senza rossi bianca nero azzurri occhiali",
  ),
  Portuguese: set(
    "um uma com e o os as homem mulher velho velha jovem menina cabelo barba olhos chapéu sem vermelho branca preto azuis óculos",
  ),
  Dutch: set("een met en het man vrouw oude jonge meisje haar baard ogen hoed zonder rood witte zwarte blauwe bril"),
  Polish: set("z i stary stara mężczyzna kobieta młoda dziewczyna włosy broda oczy kapelusz bez brodą białą okulary"),
  Swedish: set("en ett med och gammal man kvinna ung flicka hår skägg ögon hatt utan rött vitt glasögon"),
  Turkish: set("bir ve ile yaşlı adam kadın genç kız saç sakal göz şapka kırmızı beyaz"),
};

/** The language of a text whose words are mostly not English, by the words that give it away. */
export function foreignLanguage(words: readonly string[], isKnown: (word: string) => boolean): string | undefined {
  const other = words.filter((word) => /[^\p{Script=Latin}\p{N}]/u.test(word) && /\p{L}/u.test(word));
  if (other.length > 0 && other.length * 2 >= words.length) return scriptOf(other.join(""));
  let best: [string, number] = ["", 0];
  for (const [language, marks] of Object.entries(FOREIGN)) {
    const count = words.filter((word) => marks.has(word)).length;
    if (count > best[1]) best = [language, count];
  }
  const english = words.filter((word) => isKnown(word) && !FOREIGN[best[0]]?.has(word)).length;
  return best[1] >= 2 && best[1] > english ? best[0] : undefined;
}

function scriptOf(text: string): string {
  const scripts: [string, RegExp][] = [
    ["Japanese", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
    ["Chinese", /\p{Script=Han}/u],
    ["Korean", /\p{Script=Hangul}/u],
    ["Russian or another language in Cyrillic", /\p{Script=Cyrillic}/u],
    ["Arabic", /\p{Script=Arabic}/u],
    ["Hebrew", /\p{Script=Hebrew}/u],
    ["Greek", /\p{Script=Greek}/u],
    ["Thai", /\p{Script=Thai}/u],
    ["Hindi", /\p{Script=Devanagari}/u],
  ];
  return scripts.find(([, script]) => script.test(text))?.[0] ?? "another script";
}
