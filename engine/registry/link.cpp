// A recursive-descent parser of the link grammar; three levels deep at most, so it cannot overflow.
#include "engine/registry/link.hpp"

#include "engine/registry/json.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

constexpr std::size_t kMostLink = 4096;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                        hex_digit(text[i + 2]) >= 0;
    out +=
        escape ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return out;
}

/// Splits at `separator` outside parentheses.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')') --depth;
    if (text[i] == separator && depth == 0) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  parts.push_back(text.substr(begin));
  return parts;
}

bool is_word(std::string_view text) {
  for (const char c : text) {
    const bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '_' || c == '.' || c == '-' || c == '+';
    if (!ok) return false;
  }
  return !text.empty();
}

class Parser {
 public:
  explicit Parser(ReadContext& context) : context_(context) {}

  /// Whether the value read last is none: a fault says why.
  bool failed() const { return failed_; }

  /// The value of a setting.
  Value setting(std::string_view text, const std::string& key) {
    failed_ = false;
    return value(text, key, 0);
  }

 private:
  Value value(std::string_view text, const std::string& path, int level) {
    const auto items = split(text, ',');
    if (!text.empty() && items.size() == 1) return item(text, path, level);
    Value::List list;
    for (std::size_t i = 0; !text.empty() && i < items.size(); ++i) {
      list.push_back(item(items[i], path + '[' + std::to_string(i) + ']', level));
    }
    return list;
  }

  Value item(std::string_view text, const std::string& path, int level) {
    const std::size_t open = text.find('(');
    if (open == std::string_view::npos) return atom(text, path);
    const std::string_view kind = text.substr(0, open);
    if (text.back() != ')' || !is_word(kind) || level > 1) return malformed(text, path);
    Value::Object object{{"kind", kind}};
    const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
    if (inside.empty()) return object;
    for (const std::string_view part : split(inside, ';')) {
      const std::size_t colon = part.find(':');
      const std::string_view key = part.substr(0, colon);
      if (colon == std::string_view::npos || !is_word(key)) return malformed(part, path);
      const std::string at = path + '.' + std::string(key);
      if (Value::find(object, key) != nullptr) return fail(at, "is given twice");
      object.emplace_back(key, value(part.substr(colon + 1), at, level + 1));
    }
    return object;
  }

  Value atom(std::string_view text, const std::string& path) {
    if (text == "true") return true;
    if (text == "false") return false;
    if (!is_word(text)) return malformed(text, path);
    const bool numeric = text[0] == '-' || (text[0] >= '0' && text[0] <= '9');
    if (!numeric) return text;
    ReadContext silent;  // JSON's own syntax of numbers
    const Value number = parse_json(text, silent);
    return number.as_number() != nullptr ? number : Value(text);
  }

  Value malformed(std::string_view text, const std::string& path) {
    return fail(path, "cannot read \"" + std::string(text.substr(0, 40)) + '"');
  }

  Value fail(const std::string& path, std::string message) {
    context_.fault(path, std::move(message));
    failed_ = true;
    return {};
  }

  ReadContext& context_;
  bool failed_ = false;
};

}  // namespace

Value parse_link(std::string_view text, ReadContext& context) {
  Value::Object object;
  if (text.size() > kMostLink) {
    context.fault("link", std::to_string(text.size()) + " bytes; at most " +
                              std::to_string(kMostLink) + " are allowed");
    return object;
  }
  const std::size_t hash = text.rfind('#');
  const std::string decoded =
      percent_decoded(hash == std::string_view::npos ? text : text.substr(hash + 1));
  const auto parts = split(decoded, '&');
  if (parts.front() != "v1") {
    context.fault("link", "begins with \"" + std::string(parts.front().substr(0, 40)) +
                              "\"; only version v1 is known");
    return object;
  }
  Parser parser(context);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (parts[i].empty() || parts[i].substr(0, 3) == "ui.") continue;
    const std::size_t equals = parts[i].find('=');
    const std::string key(parts[i].substr(0, equals));
    if (equals == std::string_view::npos || !is_word(key)) {
      context.fault("link", "cannot read \"" + std::string(parts[i].substr(0, 40)) + '"');
      continue;
    }
    Value value = parser.setting(parts[i].substr(equals + 1), key);
    if (parser.failed()) continue;
    if (Value::find(object, key) != nullptr) {
      context.fault(key, "is given twice");
    } else {
      object.emplace_back(key, std::move(value));
    }
  }
  return object;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
