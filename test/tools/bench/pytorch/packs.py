"""A model pack of this project as eager diffusers models, float32, from the same files the engine reads."""

import json
from pathlib import Path

import torch
from diffusers import AutoencoderDC, AutoencoderKL, ControlNetModel, UNet2DConditionModel
from safetensors.torch import load_file


class Pack:
    def __init__(self, base, controlnet=None):
        root = Path(base)
        self.unet = load(UNet2DConditionModel, root / "unet")
        self.controlnet = load(ControlNetModel, Path(controlnet) if controlnet else root / "controlnet")
        self.compact = json.loads((root / "vae/config.json").read_text())["_class_name"] == "AutoencoderDC"
        self.vae = load(AutoencoderDC if self.compact else AutoencoderKL, root / "vae")
        self.size = self.unet.config.sample_size
        blocks = self.vae.config.encoder_block_out_channels if self.compact else self.vae.config.block_out_channels
        self.factor = 2 ** (len(blocks) - 1)
        self.control_attends = any(name.startswith("CrossAttn") for name in self.controlnet.config.down_block_types)

    def predict(self, latent, timestep, hidden, pooled, condition):
        """As diffusers' ControlNet pipelines do it: one batch of all texts through both networks."""
        batch = len(hidden)
        latent, condition = latent.expand(batch, -1, -1, -1), condition.expand(batch, -1, -1, -1)
        down, middle = self.controlnet(latent, timestep, hidden, condition, return_dict=False)
        return self.finish(latent, timestep, hidden, pooled, down, middle)

    def predict_shared(self, latent, timestep, hidden, pooled, condition):
        """The ControlNet sees no text here, so it can run once for all of them, as the engine's fused graph does."""
        batch = len(hidden)
        down, middle = self.controlnet(latent, timestep, hidden[:1], condition, return_dict=False)
        down = [residual.expand(batch, -1, -1, -1) for residual in down]
        return self.finish(latent.expand(batch, -1, -1, -1), timestep, hidden, pooled, down, middle)

    def finish(self, latent, timestep, hidden, pooled, down, middle):
        return self.unet(
            latent,
            timestep,
            hidden,
            class_labels=pooled,
            down_block_additional_residuals=down,
            mid_block_additional_residual=middle,
            return_dict=False,
        )[0]

    def encode(self, image):
        (found,) = self.vae.encode(image, return_dict=False)
        return (found if self.compact else found.mean) * self.vae.config.scaling_factor

    def decode(self, latent):
        return self.vae.decode(latent / self.vae.config.scaling_factor, return_dict=False)[0]


def load(kind, folder):
    with torch.device("meta"):
        model = kind.from_config(json.loads((folder / "config.json").read_text()))
    tensors = {}
    for file in folder.glob("diffusion_pytorch_model*.safetensors"):
        tensors |= widen(load_file(file))
    model.load_state_dict(tensors, assign=True)
    return model.eval().requires_grad_(False)


def widen(stored):
    """float32 of everything; int8 "X" is multiplied by "X_scale", one number a row."""
    tensors = {}
    for name, tensor in stored.items():
        if tensor.dtype == torch.int8:
            scale = stored[f"{name}_scale"].reshape(-1, *[1] * (tensor.dim() - 1))
            tensors[name] = tensor.float() * scale
        elif not (name.endswith("_scale") and name.removesuffix("_scale") in stored):
            tensors[name] = tensor.float()
    return tensors
