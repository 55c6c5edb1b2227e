type Box = [number, number, number, number];

/**
 * Places boxes side by side on shelves, the tallest first, and makes all of them smaller until they fit.
 * @param sizes width and height of each. @param largest side of what holds them. @returns left, top, width, height of each, and the sides that hold
 *   them, multiples of 4.
 */
export function shelves(sizes: [number, number][], largest: number): { boxes: Box[]; width: number; height: number } {
  for (let scale = 1; ; scale *= 0.9) {
    const scaled = sizes.map(([w, h]) => [least(w * scale), least(h * scale)]);
    const order = [...scaled.keys()].sort((a, b) => scaled[b][1] - scaled[a][1]);
    const boxes: Box[] = scaled.map(([w, h]) => [0, 0, w, h]);
    let [x, y, tallest, width] = [0, 0, 0, 0];
    for (const i of order) {
      const [w, h] = scaled[i];
      if (x > 0 && x + w > largest) [x, y, tallest] = [0, y + tallest, 0];
      boxes[i] = [x, y, w, h];
      x += w;
      tallest = Math.max(tallest, h);
      width = Math.max(width, x);
    }
    const height = y + tallest;
    if (width <= largest && height <= largest) return { boxes, width: four(width), height: four(height) };
  }
}

/** Multiples of 4, and wide enough for a gutter on both sides. */
const four = (x: number) => 4 * Math.ceil(x / 4);
const least = (x: number) => Math.max(16, four(x));
