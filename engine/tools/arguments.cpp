// Reads words and files.
#include "engine/tools/arguments.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace gradscope::tools {

namespace {

constexpr std::size_t kMostText = 1 << 20;

/// At most one byte more than allowed: whatever the input is, reading ends.
std::string read(std::istream& in, const std::string& name) {
  std::string text(kMostText + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad()) throw UsageError(name + " cannot be read");
  if (text.size() > kMostText) throw UsageError(name + " is larger than 1 MB");
  text.resize(text.find_last_not_of(" \t\r\n") + 1);  // a link ends before the end of its line
  return text;
}

bool is_config(const std::string& word) {
  const std::string link = word.substr(word.find('#') + 1);  // all of it without a #
  return word.starts_with('{') || link == "v1" || link.starts_with("v1&");
}

}  // namespace

Options::Options(std::span<const std::string> words, std::span<const OptionInfo> known) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with("--")) {
      rest_.push_back(words[i]);
      continue;
    }
    const std::size_t equals = words[i].find('=');
    const std::string name = words[i].substr(0, equals);
    const auto info =
        std::find_if(known.begin(), known.end(), [&](const auto& o) { return o.name == name; });
    if (info == known.end()) throw UsageError("there is no option " + name);
    std::string value;
    if (info->value == nullptr) {
      if (equals != std::string::npos) throw UsageError(name + " takes no value");
    } else if (equals != std::string::npos) {
      value = words[i].substr(equals + 1);
    } else if (++i < words.size()) {
      value = words[i];
    } else {
      throw UsageError(name + " needs a value: " + name + ' ' + info->value);
    }
    if (!given_.emplace(name, value).second) throw UsageError(name + " is given twice");
  }
}

std::int64_t Options::integer(const std::string& name, std::int64_t least, std::int64_t most,
                              std::int64_t otherwise) const {
  const auto given = given_.find(name);
  if (given == given_.end()) return otherwise;
  const std::string& text = given->second;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || number < least || number > most) {
    throw UsageError(name + ": \"" + text.substr(0, 40) + "\" is not a whole number from " +
                     std::to_string(least) + " to " + std::to_string(most));
  }
  return number;
}

std::string text_of(const std::string& word) {
  if (word == "-") return read(std::cin, "standard input");
  if (is_config(word)) return word;
  std::error_code error;
  if (std::filesystem::is_directory(word, error)) throw UsageError(word + " is a folder");
  std::ifstream file(word, std::ios::binary);
  if (!file) {
    throw UsageError("there is no file \"" + word.substr(0, 200) +
                     "\" that can be read, and a link begins with v1");
  }
  return read(file, word);
}

}  // namespace gradscope::tools
