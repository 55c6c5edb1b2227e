// Follows the prelude in the place of lanes.wgsl where the device has subgroups, which `enable subgroups;` at the head allows: one thread of
// each speaks for all. A largest number depends on no order and no width, so that the bits are those without.

fn largestOfLanes(bits: u32) -> u32 {
  return subgroupMax(bits);
}

fn leadsLanes() -> bool {
  return subgroupElect();
}
