// The config of a request, in the precision that this is compiled for.
#pragma once

#include "engine/data/digits.hpp"
#include "engine/tools/commands.hpp"
#include "engine/train/config.hpp"

extern const char* const kDigitsText;

namespace gradscope::tools::GRADSCOPE_PRECISION {

/// The request's config must have been accepted.
inline Config config_of(const Request& request) {
  provide_digits(kDigitsText);
  return read_config_text(request.config).config;
}

}  // namespace gradscope::tools::GRADSCOPE_PRECISION
