"""Teach the sentence encoder's last layers what the captions say.

Captions are drawn without end from the grammar; the pooled vector must tell the attributes of the identity behind each.
Mean-pooled sentence vectors lie close together and mix up "a red beard" and "red hair"; after this they do not. Low rates
and the first layers' freeze keep synonyms that no caption holds near the known ones.
"""

import argparse
import json
import os
import random
import time

import numpy as np
import torch

import concepts
from caption import VIEWS, describe, prompt
from dataset import default_device, save_atomically
from degrade import WORDS
from identity import AGES, sample
from models import TIME, pool
from render_dataset import FRAMES
from text import TextEncoder

CLOSE_UPS = [f"{frame} close-up, {side}" for frame in FRAMES[1:] for side in VIEWS[:3]]
# attribute: its values; a head of the probe each. None stands for "has none".
ATTRIBUTES = {
    "kind": [0, 1],
    "view": [*VIEWS, *CLOSE_UPS],
    "quality": [None, *WORDS],
    "gender": ["male", "female"],
    "age": [a for a, _ in AGES],
    "main": list(concepts.TONES),
    "tone": [0, 1, 2, 3],
    "weight": ["average", "fat", "thin"],
    "creature": [None, *concepts.CREATURES],
    "skin": [None, *concepts.CREATURE_SKINS],
    "material": [None, *concepts.MATERIALS],
    "persona": [None, *concepts.PERSONAS],
    "hair": [None, *concepts.HAIR],
    "hair_color": list(concepts.HAIR_COLORS),
    "beard": [None, *concepts.BEARDS],
    "beard_color": list(concepts.HAIR_COLORS),
    "hat": [None, *concepts.HATS],
    "hat_color": list(concepts.CLOTH_COLORS),
    "glasses": [None, "glasses", "sunglasses"],
    "expression": [None, *concepts.EXPRESSIONS],
    "paint": [None, *concepts.PAINT],
    "horns": [None, "curved", "straight", "ram", "up"],
    "brows": ["normal", "bushy", "thin", "none"],
    "eyes": list(concepts.EYES),
}
ONLY_WITH = {"hair_color": "hair", "beard_color": "beard", "hat_color": "hat"}
NOTHING = -100


def draw(rng):
    """(prompt, class numbers, multi-hot features) of a random identity seen from a random view."""
    spec = sample(rng)
    kind, view = rng.randrange(2), rng.choice(ATTRIBUTES["view"])
    text = describe(rng, spec)
    low = rng.choice(list(WORDS)) if rng.random() < 0.1 else None
    text = f"{rng.choice(WORDS[low])}, {prompt(rng, text, kind, view)}" if low else prompt(rng, text, kind, view)
    facts = {**spec, "kind": kind, "view": view, "quality": low, "paint": (spec["paint"] or [None])[0]}
    classes = [
        NOTHING if name in ONLY_WITH and not facts.get(ONLY_WITH[name]) else values.index(facts.get(name))
        for name, values in ATTRIBUTES.items()
    ]
    return text, classes, [float(f in spec["features"]) for f in concepts.FEATURES]


class Probe(torch.nn.Module):
    """Two linear layers, as the UNet's class embedding has them, under one linear head an attribute."""

    def __init__(self):
        super().__init__()
        self.linear_1, self.linear_2 = torch.nn.Linear(384, TIME), torch.nn.Linear(TIME, TIME)
        self.heads = torch.nn.ModuleList(torch.nn.Linear(TIME, len(v)) for v in ATTRIBUTES.values())
        self.features = torch.nn.Linear(TIME, len(concepts.FEATURES))

    def forward(self, pooled):
        h = torch.nn.functional.silu(self.linear_2(torch.nn.functional.silu(self.linear_1(pooled))))
        return [head(h) for head in self.heads], self.features(h)


