"""Degraded renders and their words, so that the negative prompt has something to pull away from."""

import numpy as np
from PIL import Image, ImageFilter

# degradation: words of its captions
WORDS = {
    "blur": ["low quality, blurry", "blurry, out of focus", "blurred, worst quality"],
    "saturate": ["over saturation, low quality", "overexposed, over saturation", "oversaturated, bad quality"],
    "flat": ["low quality, flat, sketch", "flat cartoon, low quality", "drawing, semi-realistic, low quality"],
    "noise": ["noisy, low quality", "noise, worst quality", "low quality, noisy, bad"],
    "dark": ["underexposed, low quality", "dark, worst quality"],
    "blotch": ["low quality, blotchy, distorted", "worst quality, deformed", "low quality, distorted"],
}


def degrade(image, kind, background, rng):
    """Degrade the head inside a render, (S,S,3) uint8; the background stays as it is."""
    size = image.shape[0]
    mask = (np.abs(image.astype(int) - background).max(-1) > 8)[..., None]
    y = image.astype(np.float32) / 255
    if kind == "blur":
        y = np.asarray(Image.fromarray(image).filter(ImageFilter.GaussianBlur(rng.uniform(1.5, 4.5)))).astype(np.float32) / 255
        mask = np.ones_like(mask)
    elif kind == "saturate":
        grey = y.mean(-1, keepdims=True)
        y = grey + (y - grey) * rng.uniform(1.8, 4)
        y = 0.5 + (y - 0.5) * rng.uniform(1.3, 2.2)
    elif kind == "flat":
        small = Image.fromarray(image).resize((8, 8), Image.BOX).resize((size, size), Image.BICUBIC)
        y = 0.15 * y + 0.85 * (np.asarray(small).astype(np.float32) / 255 * 0.4 + 0.6 * y[mask[..., 0]].mean(0) if mask.any() else 0.5)
    elif kind == "noise":
        y = y + rng.normal(0, rng.uniform(0.1, 0.3), y.shape)
    elif kind == "dark":
        y = y * rng.uniform(0.25, 0.5)
    else:
        cells = int(rng.integers(5, 20))
        noise = Image.fromarray((rng.random((cells, cells, 3)) * 255).astype(np.uint8)).resize((size, size), Image.BICUBIC)
        amount = rng.uniform(0.3, 0.7)
        y = y * (1 - amount) + np.asarray(noise).astype(np.float32) / 255 * amount
    return (np.where(mask, y, background / 255).clip(0, 1) * 255).astype(np.uint8)
