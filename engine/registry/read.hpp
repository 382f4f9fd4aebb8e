// From values to described structs and back.
#pragma once

#include <span>
#include <string>

#include "engine/registry/describe.hpp"
#include "engine/registry/error.hpp"
#include "engine/registry/value.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// What reading needs besides the value, and the faults it found.
struct ReadContext {
  ConfigErrors errors;
  bool allow_specimens = false;

  void fault(const std::string& path, std::string message);
};

/// Reads the members of an object into the struct behind `target`. Absent members keep their value;
/// unknown ones, wrong types and numbers out of range are faults, and all of them are found.
void read_fields(const Value& object, std::span<const Slot> slots, void* target,
                 const std::string& path, ReadContext& context);

/// Reads a choice: its kind as a string, or an object with "kind" and its parameters.
void read_choice(const Value& value, const Family& family, void* variant, const std::string& path,
                 ReadContext& context);

/// One member of a struct, or all of them, as a value.
Value write_slot(const Slot& slot, void* member);
Value write_fields(std::span<const Slot> slots, void* target);

/// For messages: at most ten significant digits, as short as possible.
std::string format_number(double number);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
