// Walks everything that a config can choose, so that tests follow from the registry. No tests.
#pragma once

#include "engine/registry/json.hpp"
#include "engine/train/config.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// All families that a config chooses from, each once, with the key of a setting that does.
struct ChoiceKey {
  const char* key;
  const Family* family;
};
inline std::vector<ChoiceKey> all_families() {
  std::vector<ChoiceKey> found;
  for (const Slot& slot : kSlots<Config>) {
    if (slot.family == nullptr) continue;
    bool known = false;
    for (const ChoiceKey& f : found) known = known || f.family == slot.family;
    if (!known) found.push_back({slot.key, slot.family});
  }
  return found;
}

/// A value for a slot that is allowed and not its default: number `i` of a struct, so that limits
/// that must be in order are.
inline Value other_value(const Slot& slot, std::size_t i, const Value& original) {
  const double share = 0.3 + 0.05 * static_cast<double>(i);
  const double inside = slot.range.min + share * (slot.range.max - slot.range.min);
  switch (slot.type) {
    case FieldType::kReal:
      return inside;
    case FieldType::kInteger:
      return std::floor(inside);
    case FieldType::kBoolean:
      return !*original.as_bool();
    case FieldType::kWord:
      return *original.as_string() == slot.words.back() ? slot.words.front() : slot.words.back();
    case FieldType::kIntegers:
      return Value::List{3.0, 7.0, std::floor(inside)};
    default:
      return {};
  }
}

/// A member with every parameter changed, as an object with "kind".
inline Value changed(const Member& member, const Value& defaults) {
  Value::Object object{{"kind", member.kind}};
  std::size_t i = 0;
  for (const Slot& slot : member.slots) {
    object.emplace_back(slot.key, other_value(slot, i++, *defaults.find(slot.key)));
  }
  return object;
}

/// A member of a family as the engine writes it, with default parameters: kind and parameters of
/// the setting `key`.
inline Value setting(const Config& config, std::string_view key) {
  const Value all = write_config(config);
  return *all.find(key);
}

inline std::string text_of(const Value& value) { return write_json(value); }

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
