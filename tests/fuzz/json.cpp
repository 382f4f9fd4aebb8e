// Target `json`: any bytes as JSON. What is read is written and read again; what is given twice,
// and what holds a NUL, is refused; nothing that is written moves a terminal's cursor.
#include "engine/registry/json.hpp"

#include <algorithm>
#include <string>

#include "engine/tools/output.hpp"
#include "tests/fuzz/target.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {
namespace fuzz {

namespace {

constexpr std::size_t kMostMembers = 256;

bool equal(const Value& a, const Value& b) {
  if (a.as_list() != nullptr && b.as_list() != nullptr) {
    return std::equal(a.as_list()->begin(), a.as_list()->end(), b.as_list()->begin(),
                      b.as_list()->end(), equal);
  }
  if (a.as_object() != nullptr && b.as_object() != nullptr) {
    return std::equal(a.as_object()->begin(), a.as_object()->end(), b.as_object()->begin(),
                      b.as_object()->end(), [](const Value::Member& x, const Value::Member& y) {
                        return x.first == y.first && equal(x.second, y.second);
                      });
  }
  if (a.as_number() != nullptr && b.as_number() != nullptr) return *a.as_number() == *b.as_number();
  if (a.as_string() != nullptr && b.as_string() != nullptr) return *a.as_string() == *b.as_string();
  if (a.as_bool() != nullptr && b.as_bool() != nullptr) return *a.as_bool() == *b.as_bool();
  return a.is_null() && b.is_null();
}

/// How deep it is, with every object looked at on the way.
int levels(const Value& value) {
  int deepest = 0;
  if (const auto* list = value.as_list()) {
    for (const Value& item : *list) deepest = std::max(deepest, levels(item));
    return deepest + 1;
  }
  const auto* object = value.as_object();
  if (object == nullptr) return 0;
  require(object->size() <= kMostMembers, "an object has at most 256 members");
  for (const auto& [key, item] : *object) {
    require(Value::find(*object, key) == &item, "a member is there once");
    deepest = std::max(deepest, levels(item));
  }
  return deepest + 1;
}

bool controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

Value parsed(std::string_view text, const char* what) {
  ReadContext context;
  Value value = parse_json(text, context);
  require(context.errors.empty(), what);
  return value;
}

void refused(const std::string& text, std::string_view message, const char* what) {
  ReadContext context;
  const Value value = parse_json(text, context);
  require(context.errors.size() == 1 && value.is_null(), what);
  require(context.errors[0].message == message, what);
}

/// What a person reads of a text of unknown origin.
void show(std::string_view text) {
  using tools::printable;
  const std::string shown = printable(text);
  require(!controls(shown), "nothing that is shown moves the cursor");
  require(printable(shown) == shown, "what may be shown is shown as it is");
  parsed(write_json(std::string(shown)), "what is shown is UTF-8");
  require(*parsed(write_json(shown), "").as_string() == shown, "and JSON leaves it alone");
}

void accepted(std::string_view text, const Value& value) {
  require(text.find('\0') == std::string_view::npos, "a NUL is refused");
  require(levels(value) <= 16, "JSON is at most 16 levels deep");
  const std::string written = write_json(value);
  require(std::none_of(written.begin(), written.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20; }),
          "control characters are escaped");
  const Value again = parsed(written, "what is written is JSON");
  require(equal(again, value), "what is written is what was read");
  require(write_json(again) == written, "writing it again changes nothing");
  require(equal(parsed(write_json(value, 2), "indented it is JSON too"), value),
          "nor does a line per member");
  refused(written + '\0', "is not JSON", "nothing stands behind JSON, a NUL least of all");
  const auto* object = value.as_object();
  if (object == nullptr || object->empty() || object->size() == kMostMembers) return;
  const std::string name = write_json(object->back().first);
  refused('{' + name + ":[]," + written.substr(1), "is given twice",
          "what is given twice is refused");
  check_faults(read_config(value).errors);
}

}  // namespace

void json(Bytes input) {
  const std::string_view text = input.text();
  ReadContext context;
  const Value value = parse_json(text, context);
  require(context.errors.size() <= 1, "JSON has one fault at most");
  check_faults(context.errors);
  show(text);
  if (context.errors.empty()) return accepted(text, value);
  require(value.is_null(), "what has a fault is null");
  const ConfigError& fault = context.errors[0];
  show(fault.path + ": " + fault.message);
  parsed(write_json(write_errors(context.errors)), "faults are JSON");
}

}  // namespace fuzz
}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
