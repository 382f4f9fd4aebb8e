// A tree of plain values: what a config is before it is checked, and what the engine answers. JSON
// text (json.hpp), links (link.hpp) and JavaScript objects (bindings) turn into it and back, so the
// module carries no JSON library: that saves 13 kB of its 80, gzipped.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

class Value {
 public:
  using List = std::vector<Value>;
  using Member = std::pair<std::string, Value>;
  using Object = std::vector<Member>;  ///< In order of insertion.

  Value() = default;
  Value(bool b) : data_(b) {}
  Value(double d) : data_(d) {}
  Value(int i) : data_(static_cast<double>(i)) {}
  Value(Index i) : data_(static_cast<double>(i)) {}
  Value(std::string s) : data_(std::move(s)) {}
  Value(std::string_view s) : data_(std::string(s)) {}
  Value(const char* s) : data_(std::string(s)) {}
  Value(List list) : data_(std::move(list)) {}
  Value(Object object) : data_(std::move(object)) {}
#ifdef __GLIBCXX__
  // GCC 12's variant destroys, when copying it runs out of memory, what it has not made; assigning
  // makes it first.
  Value(const Value& other) { data_ = other.data_; }
  Value(Value&&) = default;
  Value& operator=(const Value&) = default;
  Value& operator=(Value&&) = default;
#endif

  const bool* as_bool() const { return std::get_if<bool>(&data_); }
  const double* as_number() const { return std::get_if<double>(&data_); }
  const std::string* as_string() const { return std::get_if<std::string>(&data_); }
  const List* as_list() const { return std::get_if<List>(&data_); }
  const Object* as_object() const { return std::get_if<Object>(&data_); }
  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }

  /// The first member of that name, or null.
  static const Value* find(const Object& object, std::string_view key) {
    for (const auto& [name, value] : object) {
      if (name == key) return &value;
    }
    return nullptr;
  }
  const Value* find(std::string_view key) const {
    const Object* object = as_object();
    return object != nullptr ? find(*object, key) : nullptr;
  }

 private:
  std::variant<std::monostate, bool, double, std::string, List, Object> data_;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
