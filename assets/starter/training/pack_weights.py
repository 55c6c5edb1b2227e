"""Read a pack's safetensors back into float32 states: a run can go on from the weights that ship.

Run as a script, it writes the autoencoder and the sentence encoder of a pack as the checkpoints that training reads.
"""

import argparse

import torch
from safetensors.torch import load_file

from dataset import save_atomically
from models import autoencoder
from text import TextEncoder

FILE = "diffusion_pytorch_model.safetensors"


def read_state(path):
    """name → float32 tensor; int8 tensors are multiplied by their rows' scales."""
    raw, out = load_file(path), {}
    for name, tensor in raw.items():
        if name.endswith("_scale") and raw.get(name.removesuffix("_scale")) is not None:
            continue
        out[name] = tensor.float()
        if tensor.dtype == torch.int8:
            out[name] *= raw[f"{name}_scale"].float().view(-1, *[1] * (tensor.ndim - 1))
    return out


def load_pack(folder, part, model):
    """Load `part` ("unet", "vae" …) of a pack folder into a diffusers model."""
    model.load_state_dict(read_state(f"{folder}/{part}/{FILE}"))
    return model


def text_state(folder):
    """State of a pack's sentence encoder. Word vectors are the pretrained ones, which training leaves alone: the vocabulary
    may have grown since the pack was written.
    """
    state = TextEncoder().model.state_dict()
    return state | {k: v for k, v in read_state(f"{folder}/text_encoder/model.safetensors").items() if "word_embeddings" not in k}


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--pack", required=True)
    a.add_argument("--autoencoder", required=True, help="checkpoint to write, as train_autoencoder.py does")
    a.add_argument("--text", required=True, help="checkpoint to write, as train_text.py does, without the class embedding")
    args = a.parse_args()
    vae = load_pack(args.pack, "vae", autoencoder())
    save_atomically({"model": vae.state_dict(), "steps": 0, "seconds": 0.0}, args.autoencoder)
    save_atomically({"encoder": text_state(args.pack)}, args.text)


if __name__ == "__main__":
    main()
