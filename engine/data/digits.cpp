// Reads digits.txt: a line per digit, its class and then 64 letters, A for 0 ink up to Q for 16.
#include "engine/data/digits.hpp"

#include <cassert>
#include <string_view>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

constexpr Index kDigits = 1797;
constexpr Index kPixels = 64;

std::string& stored() {
  static std::string text;
  return text;
}

template <class Line>
void for_each_digit(std::string_view text, Line&& line) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view row = text.substr(0, end);
    if (!row.empty() && row.front() != '#') line(row);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

}  // namespace

bool provide_digits(std::string text) {
  Index count = 0;
  bool good = true;
  for_each_digit(text, [&](std::string_view row) {
    good = good && row.size() == kPixels + 1 && row[0] >= '0' && row[0] <= '9';
    for (std::size_t i = 1; good && i < row.size(); ++i) good = row[i] >= 'A' && row[i] <= 'Q';
    ++count;
  });
  if (!good || count != kDigits) return false;
  stored() = std::move(text);
  return true;
}

bool has_digits() { return !stored().empty(); }

Dataset read_digits() {
  assert(has_digits());
  Dataset data(Task::kClassification, kPixels, 10);
  for_each_digit(stored(), [&](std::string_view row) {
    for (std::size_t i = 1; i < row.size(); ++i) {
      data.inputs.push_back(static_cast<Scalar>((row[i] - 'A') / 16.0));
    }
    data.answers.push_back(static_cast<Scalar>(row[0] - '0'));
    ++data.rows;
  });
  return data;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
