"""A tiny random CLIPModel of transformers in model/, and expected.safetensors: what it makes of a text and a picture.

    python test/golden/clip/make.py            (torch, transformers, tokenizers, safetensors)
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPModel, CLIPTokenizerFast

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "packs"))

from make import noisy  # noqa: E402

TEXT = "an old dwarf with a red beard"
MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)

folder, generator = HERE / "model", torch.Generator().manual_seed(5)
tokenizer = HERE.parent / "packs/sd15/tokenizer"
vocabulary = json.loads((tokenizer / "vocab.json").read_text())
merges = [tuple(line.split()) for line in (tokenizer / "merges.txt").read_text().splitlines()[1:]]
fast = CLIPTokenizerFast(vocab=vocabulary, merges=merges)
end = vocabulary["<|endoftext|>"]

shared = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
text = {**shared, "vocab_size": len(vocabulary), "max_position_embeddings": 24, "bos_token_id": vocabulary["<|startoftext|>"], "eos_token_id": end, "pad_token_id": end}
config = CLIPConfig(text_config=text, vision_config={**shared, "image_size": 32, "patch_size": 8}, projection_dim=12)
model = noisy(CLIPModel(config), generator)
model.save_pretrained(folder)
fast.backend_tokenizer.save(str(folder / "tokenizer.json"))
(folder / "tokenizer_config.json").write_text((tokenizer / "tokenizer_config.json").read_text())

ids = fast.backend_tokenizer.encode(TEXT).ids
ids = torch.tensor([ids + [end] * (24 - len(ids))])
picture = torch.rand(1, 3, 32, 32, generator=generator)
pixels = (picture - torch.tensor(MEAN).view(1, 3, 1, 1)) / torch.tensor(DEVIATION).view(1, 3, 1, 1)
with torch.no_grad():
    out = model(input_ids=ids, pixel_values=pixels)
save_file(
    {"picture": picture, "text_embedding": out.text_embeds.contiguous(), "picture_embedding": out.image_embeds.contiguous()},
    HERE / "expected.safetensors",
)
