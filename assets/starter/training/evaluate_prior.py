"""What a prior knows about heads it was not trained on: its v-loss by timestep, and whether its samples show what was asked.

Samples are colour images (DDIM from pure noise) for captions that name up to five details, at the cameras and landmarks of
held-out renders; the classifier of `test/tools/quality` tells what it sees in them, and in the renders, which is their ceiling.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from caption import describe, prompt, view_words
from dataset import Images, autocast, default_device, to_tensor
from models import Prior, autoencoder, noise_schedule
from pack_weights import load_pack, text_state
from render_dataset import VIEWS
from sample import sample
from text import TextEncoder

QUALITY = Path(__file__).parents[3] / "test/tools/quality"
sys.path.append(str(QUALITY))
from labels import ATTRIBUTES, FACE_VISIBLE, FACIAL, labels  # noqa: E402
from train_classifier import folded_logits, tensor_of  # noqa: E402

TIMESTEPS = (50, 150, 250, 350, 450, 550, 650, 750, 850, 950)


def landmark_maps(images, rows, device):
    """(B,3,128,128) of images."""
    return torch.from_numpy(np.stack([images.landmark_map(i) for i in rows])).to(device).permute(0, 3, 1, 2)


def captions(specs, images, rows, kind):
    """Prompts that say as much as a caption can; the same ones in every run."""
    rng, out = random.Random(1), []
    for i in rows:
        azimuth, elevation, _, close = images.camera[i]
        text = describe(rng, specs[images.identity[i]], complete=True)
        out.append(prompt(rng, text, kind, view_words(azimuth, elevation, close > 0)))
    return out


@torch.no_grad()
def v_losses(model, vae, encoder, images, specs, heads, device, batch=64):
    """Mean squared error of the predicted v at each of TIMESTEPS, over one colour image and one normal map of each head."""
    alphas, generator = noise_schedule().alphas_cumprod.to(device), torch.Generator().manual_seed(0)
    rows = [head * VIEWS + head % VIEWS for head in range(heads)]
    sums = np.zeros(len(TIMESTEPS))
    for kind in (0, 1):
        tokens = encoder(captions(specs, images, rows, kind))
        for start in range(0, heads, batch):
            part = rows[start : start + batch]
            z = vae.encode(to_tensor([images.get(i, kind) for i in part], device)).latent.float()
            text = torch.from_numpy(tokens[start : start + batch]).float().to(device)
            maps = landmark_maps(images, part, device)
            for k, t in enumerate(TIMESTEPS):
                noise = torch.randn(z.shape, generator=generator).to(device)
                a, b = alphas[t].sqrt(), (1 - alphas[t]).sqrt()
                with autocast(device):
                    predicted = model(a * z + b * noise, torch.full((len(z),), t, device=device), text, maps)
                sums[k] += ((predicted.float() - (a * noise - b * z)) ** 2).mean((1, 2, 3)).sum().item()
    return sums / (2 * heads)


@torch.no_grad()
def samples(model, vae, encoder, images, specs, rows, device, scale, steps, batch=64):
    """(B,128,128,3) uint8 colour images for the captions, cameras and landmarks of `rows`, each from its own noise."""
    tokens = torch.from_numpy(encoder(captions(specs, images, rows, 0))).float().to(device)
    none, out = torch.from_numpy(encoder([""])).float().to(device), []
    for start in range(0, len(rows), batch):
        maps = landmark_maps(images, rows[start : start + batch], device)
        with autocast(device):
            z = sample(model, tokens[start : start + batch], none, maps, steps, scale, seed=start, shared=False)
            out.append(vae.decode(z).sample.float())
    return ((torch.cat(out).permute(0, 2, 3, 1).cpu().numpy() + 1) * 127.5).clip(0, 255).astype(np.uint8)


def told(pictures, specs, images, rows):
    """Attribute → share of the pictures in which the classifier tells it right."""
    logits = folded_logits(load_file(QUALITY / "classifier.safetensors"), tensor_of(pictures))
    parts = logits.split([len(classes) for classes in ATTRIBUTES.values()], 1)
    hits = {name: [] for name in ATTRIBUTES}
    for row, i in enumerate(rows):
        known = labels(specs[images.identity[i]])
        for part, name in zip(parts, ATTRIBUTES, strict=True):
            wanted = known.get(name)
            if wanted and (name not in FACIAL or abs(images.camera[i, 0]) <= FACE_VISIBLE):
                hits[name].append(ATTRIBUTES[name][int(part[row].argmax())] == wanted)
    return {name: round(float(np.mean(h)), 3) for name, h in hits.items() if h}


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--held", required=True, help="data folder with one shard of a seed that no pack was trained on")
    a.add_argument("--pack", default="..", help="pack folder: autoencoder, sentence encoder, and prior without --prior")
    a.add_argument("--prior", help="checkpoint of train_prior.py")
    a.add_argument("--heads", type=int, default=256)
    a.add_argument("--scale", type=float, default=3)
    a.add_argument("--steps", type=int, default=14)
    a.add_argument("--device", default=default_device())
    args = a.parse_args()
    device, began = args.device, time.time()
    model, vae, encoder = Prior(), load_pack(args.pack, "vae", autoencoder()).to(device).eval(), TextEncoder(device)
    encoder.model.load_state_dict(text_state(args.pack))
    if args.prior:
        model.load_state_dict(torch.load(args.prior, map_location="cpu")["ema"])
    else:
        load_pack(args.pack, "unet", model.unet)
        load_pack(args.pack, "controlnet", model.controlnet)
    model, images = model.to(device, memory_format=torch.channels_last).eval(), Images(args.held)
    specs = [spec for path in sorted(Path(args.held).glob("specs_*.json")) for spec in json.loads(path.read_text())]
    losses = v_losses(model, vae, encoder, images, specs, args.heads, device)
    rows = [head * VIEWS for head in range(args.heads)]
    made = samples(model, vae, encoder, images, specs, rows, device, args.scale, args.steps)
    report = {
        "v-loss": {"mean": round(float(losses.mean()), 4), **{str(t): round(float(x), 4) for t, x in zip(TIMESTEPS, losses, strict=True)}},
        "told of samples": told(made, specs, images, rows),
        "told of renders": told(np.stack([images.get(i, 0) for i in rows]), specs, images, rows),
        "seconds": round(time.time() - began),
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
