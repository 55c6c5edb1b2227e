#!/usr/bin/env bash
# What a graphics card makes of it: times of the WGSL kernels, of steps and of their networks, with the starter pack and with random weights
# of Stable Diffusion's size at 512², in float16 where the card has it. Linux, Node 22.18 or later, a Vulkan driver; no network.
#
#   test/tools/gpu.sh [PACKAGES] [options of gpu/measure.ts]
#
# PACKAGES is what `node test/tools/gpu/pack.ts PACKAGES` wrote elsewhere; without it the tree's own node_modules serve. NODE names another
# Node than the one of the PATH. Full size takes 3.3 GB of disk and 10 GB of the card's memory. Rehearsal where there is no card, on the CPU:
#
#   test/tools/gpu.sh PACKAGES --software --steps 1 --pack test/golden/packs/starter
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
node=${NODE:-node}
if ! version=$("$node" --version 2>/dev/null); then
  echo "gpu.sh: there is no Node here, which is too large to be brought along: install 22.18 or later, or name one by NODE" >&2
  exit 4
fi
IFS=. read -r major minor _ <<<"${version#v}"
if ((major < 22 || (major == 22 && minor < 18))); then
  echo "gpu.sh: $version is too old; Node 22.18 or later is needed" >&2
  exit 4
fi
if [[ $# -gt 0 && $1 != --* ]]; then
  packages=$(realpath "$1")
  shift
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cp -r "$root"/{package.json,runtime,shaders,assets,test} "$work"
  tar --extract --xz --file "$packages" --directory "$work"
  root=$work
elif [[ ! -d $root/node_modules ]]; then
  echo "gpu.sh: there is no node_modules here: name the packages that were brought along, or run npm ci" >&2
  exit 4
fi
"$node" "$root/test/tools/gpu/measure.ts" "$@"
