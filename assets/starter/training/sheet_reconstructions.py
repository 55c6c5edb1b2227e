"""Originals above, autoencoder reconstructions below: full views and close-ups, colour and normals."""

import argparse

import numpy as np
import torch
from PIL import Image

from dataset import Images, to_tensor
from models import autoencoder
from pack_weights import load_pack
from render_dataset import FULL_VIEWS, VIEWS


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--images", required=True)
    a.add_argument("--pack", required=True)
    a.add_argument("--columns", type=int, default=10)
    a.add_argument("--out", default="reconstructions.png")
    args = a.parse_args()
    images, rows = Images(args.images), []
    model = load_pack(args.pack, "vae", autoencoder()).eval()
    for view, kind in ((0, 0), (FULL_VIEWS, 0), (VIEWS - 1, 0), (0, 1), (FULL_VIEWS, 1), (VIEWS - 1, 1)):
        heads = [k * (images.n // VIEWS) // args.columns for k in range(args.columns)]
        batch = [images.get(view + VIEWS * head, kind) for head in heads]
        with torch.no_grad():
            y = model.decode(model.encode(to_tensor(batch, "cpu")).latent).sample
        again = ((y.permute(0, 2, 3, 1).numpy() + 1) * 127.5).clip(0, 255).astype(np.uint8)
        rows += [np.concatenate(batch, 1), np.concatenate(list(again), 1)]
    Image.fromarray(np.concatenate(rows)).save(args.out)


if __name__ == "__main__":
    main()
