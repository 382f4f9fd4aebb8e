// The bridge between nlohmann/json and Value.
#include "engine/registry/json.hpp"

#include <nlohmann/json.hpp>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostJson = 1 << 20;
constexpr std::size_t kMostLevels = 16;
constexpr std::size_t kMostMembers = 256;

/// What the parser of nlohmann/json calls for each piece of the text. Answering false ends it.
class Builder {
 public:
  explicit Builder(ReadContext& context) : context_(context) {}

  Value take() { return std::move(result_); }
  /// Whether a fault has been reported, beyond "is not JSON".
  bool faulty() const { return faulty_; }

  bool null() { return add({}); }
  bool boolean(bool b) { return add(b); }
  bool number_integer(std::int64_t i) { return add(static_cast<double>(i)); }
  bool number_unsigned(std::uint64_t i) { return add(static_cast<double>(i)); }
  bool number_float(double d, const std::string&) { return add(d); }
  bool string(std::string& s) { return add(std::move(s)); }
  bool binary(Json::binary_t&) { return false; }  // only of formats other than JSON
  bool start_array(std::size_t) { return open(false); }
  bool start_object(std::size_t) { return open(true); }
  bool end_array() { return close(std::move(levels_.back().list)); }
  bool end_object() { return close(std::move(levels_.back().object)); }
  bool parse_error(std::size_t, const std::string&, const std::exception&) { return false; }

  bool key(std::string& key) {
    Level& level = levels_.back();
    level.key = std::move(key);
    if (Value::find(level.object, level.key) != nullptr) return fault("is given twice");
    return level.object.size() < kMostMembers || fault("is one of more than 256 members");
  }

 private:
  struct Level {  // an array or object that is still open
    bool is_object;
    Value::List list;
    Value::Object object;
    std::string key;  // of the member that is being read
  };

  bool add(Value value) {
    if (levels_.empty()) {
      result_ = std::move(value);
    } else if (levels_.back().is_object) {
      levels_.back().object.emplace_back(std::move(levels_.back().key), std::move(value));
    } else {
      levels_.back().list.push_back(std::move(value));
    }
    return true;
  }
  bool open(bool is_object) {
    if (levels_.size() == kMostLevels) {
      faulty_ = true;
      context_.fault("", "nested more than 16 levels deep");
      return false;
    }
    levels_.push_back({is_object, {}, {}, {}});
    return true;
  }
  bool close(Value value) {
    levels_.pop_back();
    return add(std::move(value));
  }

  /// Names the place: "update[1].beta2".
  bool fault(const char* message) {
    std::string path;
    for (const Level& level : levels_) {
      if (!level.is_object) {
        path += '[' + std::to_string(level.list.size()) + ']';
      } else {
        path += (path.empty() ? "" : ".") + level.key.substr(0, 40);
      }
    }
    context_.fault(path, message);
    faulty_ = true;
    return false;
  }

  ReadContext& context_;
  Value result_;
  std::vector<Level> levels_;
  bool faulty_ = false;
};

std::string number_text(double number) {
  if (number - number != 0) return "null";
  constexpr double kExact = 9007199254740992;  // whole numbers read better without ".0"
  const bool whole =
      std::abs(number) < kExact && number == static_cast<double>(static_cast<std::int64_t>(number));
  return whole ? std::to_string(static_cast<std::int64_t>(number)) : Json(number).dump();
}

/// Which number it is, for one that JSON has no word for; a list of these for a list; else null.
Value not_finite(const Value& value) {
  if (const auto* n = value.as_number()) {
    if (*n != *n) return "nan";
    if (*n - *n != 0) return *n > 0 ? "inf" : "-inf";
  }
  Value::List words;
  bool any = false;
  if (const auto* list = value.as_list()) {
    for (const Value& item : *list) {
      words.push_back(item.as_number() != nullptr ? not_finite(item) : Value());
      any = any || !words.back().is_null();
    }
  }
  return any ? Value(std::move(words)) : Value();
}

/// Writes values as they come. A tree of the library's would take memory when it is destroyed, and
/// end the program where there is none.
class Writer {
 public:
  explicit Writer(int indent) : indent_(indent) {}

  std::string take() { return std::move(text_); }

  void write(const Value& value) {
    if (const auto* list = value.as_list()) return write_list(*list);
    if (const auto* object = value.as_object()) return write_object(*object);
    if (const auto* s = value.as_string()) return write_string(*s);
    if (const auto* n = value.as_number()) {
      text_ += number_text(*n);
    } else if (const auto* b = value.as_bool()) {
      text_ += *b ? "true" : "false";
    } else {
      text_ += "null";
    }
  }

 private:
  void write_string(const std::string& s) {
    text_ += Json(s).dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  void write_list(const Value::List& list) {
    open('[');
    for (const Value& item : list) {
      next();
      write(item);
    }
    close(']');
  }

  void write_object(const Value::Object& object) {
    Value::Object odd;
    open('{');
    for (const auto& [key, value] : object) {
      write_member(key, value);
      if (Value word = not_finite(value); !word.is_null()) odd.emplace_back(key, std::move(word));
    }
    if (!odd.empty()) write_member("not_finite", odd);
    close('}');
  }

  void write_member(const std::string& key, const Value& value) {
    next();
    write_string(key);
    text_ += indent_ < 0 ? ":" : ": ";
    write(value);
  }

  void open(char bracket) {
    text_ += bracket;
    ++level_;
    first_ = true;
  }
  /// In front of an item.
  void next() {
    if (!first_) text_ += ',';
    break_line();
    first_ = false;
  }
  void close(char bracket) {
    --level_;
    if (!first_) break_line();
    text_ += bracket;
    first_ = false;
  }
  void break_line() {
    if (indent_ < 0) return;
    text_ += '\n';
    text_.append(static_cast<std::size_t>(indent_ * level_), ' ');
  }

  int indent_;
  int level_ = 0;
  bool first_ = true;  // no item of the innermost list or object has been written
  std::string text_;
};

}  // namespace

Value parse_json(std::string_view text, ReadContext& context) {
  if (text.size() > kMostJson) {
    context.fault("", std::to_string(text.size()) + " bytes of JSON; at most " +
                          std::to_string(kMostJson) + " are allowed");
    return {};
  }
  Builder builder(context);
  // To the library a NUL is the end of the text, whatever follows.
  const bool complete =
      text.find('\0') == std::string_view::npos && Json::sax_parse(text, &builder);
  if (complete) return builder.take();
  if (!builder.faulty()) context.fault("", "is not JSON");
  return {};
}

std::string write_json(const Value& value, int indent) {
  Writer writer(indent);
  writer.write(value);
  return writer.take();
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
