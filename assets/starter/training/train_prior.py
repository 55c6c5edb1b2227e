"""Train UNet and ControlNet jointly on precomputed latents: v-prediction, EMA, resumable.

10 % of the samples are unconditional, 10 % degraded with negative words, 15 % without landmarks.
--start goes on from the weights of a pack; the landmark embedding is then frozen and computed once a view, which saves a
third of the time.
"""

import argparse
import copy
import math
import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch

from dataset import autocast, default_device, save_atomically
from encode import Cache
from models import Prior, noise_schedule
from pack_weights import load_pack


class Batches:
    """Random batches (latents, token vectors, landmark maps or their frozen embedding `embed` of them)."""

    def __init__(self, cache, device, seed, images=0, fresh=32, embed=None):
        clean = 2 * cache.n
        self.pool = np.random.default_rng(0).permutation(clean)[: images or clean]
        self.cache, self.device, self.rng, self.embed = cache, device, np.random.default_rng(seed), embed
        self.used, self.fresh = [], fresh
        self.blank, self.embedded = np.zeros((128, 128, 3), np.float32), {}

    @torch.no_grad()
    def conditions(self, images):
        """Landmark maps of images (None: blank) as the ControlNet is fed them, (B,C,·,·)."""
        draw = lambda i: self.blank if i is None else self.cache.images.landmark_map(i)  # noqa: E731
        to = lambda maps: torch.from_numpy(np.stack(maps)).to(self.device).permute(0, 3, 1, 2)  # noqa: E731
        if not self.embed:
            return to([draw(i) for i in images])
        lack = list({i for i in images if i not in self.embedded})
        if lack:
            made = self.embed(to([draw(i) for i in lack])).half()
            self.embedded.update(zip(lack, made, strict=True))
        return torch.stack([self.embedded[i] for i in images]).float()

    def draw(self, size):
        rng, cache = self.rng, self.cache
        low = rng.random(size) < 0.1
        rows = []
        for k, x in enumerate(low):  # new images come a few a batch, since encoding one costs as much as training on it
            if k < self.fresh or not self.used:
                rows.append(int(rng.integers(2 * cache.n, cache.rows) if x else rng.choice(self.pool)))
            else:
                rows.append(self.used[rng.integers(len(self.used))])
        cache.fill(rows)
        self.used += rows[: self.fresh]
        maps = self.conditions([None if rng.random() < 0.15 else cache.source(r)[0] for r in rows])
        text = [cache.none if rng.random() < 0.1 else cache.text[r] for r in rows]
        to = lambda x: torch.from_numpy(np.stack(x)).to(self.device).float()  # noqa: E731
        last = torch.channels_last
        return to(cache.latents[rows]).contiguous(memory_format=last), to(text), maps.contiguous(memory_format=last)


