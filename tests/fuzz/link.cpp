// Target `link`: any bytes as a link. What is read is written and read again; what a link may be
// dressed in changes nothing. Also reads links for agree.mjs, which asks the page's parser the
// same.
#include "engine/registry/link.hpp"

#include <iostream>
#include <string>

#include "engine/registry/json.hpp"
#include "tests/fuzz/target.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {
namespace fuzz {

namespace {

std::string text_of(const Value& value) { return write_json(value); }

/// The grammar of link.hpp, backwards.
std::string link_value(const Value& value) {
  std::string text;
  if (const auto* list = value.as_list()) {
    for (const Value& item : *list) text += (text.empty() ? "" : ",") + link_value(item);
    return text;
  }
  const auto* object = value.as_object();
  if (object == nullptr) return value.as_string() != nullptr ? *value.as_string() : text_of(value);
  for (const auto& [key, item] : *object) {
    if (key != "kind") text += (text.empty() ? "" : ";") + key + ':' + link_value(item);
  }
  return *value.find("kind")->as_string() + '(' + text + ')';
}

std::string link_of(const Config& config) {
  const Value settings = write_config(config);
  std::string text = "v1";
  for (const auto& [key, value] : *settings.as_object())
    text += '&' + key + '=' + link_value(value);
  return text;
}

/// What a text is read as, in a form that can be compared.
std::string reading(std::string_view text) {
  const ConfigResult result = read_config_text(text);
  check_faults(result.errors);
  return result.errors.empty() ? text_of(write_config(result.config))
                               : text_of(write_errors(result.errors));
}

std::string percent_encoded(std::string_view text) {
  constexpr const char* kHex = "0123456789abcdef";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    result += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return result;
}

}  // namespace

void check_faults(const ConfigErrors& errors) {
  require(errors.size() <= kMostErrors, "there are at most 32 faults");
  for (const ConfigError& e : errors) require(!e.message.empty(), "a fault has a message");
}

void link(Bytes input) {
  constexpr std::size_t kMost = 4096;
  const std::string text(input.text());
  ReadContext context;
  const Value settings = parse_link(text, context);
  check_faults(context.errors);
  require(settings.as_object() != nullptr, "a link is an object, if only an empty one");
  // From here on as it stands behind a "#", so that what a page puts before it is a link too.
  const std::string plain = '#' + text.substr(text.rfind('#') + 1);
  const std::string read = reading(plain);
  if (plain.size() + 30 > kMost) return;
  require(reading("https://example.org/?a=b#c" + plain) == read,
          "what stands before # is not read");
  if (text.find_first_of("%#") == std::string::npos && 3 * plain.size() < kMost) {
    require(reading('#' + percent_encoded(plain.substr(1))) == read,
            "a link may be percent-encoded as a whole");
  }
  const ConfigResult result = read_config_text(plain);
  if (!result.errors.empty()) return;
  require(reading(plain + "&ui.depth=5") == read, "what the page keeps is not read");
  require(read_config(write_config(result.config)).errors.empty(), "what is written has no fault");
  const std::string again = link_of(result.config);
  if (again.size() <= kMost) require(reading(again) == read, "a link written is the link read");
}

void read_links() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::string text;
    for (std::size_t i = 0; i + 1 < line.size(); i += 2) {
      text += static_cast<char>(std::stoi(line.substr(i, 2), nullptr, 16));
    }
    ReadContext context;
    const Value settings = parse_link(text, context);
    const Value* specimens = settings.find("specimens");
    context.allow_specimens =
        specimens != nullptr && specimens->as_bool() != nullptr && *specimens->as_bool();
    Config config;
    read_fields(settings, kSlots<Config>, &config, "", context);
    const bool good = context.errors.empty();
    const Value answer = good ? Value::Object{{"config", write_config(config)}}
                              : Value::Object{{"faults", write_errors(context.errors)}};
    std::cout << text_of(answer) << '\n';
  }
}

}  // namespace fuzz
}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
