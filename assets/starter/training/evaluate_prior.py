"""What a prior knows about heads it was not trained on: its v-loss by timestep, and whether its samples show what was asked.

v-losses are of one colour image and one normal map a head, with what is known beside them (colours: the normal map, normal maps:
the bare skin's), without it, and with it but another head's caption: text must count beside the geometry. Samples are colour
images (DDIM from pure noise) for captions that name up to five details, at the cameras of held-out renders; the classifier of
`test/tools/quality` tells what it sees in them, and in the renders, which is their ceiling.
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

from caption import describe, prompt
from dataset import Images, autocast, camera_features, default_device, to_tensor
from encode import BARE, COLOR, NORMAL, words_of
from models import Prior, autoencoder, noise_schedule
from pack_weights import load_pack
from render_dataset import DRAWN_VIEWS, VIEWS
from sample import sample
from text import TextEncoder
from train_prior import start_from

QUALITY = Path(__file__).parents[3] / "test/tools/quality"
sys.path.append(str(QUALITY))
from labels import ATTRIBUTES, FACE_VISIBLE, FACIAL, labels  # noqa: E402
from train_classifier import folded_logits, tensor_of  # noqa: E402

TIMESTEPS = (50, 150, 250, 350, 450, 550, 650, 750, 850, 950)


class Held:
    """Held-out heads: their images, specs, and what a prior is given of a view."""

    def __init__(self, folder, vae, encoder, device):
        self.images, self.vae, self.encoder, self.device = Images(folder), vae, encoder, device
        self.specs = [s for path in sorted(Path(folder).glob("specs_*.json")) for s in json.loads(path.read_text())]

    @torch.no_grad()
    def latents(self, rows, kind, batch=64):
        with autocast(self.device):
            parts = [rows[k : k + batch] for k in range(0, len(rows), batch)]
            return torch.cat([self.vae.encode(self.pictures(p, kind)).latent.float() for p in parts])

    def pictures(self, rows, kind):
        return to_tensor([self.images.get(i, kind) for i in rows], self.device)

    def cameras(self, rows):
        return torch.from_numpy(np.stack([camera_features(self.images.camera(i)) for i in rows])).to(self.device)

    def landmarks(self, rows):
        return torch.from_numpy(np.stack([self.images.landmark_map(i) for i in rows])).to(self.device).permute(0, 3, 1, 2)

    def tokens(self, rows, kind, shift=0):
        """Captions that say as much as one can, the same ones in every run; shift: those of the head so many further."""
        rng, prompts = random.Random(1), []
        for i in rows:
            text = describe(rng, self.specs[(i // VIEWS + shift) % len(self.specs)], complete=True)
            prompts.append(prompt(rng, text, kind, words_of(self.images.camera(i))))
        return torch.from_numpy(self.encoder(prompts)).float().to(self.device)


@torch.no_grad()
def v_losses(model, held, rows, kind, known=True, shift=0, landmarks=False, batch=64):
    """Mean squared error of the predicted v at each of TIMESTEPS."""
    alphas, generator = noise_schedule().alphas_cumprod.to(held.device), torch.Generator().manual_seed(kind)
    latents, tokens, cameras = held.latents(rows, kind), held.tokens(rows, kind, shift), held.cameras(rows)
    beside = held.latents(rows, BARE if kind == NORMAL else NORMAL) * known
    sums = np.zeros(len(TIMESTEPS))
    for start in range(0, len(rows), batch):
        part = slice(start, start + batch)
        z, given = latents[part], (tokens[part], cameras[part], beside[part])
        maps = held.landmarks(rows[part]) if landmarks else None
        for k, t in enumerate(TIMESTEPS):
            noise = torch.randn(z.shape, generator=generator).to(held.device)
            a, b = alphas[t].sqrt(), (1 - alphas[t]).sqrt()
            with autocast(held.device):
                predicted = model(a * z + b * noise, torch.full((len(z),), t, device=held.device), *given, maps)
            sums[k] += ((predicted.float() - (a * noise - b * z)) ** 2).mean((1, 2, 3)).sum().item()
    return sums / len(rows)


def table(losses):
    return {"mean": round(float(losses.mean()), 4), **{str(t): round(float(x), 4) for t, x in zip(TIMESTEPS, losses, strict=True)}}


@torch.no_grad()
def samples(model, held, rows, known, scale, steps, batch=64):
    """(B,128,128,3) uint8 colour images for the captions and cameras of `rows`, each from its own noise."""
    tokens, cameras, out = held.tokens(rows, COLOR), held.cameras(rows), []
    none, beside = torch.from_numpy(held.encoder([""])).float().to(held.device), held.latents(rows, NORMAL) * known
    for start in range(0, len(rows), batch):
        part = slice(start, start + batch)
        with autocast(held.device):
            z = sample(model, tokens[part], none, cameras[part], beside[part], steps, scale, seed=start, shared=False)
            out.append(held.vae.decode(z).sample.float())
    return ((torch.cat(out).permute(0, 2, 3, 1).cpu().numpy() + 1) * 127.5).clip(0, 255).astype(np.uint8)


def told(pictures, held, rows):
    """Attribute → share of the pictures in which the classifier tells it right."""
    logits = folded_logits(load_file(QUALITY / "classifier.safetensors"), tensor_of(pictures))
    parts = logits.split([len(classes) for classes in ATTRIBUTES.values()], 1)
    hits = {name: [] for name in ATTRIBUTES}
    for row, i in enumerate(rows):
        known = labels(held.specs[i // VIEWS])
        for part, name in zip(parts, ATTRIBUTES, strict=True):
            wanted = known.get(name)
            if wanted and (name not in FACIAL or abs(held.images.camera(i)[0]) <= FACE_VISIBLE):
                hits[name].append(ATTRIBUTES[name][int(part[row].argmax())] == wanted)
    return {name: round(float(np.mean(h)), 3) for name, h in hits.items() if h}


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--held", required=True, help="data folder with one shard of a seed that no pack was trained on")
    a.add_argument("--pack", default="..", help="pack folder: autoencoder, sentence encoder, and prior without --prior")
    a.add_argument("--prior", help="checkpoint of train_prior.py")
    a.add_argument("--ema", type=float, help="which of the checkpoint's averages, by its decay; the short one by default")
    a.add_argument("--heads", type=int, default=128)
    a.add_argument("--scale", type=float, default=3)
    a.add_argument("--steps", type=int, default=14)
    a.add_argument("--landmarks", action="store_true", help="v-losses with the ControlNet as well")
    a.add_argument("--losses-only", action="store_true", help="no samples")
    a.add_argument("--device", default=default_device())
    args = a.parse_args()
    device, began = args.device, time.time()
    model, vae, encoder = Prior(), load_pack(args.pack, "vae", autoencoder()).to(device).eval(), TextEncoder(device, args.pack)
    if args.prior:
        averages = torch.load(args.prior, map_location="cpu")["ema"]
        model.load_state_dict(averages[args.ema or min(averages)])
    else:
        start_from(args.pack, model)
    model, held = model.to(device, memory_format=torch.channels_last).eval(), Held(args.held, vae, encoder, device)
    drawn = [head * VIEWS + head % DRAWN_VIEWS for head in range(args.heads)]
    close = [head * VIEWS + DRAWN_VIEWS + 2 + head % (VIEWS - DRAWN_VIEWS - 2) for head in range(args.heads)]
    report = {}
    for kind, name in ((COLOR, "colours"), (NORMAL, "normal maps")):
        report[f"v-loss of {name}"] = table(v_losses(model, held, drawn, kind))
        for what, options in {
            "another head's caption": {"shift": 1},
            "nothing known": {"known": False},
            "nothing known, another head's caption": {"known": False, "shift": 1},
            **({"landmarks": {"landmarks": True}} if args.landmarks else {}),
        }.items():
            report[f"v-loss of {name}, {what}"] = round(float(v_losses(model, held, drawn, kind, **options).mean()), 4)
        report[f"v-loss of {name}, details"] = round(float(v_losses(model, held, close, kind).mean()), 4)
    if not args.losses_only:
        rows = [head * VIEWS for head in range(args.heads)]
        for known in (True, False):
            made = samples(model, held, rows, known, args.scale, args.steps)
            report[f"told of samples, {'surface' if known else 'nothing'} known"] = told(made, held, rows)
        report["told of renders"] = told(np.stack([held.images.get(i, COLOR) for i in rows]), held, rows)
    print(json.dumps({**report, "seconds": round(time.time() - began)}, indent=1))


if __name__ == "__main__":
    main()
