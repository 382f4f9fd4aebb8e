// All the state of a run, and its form as bytes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/optim/chain.hpp"
#include "engine/optim/schedule.hpp"

namespace gradscope::inline GRADSCOPE_PRECISION {

/// Everything that a run cannot compute anew from its config. Restoring it is exact.
struct Snapshot {
  std::int64_t step = 0;
  double previous_learning_rate = 0;
  ScheduleMemory schedule;
  Flat params;
  Flat running;
  Chain::State optimizer;
};

/// Little-endian, with a version, the precision and the sizes in front.
std::vector<std::uint8_t> to_bytes(const Snapshot& snapshot);

/// Reads bytes into a snapshot of the same run, whose sizes they must have. False, and nothing
/// changed, otherwise.
bool from_bytes(std::span<const std::uint8_t> bytes, Snapshot& snapshot);

}  // namespace gradscope::inline GRADSCOPE_PRECISION
