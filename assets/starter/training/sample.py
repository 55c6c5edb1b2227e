"""Sample sheets of the prior (DDIM): one row a prompt; columns are views, colour and normal map."""

import argparse

import numpy as np
import torch
from PIL import Image

from caption import view_words
from dataset import Images, autocast, default_device
from landmarks import draw_landmarks
from models import Prior, autoencoder, sampler
from render_dataset import CLOSE_TARGET
from text import TextEncoder

PROMPTS = [
    "an old man with a white beard",
    "an old dwarf with a braided red beard",
    "a young woman with long blonde hair",
    "a green orc with tusks",
    "an elderly asian woman with glasses",
    "a marble statue of a man",
    "a black man with an afro",
    "a man wearing a cowboy hat and a moustache",
    "a red demon with curved horns",
    "a bald man, angry",
]
CAMERAS = [(0, 5, 38, 0, 0), (40, 10, 38, 0, 0), (180, 5, 38, 0, 0), (-15, 5, 19, 1, 0), (0, 5, 38, 0, 1), (90, 5, 38, 0, 1)]


@torch.no_grad()
def sample(model, tokens, none, maps, steps=20, scale=4.0, seed=1, shared=True):
    """DDIM with classifier-free guidance from one noise, or from one each; tokens (B,32,384) → latents (B,12,16,16)."""
    scheduler = sampler()
    scheduler.set_timesteps(steps)
    count = 1 if shared else len(tokens)
    x = torch.randn(count, 12, 16, 16, generator=torch.Generator().manual_seed(seed)).to(tokens.device).expand(len(tokens), -1, -1, -1)
    for t in scheduler.timesteps:
        both = torch.cat([tokens, none.expand_as(tokens)])
        v, v0 = model(x.repeat(2, 1, 1, 1), t.to(x.device).repeat(2 * len(x)), both, maps.repeat(2, 1, 1, 1)).chunk(2)
        x = scheduler.step(v0 + scale * (v - v0), t, x).prev_sample
    return x


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--images", required=True)
    a.add_argument("--prior", required=True)
    a.add_argument("--autoencoder", required=True)
    a.add_argument("--text", help="checkpoint of train_text.py")
    a.add_argument("--out", default="samples.png")
    a.add_argument("--scale", type=float, default=4.0)
    a.add_argument("--steps", type=int, default=20)
    a.add_argument("--prompts", nargs="*", default=PROMPTS)
    a.add_argument("--device", default=default_device())
    args = a.parse_args()
    model, vae = Prior().to(args.device).eval(), autoencoder().to(args.device).eval()
    model.load_state_dict(torch.load(args.prior, map_location=args.device)["ema"])
    vae.load_state_dict(torch.load(args.autoencoder, map_location=args.device)["model"])
    encoder, points, rows = TextEncoder(args.device, args.text), Images(args.images).landmarks[:500].mean(0), []
    none = torch.from_numpy(encoder([""])).float().to(args.device)
    for prompt in args.prompts:
        texts, maps = [], []
        for azimuth, elevation, fov, close, kind in CAMERAS:
            prefix = "normal map, a head of" if kind else "a DSLR portrait of"
            texts.append(f"{prefix} {prompt}, {view_words(azimuth, elevation, close)}")
            maps.append(draw_landmarks(points, azimuth, elevation, fov, target=CLOSE_TARGET if close else (0.0, 0.0, 0.0)))
        tokens = torch.from_numpy(encoder(texts)).float().to(args.device)
        maps = torch.from_numpy(np.stack(maps)).permute(0, 3, 1, 2).to(args.device)
        with torch.no_grad(), autocast(args.device):
            image = vae.decode(sample(model, tokens, none, maps, args.steps, args.scale)).sample.float()
        rows.append(torch.cat(list(image), 2))
        print(len(rows), "of", len(args.prompts), "prompts", flush=True)
    sheet = ((torch.cat(rows, 1).permute(1, 2, 0).cpu().numpy() + 1) * 127.5).clip(0, 255).astype(np.uint8)
    Image.fromarray(sheet).save(args.out)


if __name__ == "__main__":
    main()
