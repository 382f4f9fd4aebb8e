// All the state of a run, and its form as bytes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/optim/chain.hpp"
#include "engine/optim/schedule.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Everything that a run cannot compute anew from its config. Restoring it is exact.
struct Snapshot {
  std::int64_t step = 0;
  double previous_learning_rate = 0;
  ScheduleMemory schedule;
  Flat params;
  Flat running;
  Chain::State optimizer;
};

/// Little-endian: version and precision, the fingerprint of the config, the state with its sizes,
/// and a checksum of all that. `config` is what from_bytes() will ask for again.
std::vector<std::uint8_t> to_bytes(const Snapshot& snapshot, std::uint64_t config);

/// Reads bytes into a snapshot of the same run, whose sizes they must have. False, and nothing
/// changed, if a byte has changed or is missing, if they are of another version, precision or
/// config, or if they count what no run can reach.
bool from_bytes(std::span<const std::uint8_t> bytes, Snapshot& snapshot, std::uint64_t config);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
