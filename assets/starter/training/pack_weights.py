"""Read a pack's safetensors back into float32 states: a run can go on from the weights that ship."""

import torch
from safetensors.torch import load_file

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
