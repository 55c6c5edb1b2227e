// Follows the prelude where the device has no subgroups: each thread stands for itself.

fn largestOfLanes(bits: u32) -> u32 {
  return bits;
}

fn leadsLanes() -> bool {
  return true;
}
