// JSON text to values and back, by nlohmann/json. Linked into programs, not into the module.
#pragma once

#include <string>
#include <string_view>

#include "engine/registry/read.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Parses JSON text of at most 1 MB, 16 levels and 256 members an object, each given once. A fault
/// names the place; the result is then null.
Value parse_json(std::string_view text, ReadContext& context);

/// Numbers are written so that they read back as the same double; those that JSON lacks become
/// null, and the object around them gets a member "not_finite" that says which: "nan", "inf" or
/// "-inf" by key, or a list of these and null. With an indent the text has a line per member.
std::string write_json(const Value& value, int indent = -1);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
