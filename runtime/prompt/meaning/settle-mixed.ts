import type { Look, Rgb } from "../look.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { colorName } from "./colors.ts";

/**
 * Whose hair, eyes and skin are as these are by nature: of people of whom no descent is said they leave less to the seed. It is
 * settled when a head is made, so that dyeing the hair afterwards makes nobody else of it.
 */
export function settleMixed({ file }: Pick<Vocabulary, "file">, look: Look): void {
  const { who, skin, hair, beard, moustache, eyes, marks } = look;
  delete who.mixed;
  if (who.creature !== undefined || look.material || skin.tone || Object.keys(who.ethnicity).length > 0) return;
  const least = (colors: (Rgb | undefined)[], of: "hair" | "eyes") => {
    const named = colors.filter((color) => color !== undefined).map((color) => colorName({ file }, color, of));
    return Math.min(1, ...named.map((name) => file.mixed[of][name] ?? 1));
  };
  const grown = least(
    [hair, beard, moustache].map((one) => one?.color),
    "hair",
  );
  const seen = least([eyes.color, eyes.left?.color, eyes.right?.color], "eyes");
  const marked = marks.map(({ name }) => file.mixed.marks[name] ?? 1);
  const mixed = Math.min(grown, seen, ...marked);
  if (mixed < 1) who.mixed = mixed;
}
