// The config of a request, in the precision that this is compiled for.
#pragma once

#include "engine/data/digits.hpp"
#include "engine/tools/commands.hpp"
#include "engine/train/config.hpp"

extern const char* const kDigitsText;

namespace gradscope::tools::GRADSCOPE_PRECISION {

/// Throws UsageError if this precision does not accept it: float64 needs twice the memory.
inline Config config_of(const Request& request) {
  provide_digits(kDigitsText);
  const ConfigResult result = read_config_text(request.config);
  if (result.errors.empty()) return result.config;
  throw UsageError(result.errors.front().path + ": " + result.errors.front().message);
}

}  // namespace gradscope::tools::GRADSCOPE_PRECISION
