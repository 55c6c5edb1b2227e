"""What the prior trains on: latents and text vectors of clean and degraded images, computed once and cached on disk.

Rows 0..2n are clean (row i + kind·n of image i), the rows after them degraded ones with negative words.
Cache.fill computes what a batch lacks; run as a script it fills everything beforehand (worth it on a GPU).
"""

import argparse
import json
import random

import numpy as np
import torch

from caption import prompt, view_words
from dataset import Images, autocast, default_device, to_tensor
from degrade import WORDS, degrade
from models import autoencoder
from render_dataset import open_rows
from text import LENGTH, TextEncoder

BACKGROUNDS = np.array([[148, 120, 105], [128, 128, 128]])


def prompts_of(images, seed=0):
    """One prompt a row, kind-major; the two kinds of an image get different wordings."""
    rng, out = random.Random(seed), []
    for kind in (0, 1):
        for i in range(images.n):
            azimuth, elevation, _, close = images.camera[i]
            out.append(prompt(rng, images.captions[i][kind], kind, view_words(azimuth, elevation, close > 0)))
    return out


def low_prompt(rng, images, i, kind, words):
    """Negative words instead of, or before, the description."""
    azimuth, elevation, _, close = images.camera[i]
    view = view_words(azimuth, elevation, close > 0)
    prefix = "normal map, " if kind else ""
    how = rng.random()
    if how < 0.35:
        return words
    if how < 0.65:
        return f"{prefix}{words}, {view}"
    return f"{prefix}{words}, {'a head of ' if kind else 'a DSLR portrait of '}{images.captions[i][2]}, {view}"


def degraded_rows(images, count, seed=1):
    """(source rows, degradation names, prompts) of the degraded part, `count` of each kind."""
    rng, n = random.Random(seed), images.n
    rows = rng.sample(range(n), count) + [n + i for i in rng.sample(range(n), count)]
    names = [rng.choice(list(WORDS)) for _ in rows]
    prompts = [low_prompt(rng, images, r % n, r // n, rng.choice(WORDS[w])) for r, w in zip(rows, names, strict=True)]
    return np.array(rows), names, prompts


class Cache:
    """Latents and text vectors by row, computed on demand."""

    def __init__(self, folder, autoencoder_file, text_file, low=1500, device="cpu"):
        self.images, self.device = Images(folder), device
        self.n = self.images.n
        self.low_rows, self.low_names, low_prompts = degraded_rows(self.images, min(low, self.n))
        self.prompts = prompts_of(self.images) + low_prompts
        self.rows = len(self.prompts)
        self.latents = open_rows(f"{folder}/latents.npy", (self.rows, 12, 16, 16), np.float16)
        self.text = open_rows(f"{folder}/text.npy", (self.rows, LENGTH, 384), np.float16)
        self.model = autoencoder().to(device, memory_format=torch.channels_last).eval()
        self.model.load_state_dict(torch.load(autoencoder_file, map_location=device)["model"])
        self.encoder = TextEncoder(device, text_file)
        self.none = self.encoder([""])[0]
        with open(f"{folder}/prompts.json", "w") as file:
            json.dump(self.prompts, file)

    def source(self, row):
        """(image index, kind) that a row shows."""
        row = row if row < 2 * self.n else int(self.low_rows[row - 2 * self.n])
        return row % self.n, row // self.n

    def image(self, row):
        i, kind = self.source(row)
        image = self.images.get(i, kind)
        if row < 2 * self.n:
            return image
        name = self.low_names[row - 2 * self.n]
        return degrade(image, name, BACKGROUNDS[kind], np.random.default_rng(row))

    @torch.no_grad()
    def fill(self, rows):
        """Compute the rows that are not there yet."""
        lack = [r for r in rows if not self.latents[r, :, 8, 8].any()]
        if lack:
            with autocast(self.device):
                z = self.model.encode(to_tensor([self.image(r) for r in lack], self.device)).latent
            self.latents[lack] = z.float().cpu().numpy()
        lack = [r for r in rows if not self.text[r, 0].any()]
        if lack:
            self.text[lack] = self.encoder([self.prompts[r] for r in lack])


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--images", required=True)
    a.add_argument("--autoencoder", required=True)
    a.add_argument("--text", help="checkpoint of train_text.py")
    a.add_argument("--device", default=default_device())
    args = a.parse_args()
    cache = Cache(args.images, args.autoencoder, args.text, device=args.device)
    for start in range(0, cache.rows, 64):
        cache.fill(list(range(start, min(start + 64, cache.rows))))
        if start % 6400 == 0:
            print(start, "of", cache.rows, flush=True)


if __name__ == "__main__":
    main()
