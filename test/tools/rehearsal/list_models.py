"""Writes models.json.gz: configurations and tensors of Stable Diffusion 2.1-base and of a ControlNet for it, at their real size.

    python test/tools/rehearsal/list_models.py          (torch, diffusers, transformers)

Names and shapes are diffusers' and transformers' own: the models are built from their configurations, without memory for weights.
`write-pack.ts` makes random weights of them.
"""

import gzip
import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

TRUNK = dict(
    block_out_channels=(320, 640, 1280, 1280), layers_per_block=2, cross_attention_dim=1024,
    attention_head_dim=(5, 10, 20, 20), use_linear_projection=True,
)
VAE = dict(
    block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4, sample_size=768,
    down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
)
TEXT = dict(
    vocab_size=49408, hidden_size=1024, intermediate_size=4096, num_hidden_layers=23, num_attention_heads=16,
    hidden_act="gelu", max_position_embeddings=77,
)


def main():
    with torch.device("meta"):
        unet = UNet2DConditionModel(sample_size=64, **TRUNK)
        controlnet = ControlNetModel(conditioning_embedding_out_channels=(16, 32, 96, 256), **TRUNK)
        vae = AutoencoderKL(**VAE)
        text = CLIPTextModel(CLIPTextConfig(**TEXT))
    text.config.architectures = ["CLIPTextModel"]
    models = []
    for folder, stem, model in [
        ("base/unet", "diffusion_pytorch_model", unet),
        ("base/vae", "diffusion_pytorch_model", vae),
        ("base/text_encoder", "model", text),
        ("controlnet", "diffusion_pytorch_model", controlnet),
    ]:
        config = json.loads(model.config.to_json_string() if model is text else model.to_json_string())
        tensors = {n: list(p.shape) for n, p in model.state_dict().items() if p.is_floating_point()}
        models.append(dict(file=f"{folder}/{stem}.safetensors", config=config, tensors=tensors))
        print(f"{folder}: {len(tensors)} tensors")
    text_of_all = json.dumps(models, separators=(",", ":")).encode()
    (Path(__file__).parent / "models.json.gz").write_bytes(gzip.compress(text_of_all, 9, mtime=0))


if __name__ == "__main__":
    main()
