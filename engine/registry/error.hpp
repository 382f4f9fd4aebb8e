// What is wrong with a config, as values: nothing throws across the engine's boundary.
#pragma once

#include <string>
#include <vector>

#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// One fault. `path` names the field ("update[1].beta2"), `message` says the value and what is
/// allowed ("1.2 is outside [0, 0.99999]").
struct ConfigError {
  std::string path;
  std::string message;
};

using ConfigErrors = std::vector<ConfigError>;

/// More are not listed, so that junk of any size has a short answer.
inline constexpr std::size_t kMostErrors = 32;

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
