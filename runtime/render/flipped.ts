/** A square picture, [S, S, 3], with its columns in turned order: what a mirror shows. */
export function flipped(picture: Float32Array): Float32Array {
  const size = Math.sqrt(picture.length / 3);
  return picture.map((_, i) => {
    const pixel = Math.floor(i / 3);
    const x = pixel % size;
    return picture[3 * (pixel - x + (size - 1 - x)) + (i % 3)];
  });
}