@torch.no_grad()
def read_text(unet, text):
    """Fit a UNet to another text encoder: its class embedding as trained there, cross attention anew and silent at first."""
    unet.class_embedding.load_state_dict(text["class_embedding"])
    for name, module in unet.named_modules():
        if name.endswith("attn2"):
            module.to_k.reset_parameters()
            module.to_v.reset_parameters()
            module.to_out[0].weight.zero_()


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--images", required=True, help="rendered data folder; latents and texts are cached there")
    a.add_argument("--autoencoder", required=True)
    a.add_argument("--text", help="checkpoint of train_text.py (token vectors, start of the class embedding) or pack_weights.py")
    a.add_argument("--start", help="pack folder whose UNet and ControlNet a new run starts from")
    a.add_argument("--out", required=True, help="checkpoint, resumed when it exists")
    a.add_argument("--use", type=int, default=0, help="how many images, all by default: encoding them is slow on a CPU")
    a.add_argument("--fresh", type=int, default=32, help="images drawn anew in a batch; the others were in earlier batches")
    a.add_argument("--minutes", type=float, default=60, help="whole run, over all resumes; sets the learning rate's decay")
    a.add_argument("--batch", type=int, default=32)
    a.add_argument("--least-t", type=int, default=0, help="lowest timestep; the engine asks for none below 100")
    a.add_argument("--rate", type=float, default=1e-3)
    a.add_argument("--ema", type=float, default=0.995, help="decay; a short run needs a short memory")
    a.add_argument("--save-every", type=float, default=3, help="minutes")
    a.add_argument("--threads", type=int, default=0)
    a.add_argument("--device", default=default_device())
    args = a.parse_args()
    torch.manual_seed(0)
    torch.set_flush_denormal(True)
    torch.set_num_threads(args.threads) if args.threads else None
    model = Prior()
    if args.start:
        load_pack(args.start, "unet", model.unet)
        load_pack(args.start, "controlnet", model.controlnet)
    encoder = torch.load(args.text, map_location="cpu") if args.text else {}
    if "class_embedding" in encoder:  # a pack's own encoder comes without: the UNet knows it
        read_text(model.unet, encoder)
    model = model.to(args.device, memory_format=torch.channels_last)
    ema = copy.deepcopy(model).requires_grad_(False)
    optimiser = torch.optim.AdamW(model.parameters(), args.rate, weight_decay=1e-3, betas=(0.9, 0.99))
    steps, seconds = 0, 0.0
    if os.path.exists(args.out):
        state = torch.load(args.out, map_location=args.device)
        model.load_state_dict(state["model"])
        ema.load_state_dict(state["ema"])
        optimiser.load_state_dict(state["optimiser"])
        steps, seconds = state["steps"], state["seconds"]
        torch.manual_seed(steps)
    cache = Cache(args.images, args.autoencoder, args.text, device=args.device)
    embed = model.controlnet.controlnet_cond_embedding if args.start else None
    batches = Batches(cache, args.device, steps, args.use, args.fresh, embed)
    alphas = noise_schedule().alphas_cumprod.to(args.device)
    print(cache.n, "views", sum(p.numel() for p in model.parameters()) / 1e6, "M parameters", flush=True)
    for group in optimiser.param_groups:
        group["fused"] = True
    start, saved, run = time.time() - seconds, time.time(), None
    ahead = ThreadPoolExecutor(1, initializer=torch.set_num_threads, initargs=(1,))
    upcoming = ahead.submit(batches.draw, args.batch)

    def checkpoint():
        state = {"model": model.state_dict(), "ema": ema.state_dict(), "optimiser": optimiser.state_dict()}
        save_atomically({**state, "steps": steps, "seconds": time.time() - start, "loss": run}, args.out)

    while (fraction := (time.time() - start) / (60 * args.minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min(1, (steps + 1) / 100) * (1 - fraction) ** 0.7 + 1e-5
        z, text, maps = upcoming.result()
        upcoming = ahead.submit(batches.draw, args.batch)
        t = torch.randint(args.least_t, 1000, (len(z),), device=args.device)
        alpha = alphas[t].view(-1, 1, 1, 1)
        noise = torch.randn_like(z)
        x, v = alpha.sqrt() * z + (1 - alpha).sqrt() * noise, alpha.sqrt() * noise - (1 - alpha).sqrt() * z
        with autocast(args.device):
            predicted = model(x, t, text, maps, embedded=embed is not None)
        # Nearly clean latents teach little and are noisy to learn from: their weight falls as min-SNR's would. Noisy
        # ones keep full weight, unlike min-SNR's, or layout and pose are hardly learned in a short run.
        snr = (alpha / (1 - alpha)).view(-1)
        error = ((predicted.float() - v) ** 2).mean((1, 2, 3))
        loss = ((5 / (snr + 1)).clamp(max=1) * error).mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        steps += 1
        decay = min(args.ema, (1 + steps) / (10 + steps))
        with torch.no_grad():
            torch._foreach_lerp_(list(ema.parameters()), list(model.parameters()), 1 - decay)
        value = error.mean().item()
        run = value if run is None or math.isnan(run) else 0.99 * run + 0.01 * value
        if steps % 50 == 0:
            elapsed = time.time() - start
            print(steps, f"{elapsed:.0f} s v-loss {run:.4f} {steps * args.batch / elapsed:.1f} samples/s", flush=True)
        if time.time() - saved > 60 * args.save_every:
            checkpoint()
            saved = time.time()
    checkpoint()


if __name__ == "__main__":
    main()
