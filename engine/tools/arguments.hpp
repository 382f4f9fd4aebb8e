// Words of the command line: options, whole numbers, and the text of a config. Knows no command.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace gradscope::tools {

/// What the user must change; the message says how.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An option of a command. Without `value` it is a flag.
struct OptionInfo {
  const char* name;
  const char* value;
  const char* help;
};

/// The words behind the command, sorted into options and the rest.
class Options {
 public:
  Options() = default;
  /// Throws UsageError for an option that is not in the list, lacks its value or is given twice.
  Options(std::span<const std::string> words, std::span<const OptionInfo> known);

  const std::vector<std::string>& rest() const { return rest_; }
  bool has(const std::string& name) const { return given_.count(name) > 0; }
  /// The value of an option, or `otherwise` if it was not given. Throws UsageError unless it is a
  /// whole number from `least` to `most`.
  std::int64_t integer(const std::string& name, std::int64_t least, std::int64_t most,
                       std::int64_t otherwise) const;

 private:
  std::map<std::string, std::string> given_;
  std::vector<std::string> rest_;
};

/// The text that a word stands for: itself, if it is JSON or a link; standard input, if it is "-";
/// else the file of that name, of at most 1 MB. Throws UsageError.
std::string text_of(const std::string& word);

}  // namespace gradscope::tools
