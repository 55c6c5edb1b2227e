"""What the prior trains on: latents and text vectors of rendered views, computed when first asked for and cached on disk.

A view has four images: its colours, its normal map, the normal map of the bare skin, and, of one view in five, colours or
normal map once more, degraded and with negative words. The first two and the last have a prompt.
"""

import random

import numpy as np
import torch

from caption import prompt, view_words
from dataset import Images, autocast, to_tensor
from degrade import WORDS, degrade
from models import LATENT
from render_dataset import FRAMES, open_rows
from text import LENGTH

BACKGROUNDS = np.array([[148, 120, 105], [128, 128, 128]])
COLOR, NORMAL, BARE, LOW = range(4)
TEXTS = (COLOR, NORMAL, LOW)
LOW_EVERY = 5


def words_of(camera):
    return view_words(camera[0], camera[1], FRAMES[int(camera[3])])


def low_prompt(rng, description, kind, view, words):
    """Negative words instead of, or before, the description."""
    prefix = "normal map, " if kind else ""
    how = rng.random()
    if how < 0.35:
        return words
    if how < 0.65:
        return f"{prefix}{words}, {view}"
    return f"{prefix}{words}, {'a head of ' if kind else 'a DSLR portrait of '}{description}, {view}"


class Cache:
    """Latents and text vectors of the views of a folder. View i's lie in row i of its shard's files."""

    def __init__(self, folder, model, encoder, device="cpu"):
        self.images, self.model, self.encoder, self.device = Images(folder), model, encoder, device
        self.files, self.none = {}, encoder([""])[0]

    def rows(self, i):
        """(latents (4,C,16,16), text (3,32,384)) of view i, float16 and writable; zero where not yet computed."""
        shard, row = self.images.at(i)
        if shard.name not in self.files:
            path = lambda name: f"{self.images.folder}/{name}_{shard.name}.npy"  # noqa: E731
            latents = open_rows(path("latents"), (shard.n, 4, LATENT, 16, 16), np.float16)
            self.files[shard.name] = latents, open_rows(path("text"), (shard.n, len(TEXTS), LENGTH, 384), np.float16)
        latents, text = self.files[shard.name]
        return latents[row], text[row]

    def low_kind(self, i):
        """Kind of the degraded image of view i, None where it has none."""
        return None if i % LOW_EVERY else i // LOW_EVERY % 2

    def pictures_and_prompts(self, i):
        images, camera, captions = self.images, self.images.camera(i), self.images.captions(i)
        shard, row = images.at(i)
        rng, view = random.Random(f"{shard.name} {row}"), words_of(camera)
        pictures = [images.get(i, kind) for kind in (COLOR, NORMAL, BARE)]
        prompts = [prompt(rng, captions[kind if rng.random() < 0.5 else -1], kind, view) for kind in (COLOR, NORMAL)]
        if (low := self.low_kind(i)) is not None:
            name = rng.choice(list(WORDS))
            pictures.append(degrade(pictures[low], name, BACKGROUNDS[low], np.random.default_rng(i)))
            prompts.append(low_prompt(rng, captions[2], low, view, rng.choice(WORDS[name])))
        return pictures, prompts

    @torch.no_grad()
    def fill(self, views):
        """Compute what is not there yet of these views."""
        lack = [(i, *self.pictures_and_prompts(i)) for i in views if not self.rows(i)[0][COLOR, :, 8, 8].any()]
        if not lack:
            return
        with autocast(self.device):
            z = self.model.encode(to_tensor([p for _, pictures, _ in lack for p in pictures], self.device)).latent
        z, tokens = z.float().cpu().numpy(), self.encoder([p for *_, prompts in lack for p in prompts])
        for i, pictures, prompts in lack:
            latents, text = self.rows(i)
            text[: len(prompts)], tokens = tokens[: len(prompts)], tokens[len(prompts) :]
            latents[: len(pictures)], z = z[: len(pictures)], z[len(pictures) :]
