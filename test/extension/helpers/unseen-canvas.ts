/** What a page has once `keepUnseen` has run in it. */
export interface UnseenPage {
  /** @returns what a canvas shows: itself, or, where WebGPU draws into it, a copy of what that has drawn. */
  whatIsSeen(canvas: HTMLCanvasElement): Promise<HTMLCanvasElement>;
}

/**
 * Runs in a page, also as its text: gives canvases a plain texture for WebGPU to draw into. A CPU that plays a GPU loses its device where it is to
 * present. They stay blank; what is drawn can be read.
 */
export function keepUnseen(): void {
  const { getContext } = HTMLCanvasElement.prototype;
  const drawn = new WeakMap<HTMLCanvasElement, { device: GPUDevice; texture?: GPUTexture }>();
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, options?: object) {
    if (kind !== "webgpu") return getContext.call(this, kind, options);
    let format: GPUTextureFormat;
    return {
      canvas: this,
      configure: (configuration: GPUCanvasConfiguration) => {
        ({ format } = configuration);
        drawn.set(this, { device: configuration.device });
      },
      unconfigure() {},
      getCurrentTexture: () => {
        const state = drawn.get(this)!;
        const { width, height } = this;
        if (state.texture?.width !== width || state.texture.height !== height) {
          state.texture?.destroy();
          // RENDER_ATTACHMENT, TEXTURE_BINDING, COPY_DST, COPY_SRC: TypeScript knows the interfaces of WebGPU, not its constants.
          state.texture = state.device.createTexture({ size: [width, height], format, usage: 0x17 });
        }
        return state.texture;
      },
    };
  } as typeof getContext;
  const whatIsSeen = async (canvas: HTMLCanvasElement) => {
    const { device, texture } = drawn.get(canvas) ?? {};
    if (!device || !texture) return canvas;
    const { width, height, format } = texture;
    const bytesPerRow = Math.ceil(width / 64) * 256;
    // MAP_READ, COPY_DST.
    const buffer = device.createBuffer({ size: bytesPerRow * height, usage: 0x09 });
    const encoder = device.createCommandEncoder();
    encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow }, [width, height]);
    device.queue.submit([encoder.finish()]);
    await buffer.mapAsync(1);
    const rows = new Uint8Array(buffer.getMappedRange());
    const image = new ImageData(width, height);
    const order = format.startsWith("bgra") ? [2, 1, 0, 3] : [0, 1, 2, 3];
    for (let y = 0, at = 0; y < height; y++)
      for (let x = 0; x < width; x++, at += 4) {
        const from = y * bytesPerRow + 4 * x;
        const opacity = rows[from + 3];
        // Colours come multiplied by opacity.
        for (let c = 0; c < 3; c++) image.data[at + c] = opacity ? (255 * rows[from + order[c]]) / opacity : 0;
        image.data[at + 3] = opacity;
      }
    buffer.destroy();
    const copy = Object.assign(document.createElement("canvas"), { width, height });
    copy.getContext("2d")!.putImageData(image, 0, 0);
    return copy;
  };
  Object.assign(globalThis, { whatIsSeen } satisfies UnseenPage);
}
