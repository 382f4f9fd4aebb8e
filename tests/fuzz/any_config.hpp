// Configs from bytes, by the registry: whatever a config can say, some bytes say.
#pragma once

#include "tests/fuzz/target.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {
namespace fuzz {

/// Settings of which most are allowed, alone and together.
Value any_settings(Bytes& input);

/// Numbers that a run of that config touches in `steps` steps and its evaluations, about. The
/// config must be free of faults.
double work_of(const Config& config, double steps);

}  // namespace fuzz
}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
