#!/usr/bin/env bash
# Needs Linux, Node 22.18 or later (24 is what the project runs), tar, xz and a Vulkan driver; no network.
# What a graphics card makes of it: its numbers against others', times of the WGSL kernels, of steps and of their networks, with the starter
# pack and with random weights of Stable Diffusion's size at 512², in float16 where the card has it.
#
#   test/tools/gpu.sh [PACKAGES] [options of gpu/measure.ts]
#
# PACKAGES is what `node test/tools/gpu/pack.ts PACKAGES` wrote elsewhere; without it the tree's own node_modules serve. NODE names another
# Node than the one of the PATH. Full size takes 3.3 GB of disk and 10 GB of the card's memory. Rehearsal where there is no card, on the CPU,
# with packs of a few kilobytes, in minutes:
#
#   test/tools/gpu.sh PACKAGES --software --draft --steps 1 --starter test/golden/packs/starter --pack test/golden/packs/sd15
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
node=${NODE:-node}
if ! version=$("$node" --version 2>/dev/null); then
  echo "gpu.sh: there is no Node here, and its 29 MB are too large to be brought along: install 24, or 22.18 at least, or name one by NODE" >&2
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
