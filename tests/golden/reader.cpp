// Looking up, checking and converting members.
#include "tests/golden/reader.hpp"

#include <cctype>
#include <cmath>
#include <limits>

#include "engine/registry/json.hpp"

namespace golden {

namespace {

const Json kNothing = Json::object();

std::optional<std::int64_t> to_integer(const Json& json) {
  if (json.is_number_integer()) return json.get<std::int64_t>();
  const std::optional<double> number = to_number(json);
  if (!number || *number != std::floor(*number) || std::abs(*number) > 0x1p53) return {};
  return static_cast<std::int64_t>(*number);
}

std::optional<gradscope::Index> to_index(const Json& json) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  const std::optional<std::int64_t> integer = to_integer(json);
  if (!integer || *integer < 0 || *integer > kMost) return {};
  return static_cast<gradscope::Index>(*integer);
}

}  // namespace

std::optional<double> to_number(const Json& json) {
  if (json.is_number()) return json.get<double>();
  if (!json.is_string()) return {};
  std::string text = json.get<std::string>();
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const double sign = text.starts_with('-') ? -1 : 1;
  if (text.starts_with('-') || text.starts_with('+')) text.erase(0, 1);
  if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (text == "inf" || text == "infinity") return sign * std::numeric_limits<double>::infinity();
  return {};
}

Reader::Reader(const Json& object, Faults& faults, std::string path)
    : json_(&object), faults_(&faults), path_(std::move(path)) {
  if (object.is_object()) return;
  fault("is not an object");
  json_ = &kNothing;
}

void Reader::fault(const std::string& message) const {
  faults_->push_back(path_.empty() ? message : path_ + ": " + message);
}

bool Reader::has(const char* key) const {
  const auto at = json_->find(key);
  return at != json_->end() && !at->is_null();
}

const Json* Reader::find(const char* key, const char* expected) const {
  const auto at = json_->find(key);
  if (at != json_->end()) return &*at;
  fault(std::string("has no \"") + key + "\" (" + expected + ')');
  return nullptr;
}

const Json* Reader::list(const char* key) const {
  const Json* json = find(key, "a list");
  if (json == nullptr || json->is_array()) return json;
  fault(std::string("\"") + key + "\" is not a list");
  return nullptr;
}

bool Reader::flag(const char* key) const {
  const Json* json = find(key, "true or false");
  if (json == nullptr) return false;
  if (!json->is_boolean()) fault(std::string("\"") + key + "\" is not true or false");
  return json->is_boolean() && json->get<bool>();
}

bool Reader::flag(const char* key, bool otherwise) const {
  return has(key) ? flag(key) : otherwise;
}

double Reader::number(const char* key) const {
  const Json* json = find(key, "a number");
  const std::optional<double> number = json == nullptr ? std::nullopt : to_number(*json);
  if (json != nullptr && !number) fault(std::string("\"") + key + "\" is not a number");
  return number.value_or(std::numeric_limits<double>::quiet_NaN());
}

double Reader::number(const char* key, double otherwise) const {
  return has(key) ? number(key) : otherwise;
}

std::int64_t Reader::integer(const char* key) const {
  const Json* json = find(key, "a whole number");
  const std::optional<std::int64_t> integer = json == nullptr ? std::nullopt : to_integer(*json);
  if (json != nullptr && !integer) fault(std::string("\"") + key + "\" is not a whole number");
  return integer.value_or(0);
}

gradscope::Index Reader::size(const char* key) const {
  const Json* json = find(key, "a size");
  const std::optional<gradscope::Index> size = json == nullptr ? std::nullopt : to_index(*json);
  const bool good = size && *size > 0;
  if (json != nullptr && !good) fault(std::string("\"") + key + "\" is not a size from 1");
  return good ? *size : 1;
}

std::uint64_t Reader::seed(const char* key) const {
  const Json* json = find(key, "a seed");
  if (json != nullptr && json->is_number_integer()) return json->get<std::uint64_t>();
  const std::optional<std::int64_t> whole = json == nullptr ? std::nullopt : to_integer(*json);
  const bool good = whole && *whole >= 0;
  if (json != nullptr && !good) fault(std::string("\"") + key + "\" is not a whole number from 0");
  return good ? static_cast<std::uint64_t>(*whole) : 0;
}