def tokens_of(encoder, prompts):
    """Differentiable token vectors (B,L,384), zero at padding."""
    ids = [e.ids for e in encoder.tokenizer.encode_batch(prompts)]
    width = max(map(len, ids))
    tokens = torch.tensor([i + [0] * (width - len(i)) for i in ids], device=encoder.device)
    mask = (tokens != 0).long()
    return encoder.model(input_ids=tokens, attention_mask=mask).last_hidden_state * mask[..., None]


@torch.no_grad()
def standardise(encoder, prompts):
    """Fold per-channel mean and deviation of the token vectors into the last LayerNorm."""
    vectors = []
    for i in range(0, len(prompts), 64):
        h = tokens_of(encoder, prompts[i : i + 64])
        vectors.append(h[h.abs().sum(-1) > 0])
    vectors = torch.cat(vectors)
    mean, std = vectors.mean(0), vectors.std(0)
    norm = encoder.model.encoder.layer[-1].output.LayerNorm
    norm.weight.div_(std)
    norm.bias.sub_(mean).div_(std)


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--out", required=True)
    a.add_argument("--minutes", type=float, default=8)
    a.add_argument("--batch", type=int, default=64)
    a.add_argument("--layers", type=int, default=3, help="how many of the encoder's last layers are trained")
    a.add_argument("--rate", type=float, default=1e-4, help="of the encoder; the probe learns ten times faster")
    a.add_argument("--threads", type=int, default=0)
    a.add_argument("--device", default=default_device())
    args = a.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(args.threads) if args.threads else None
    rng, encoder, probe = random.Random(0), TextEncoder(args.device), Probe().to(args.device)
    model = encoder.model
    standardise(encoder, [draw(rng)[0] for _ in range(512)])
    trained = [p for layer in model.encoder.layer[-args.layers :] for p in layer.parameters()]
    model.requires_grad_(False)
    for p in trained:
        p.requires_grad_(True)
    groups = [{"params": trained, "rate": args.rate}, {"params": probe.parameters(), "rate": 10 * args.rate}]
    optimiser = torch.optim.AdamW(groups, args.rate, weight_decay=1e-3, betas=(0.9, 0.98))
    start, steps, run, right = time.time(), 0, None, np.zeros(len(ATTRIBUTES))
    while (fraction := (time.time() - start) / (60 * args.minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = group["rate"] * min(1, (steps + 1) / 50) * (1 - fraction) ** 0.7
        prompts, classes, features = zip(*(draw(rng) for _ in range(args.batch)), strict=True)
        logits, guessed = probe(pool(tokens_of(encoder, list(prompts))))
        classes = torch.tensor(classes, device=args.device)
        loss = sum(
            torch.nn.functional.cross_entropy(y, classes[:, i], ignore_index=NOTHING)
            for i, y in enumerate(logits)
            if (classes[:, i] >= 0).any()
        )
        hot = torch.tensor(features, device=args.device)
        loss = loss + 10 * torch.nn.functional.binary_cross_entropy_with_logits(guessed, hot)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        steps += 1
        known = (classes >= 0).float().mean(0).cpu().numpy()
        hits = np.array([float((y.argmax(1) == classes[:, i]).float().mean()) for i, y in enumerate(logits)])
        right = 0.98 * right + 0.02 * hits / np.maximum(known, 1e-3)
        run = loss.item() if run is None else 0.98 * run + 0.02 * loss.item()
        if steps % 50 == 0:
            share = 1 - 0.98**steps
            words = " ".join(f"{n} {r / share:.2f}" for n, r in zip(ATTRIBUTES, right, strict=True))
            print(steps, f"{time.time() - start:.0f} s loss {run:.3f} right: {words}", flush=True)
    save_atomically({"encoder": model.state_dict(), "steps": steps, "loss": run}, args.out)
    with open(os.path.splitext(args.out)[0] + ".json", "w") as file:
        json.dump({n: round(float(r), 3) for n, r in zip(ATTRIBUTES, right, strict=True)}, file)


if __name__ == "__main__":
    main()
