"""Sample sheets of the prior (DDIM), from text and camera alone: one row a prompt; columns are views, colour and normal map."""

import argparse

import numpy as np
import torch
from PIL import Image

from dataset import autocast, camera_features, default_device
from encode import words_of
from models import LATENT, Prior, autoencoder, sampler
from pack_weights import load_pack
from render_dataset import FACE_TARGET, FRAMES
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
FACE, EYE = (FRAMES.index("face"), *FACE_TARGET), (FRAMES.index("eye"), 0.15, 0, 0.55)
WHOLE = (FRAMES.index("full"), 0, 0, 0)
CAMERAS = [(0, 5, 38, *WHOLE), (40, 10, 38, *WHOLE), (180, 5, 38, *WHOLE), (-15, 5, 19, *FACE), (10, 5, 9, *EYE)]
VIEWS = [(camera, 0) for camera in CAMERAS] + [(CAMERAS[0], 1), ((90, 5, 38, *WHOLE), 1)]


@torch.no_grad()
def sample(model, tokens, none, camera, known, steps=20, scale=4.0, seed=1, shared=True):
    """DDIM with classifier-free guidance from one noise, or from one each; tokens (B,32,384), camera (B,6), known
    (B,12,16,16) → latents (B,12,16,16).
    """
    scheduler = sampler()
    scheduler.set_timesteps(steps)
    count = 1 if shared else len(tokens)
    x = torch.randn(count, LATENT, 16, 16, generator=torch.Generator().manual_seed(seed)).to(tokens.device).expand(len(tokens), -1, -1, -1)
    given = torch.cat([tokens, none.expand_as(tokens)]), camera.repeat(2, 1), known.repeat(2, 1, 1, 1)
    for t in scheduler.timesteps:
        v, v0 = model(x.repeat(2, 1, 1, 1), t.to(x.device).repeat(2 * len(x)), *given).float().chunk(2)
        x = scheduler.step(v0 + scale * (v - v0), t, x).prev_sample
    return x


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--prior", required=True)
    a.add_argument("--pack", default="..", help="pack folder: autoencoder and sentence encoder")
    a.add_argument("--out", default="samples.png")
    a.add_argument("--scale", type=float, default=4.0)
    a.add_argument("--steps", type=int, default=20)
    a.add_argument("--prompts", nargs="*", default=PROMPTS)
    a.add_argument("--device", default=default_device())
    args = a.parse_args()
    model, vae = Prior().to(args.device).eval(), load_pack(args.pack, "vae", autoencoder()).to(args.device).eval()
    averages = torch.load(args.prior, map_location=args.device)["ema"]
    model.load_state_dict(averages[min(averages)])
    encoder, rows = TextEncoder(args.device, args.pack), []
    none = torch.from_numpy(encoder([""])).float().to(args.device)
    cameras = torch.from_numpy(np.stack([camera_features(c) for c, _ in VIEWS])).to(args.device)
    known = torch.zeros(len(VIEWS), LATENT, 16, 16, device=args.device)
    for prompt in args.prompts:
        texts = [f"{('a DSLR portrait of', 'normal map, a head of')[kind]} {prompt}, {words_of(camera)}" for camera, kind in VIEWS]
        tokens = torch.from_numpy(encoder(texts)).float().to(args.device)
        with torch.no_grad(), autocast(args.device):
            image = vae.decode(sample(model, tokens, none, cameras, known, args.steps, args.scale)).sample.float()
        rows.append(torch.cat(list(image), 2))
        print(len(rows), "of", len(args.prompts), "prompts", flush=True)
    sheet = ((torch.cat(rows, 1).permute(1, 2, 0).cpu().numpy() + 1) * 127.5).clip(0, 255).astype(np.uint8)
    Image.fromarray(sheet).save(args.out)


if __name__ == "__main__":
    main()
