// Target `digits`: any bytes as the file of digits, and the file with changes. What is accepted is
// what a slow, obvious reader says it is; what is refused changes nothing.
#include "engine/data/digits.hpp"

#include <algorithm>
#include <string>

#include "tests/fuzz/target.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {
namespace fuzz {

namespace {

constexpr std::size_t kDigits = 1797;
constexpr std::string_view kClasses = "0123456789";
constexpr std::string_view kInk = "ABCDEFGHIJKLMNOPQ";
constexpr std::string_view kNearInk = "@ABCDEFGHIJKLMNOPQR";

/// The lines that should be digits: each that is neither empty nor a comment.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin && text[begin] != '#') lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

bool is_digit(std::string_view line) {
  return line.size() == 65 && kClasses.find(line[0]) != std::string_view::npos &&
         line.substr(1).find_first_not_of(kInk) == std::string_view::npos;
}

bool is_right(const std::vector<std::string_view>& lines) {
  for (const std::string_view line : lines) {
    if (!is_digit(line)) return false;
  }
  return lines.size() == kDigits;
}

/// The data set that the lines are.
void check_data(const std::vector<std::string_view>& lines) {
  const Dataset data = read_digits();
  require(data.rows == static_cast<Index>(kDigits) && data.features == 64 && data.classes == 10,
          "there are 1,797 digits of 64 pixels in 10 classes");
  require(data.inputs.size() == 64 * kDigits && data.answers.size() == kDigits, "and no more");
  std::vector<Scalar> inputs;
  std::vector<Scalar> answers;
  for (const std::string_view line : lines) {
    answers.push_back(static_cast<Scalar>(line[0] - '0'));
    for (const char ink : line.substr(1)) inputs.push_back(static_cast<Scalar>(ink - 'A') / 16);
  }
  require(data.answers == answers, "classes are read");
  require(data.inputs == inputs, "ink is read");
}

/// The right file with bytes changed, put in or cut out, or lines swapped.
std::string edited(std::string text, Bytes& input) {
  while (!input.empty() && !text.empty()) {
    const std::size_t at = input.word(3) % text.size();
    const std::size_t length = input.below(140);
    switch (input.below(6)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, text.substr(at, length));
        break;
      case 2:
        text.insert(at, std::string(length % 8, static_cast<char>(input.byte())));
        break;
      case 3:
        text.insert(text.find('\n', at) + 1, "#\n");  // a comment, or at the end an odd line
        break;
      case 4:
        text[at] = kNearInk[length % kNearInk.size()];
        break;
      default:
        text[at] = static_cast<char>(input.byte());
    }
  }
  return text;
}

}  // namespace

void digits(Bytes input) {
  const std::string original = kDigitsText;
  const std::string text =
      input.below(8) == 0 ? std::string(input.text()) : edited(original, input);
  const std::vector<std::string_view> lines = lines_of(text);
  static const std::vector<Scalar> before = read_digits().inputs;
  const bool accepted = provide_digits(text);
  require(accepted == is_right(lines), "what is accepted is the file, and all of that is");
  require(has_digits(), "there are digits as before");
  if (!accepted) {  // reading them all takes longer than everything else
    const bool look = text.size() % 16 == 0;
    require(!look || read_digits().inputs == before, "what is refused changes nothing");
    return;
  }
  check_data(lines);
  require(provide_digits(original), "the next input finds the right file");
}

}  // namespace fuzz
}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