std::string Reader::text(const char* key) const {
  const Json* json = find(key, "a text");
  if (json != nullptr && !json->is_string()) fault(std::string("\"") + key + "\" is not a text");
  return json != nullptr && json->is_string() ? json->get<std::string>() : std::string();
}

std::string Reader::text(const char* key, const char* otherwise) const {
  return has(key) ? text(key) : otherwise;
}

Reader Reader::object(const char* key) const {
  const Json* json = find(key, "an object");
  const std::string path = (path_.empty() ? path_ : path_ + '.') + key;
  return {json == nullptr ? kNothing : *json, *faults_, path};
}

Reader Reader::optional_object(const char* key) const {
  return has(key) ? object(key) : Reader(kNothing, *faults_, key);
}

std::vector<std::string> Reader::keys() const {
  std::vector<std::string> keys;
  for (const auto& member : json_->items()) keys.push_back(member.key());
  return keys;
}

template <class T, class Convert>
std::vector<T> Reader::convert(const char* key, const char* expected, Convert&& to) const {
  std::vector<T> result;
  const Json* json = list(key);
  if (json == nullptr) return result;
  for (const Json& item : *json) {
    const std::optional<T> value = to(item);
    if (!value) fault(std::string("\"") + key + "\" holds something that is not " + expected);
    if (!value) return {};
    result.push_back(*value);
  }
  return result;
}

Numbers Reader::numbers(const char* key) const {
  return convert<double>(key, "a number", to_number);
}

Numbers Reader::floats(const char* key) const {
  Numbers result = numbers(key);
  for (double& x : result) x = static_cast<double>(static_cast<float>(x));
  return result;
}

std::vector<gradscope::Index> Reader::indices(const char* key) const {
  return convert<gradscope::Index>(key, "a whole number from 0", to_index);
}

std::vector<std::string> Reader::texts(const char* key) const {
  return convert<std::string>(key, "a text", [](const Json& json) -> std::optional<std::string> {
    if (!json.is_string()) return {};
    return json.get<std::string>();
  });
}

std::vector<std::vector<gradscope::Index>> Reader::shapes(const char* key) const {
  using Shape = std::vector<gradscope::Index>;
  return convert<Shape>(key, "a shape", [](const Json& json) -> std::optional<Shape> {
    Shape shape;
    for (const Json& side : json) {
      const std::optional<gradscope::Index> length = to_index(side);
      if (!length || *length < 1) return {};
      shape.push_back(*length);
    }
    if (!json.is_array() || shape.empty() || shape.size() > 2) return {};
    return shape;
  });
}

std::vector<Reader> Reader::objects(const char* key) const {
  std::vector<Reader> result;
  const Json* json = list(key);
  for (std::size_t i = 0; json != nullptr && i < json->size(); ++i) {
    const std::string place = std::string(key) + '[' + std::to_string(i) + ']';
    result.emplace_back((*json)[i], *faults_, path_.empty() ? place : path_ + '.' + place);
  }
  return result;
}

double Reader::tolerance(const char* key, double beyond) const {
  const auto at = json_->find(key);
  const double tolerance = at != json_->end() && at->is_null() ? beyond : number(key);
  return std::isfinite(tolerance) ? tolerance : beyond;
}

Numbers Reader::tolerances(const char* key, double beyond) const {
  Numbers result = convert<double>(key, "a tolerance", [&](const Json& json) {
    return json.is_null() ? std::optional<double>(beyond) : to_number(json);
  });
  for (double& tolerance : result) {
    if (!std::isfinite(tolerance)) tolerance = beyond;
  }
  return result;
}

gradscope::Value::Object Reader::values() const {
  gradscope::ReadContext context;
  Json given = Json::object();
  for (const auto& member : json_->items()) {
    if (!member.value().is_null()) given[member.key()] = member.value();
  }
  const gradscope::Value value = gradscope::parse_json(given.dump(), context);
  for (const auto& error : context.errors) fault(error.path + ' ' + error.message);
  return value.as_object() == nullptr ? gradscope::Value::Object{} : *value.as_object();
}

}  // namespace golden
