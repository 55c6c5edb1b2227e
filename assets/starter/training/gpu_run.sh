#!/usr/bin/env bash
# Nine minutes of one H100-class card with 16 cores and no network: renders while it trains, from the shipped pack's weights.
#
#   training/gpu_run.sh INPUTS OUT [SECONDS]
#
# INPUTS is the archive of pack_inputs.py, which also brings diffusers. OUT gets, from the second minute on and every two
# minutes anew, the folders unet/ and controlnet/ of a pack (files under 16 MB), then samples.png and train.log. Copied over the
# shipped pack's they make the new pack. Rehearse on a CPU with DEVICE=cpu and a few minutes: DEVICE=cpu gpu_run.sh I O 300.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
inputs=$1 out=$2 seconds=${3:-520}
work=$(mktemp -d)
mkdir -p "$out" "$work/inputs"
tar xf "$inputs" -C "$work/inputs"
export PYTHONPATH="$work/inputs/site${PYTHONPATH:+:$PYTHONPATH}" PYTHONUNBUFFERED=1 TOKENIZERS_PARALLELISM=false NUMBA_CACHE_DIR="$work/numba"
device=${DEVICE:-cuda}
# Loading, the first shard, the last export and the sheet take the rest.
minutes=$(awk "BEGIN { print ($seconds - ${OVERHEAD:-70}) / 60 }")
python3 "$here/train.py" --inputs "$inputs" --work "$work" --out "$work/pack" --start "$here/.." --publish "$out" \
  --minutes "$minutes" --identities "${IDENTITIES:-20000}" --device "$device" 2>&1 | tee "$out/train.log"
cp "$work/samples.png" "$out/"
