// The bridge between nlohmann/json and Value.
#include "engine/registry/json.hpp"

#include <nlohmann/json.hpp>

namespace gradscope::inline GRADSCOPE_PRECISION {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostText = 1 << 20;
constexpr int kMostLevels = 16;

Value to_value(const Json& json, int level, ReadContext& context) {
  if (level > kMostLevels) {
    context.fault("", "nested more than 16 levels deep");
    return {};
  }
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    Value::List list;
    for (const Json& item : json) list.push_back(to_value(item, level + 1, context));
    return list;
  }
  if (json.is_object()) {
    Value::Object object;
    for (const auto& [key, item] : json.items()) {
      object.emplace_back(key, to_value(item, level + 1, context));
    }
    return object;
  }
  return {};
}

Json from_number(double number) {
  if (number != number) return "nan";
  if (number - number != 0) return number > 0 ? "inf" : "-inf";
  constexpr double kExact = 9007199254740992;  // whole numbers read better without ".0"
  const bool whole =
      std::abs(number) < kExact && number == static_cast<double>(static_cast<std::int64_t>(number));
  return whole ? Json(static_cast<std::int64_t>(number)) : Json(number);
}

Json from_value(const Value& value) {
  if (const auto* b = value.as_bool()) return *b;
  if (const auto* n = value.as_number()) return from_number(*n);
  if (const auto* s = value.as_string()) return *s;
  if (const auto* list = value.as_list()) {
    Json json = Json::array();
    for (const Value& item : *list) json.push_back(from_value(item));
    return json;
  }
  if (const auto* object = value.as_object()) {
    Json json = Json::object();
    for (const auto& [key, item] : *object) json[key] = from_value(item);
    return json;
  }
  return nullptr;
}

}  // namespace

Value parse_json(std::string_view text, ReadContext& context) {
  if (text.size() > kMostText) {
    context.fault("", std::to_string(text.size()) + " bytes of JSON; at most " +
                          std::to_string(kMostText) + " are allowed");
    return {};
  }
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) {
    context.fault("", "is not JSON");
    return {};
  }
  return to_value(json, 0, context);
}

std::string write_json(const Value& value, int indent) {
  return from_value(value).dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace gradscope::inline GRADSCOPE_PRECISION
