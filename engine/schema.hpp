// A fingerprint of all kinds, keys, ranges and columns. A page and a module whose fingerprints
// differ are not from the same build.
#pragma once

#include <string>

#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// 16 hexadecimal digits (FNV-1a).
std::string schema_hash();

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
