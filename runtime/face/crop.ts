/** RGB rows from the top: [height,width,3], bytes 0 to 255 or floats 0 to 1. */
export interface Picture {
  data: Uint8Array | Float32Array;
  width: number;
  height: number;
}

/** A square of a picture: centre and side in pixels, turned clockwise by `angle` radians. */
export interface Square {
  x: number;
  y: number;
  side: number;
  angle: number;
}

/** Throws where the data do not fill the picture. */
export function checkPicture({ data, width, height }: Picture): void {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new RangeError(`a picture of ${width} × ${height} pixels; give whole numbers of 1 or more`);
  }
  if (data.length !== width * height * 3) {
    throw new RangeError(
      `${data.length} numbers do not fill a picture of ${width} × ${height} RGB pixels; give ${width * height * 3}`,
    );
  }
}

/**
 * The square as a picture of size² pixels, [size,size,3] in 0..1: bilinear, averaged over as many samples as the square
 * is larger. Beyond the picture its edge goes on.
 */
export function crop(picture: Picture, square: Square, size: number): Float32Array {
  const { data, width, height } = picture;
  const scale = data instanceof Uint8Array ? 1 / 255 : 1;
  const samples = Math.max(1, Math.ceil(square.side / size));
  const out = new Float32Array(size * size * 3);
  const toPicture = squareToPicture(square, size);
  for (let row = 0; row < size * samples; row++) {
    for (let column = 0; column < size * samples; column++) {
      const [px, py] = toPicture((column + 0.5) / samples, (row + 0.5) / samples);
      const x = Math.min(Math.max(px - 0.5, 0), width - 1);
      const y = Math.min(Math.max(py - 0.5, 0), height - 1);
      const [x0, y0] = [Math.floor(x), Math.floor(y)];
      const [x1, y1] = [Math.min(x0 + 1, width - 1), Math.min(y0 + 1, height - 1)];
      const [fx, fy] = [x - x0, y - y0];
      const at = 3 * (Math.floor(row / samples) * size + Math.floor(column / samples));
      for (let c = 0; c < 3; c++) {
        const top = data[3 * (y0 * width + x0) + c] * (1 - fx) + data[3 * (y0 * width + x1) + c] * fx;
        const bottom = data[3 * (y1 * width + x0) + c] * (1 - fx) + data[3 * (y1 * width + x1) + c] * fx;
        out[at + c] += top * (1 - fy) + bottom * fy;
      }
    }
  }
  const share = scale / samples ** 2;
  for (let i = 0; i < out.length; i++) out[i] *= share;
  return out;
}

/** From pixels of the square's own picture (size² of them) to pixels of the picture that it lies in. */
export function squareToPicture({ x, y, side, angle }: Square, size: number): (u: number, v: number) => number[] {
  const [cos, sin] = [Math.cos(angle) * (side / size), Math.sin(angle) * (side / size)];
  return (u, v) => {
    const [du, dv] = [u - size / 2, v - size / 2];
    return [x + cos * du - sin * dv, y + sin * du + cos * dv];
  };
}
