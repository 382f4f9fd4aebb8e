// Formats and pads.
#include "engine/tools/table.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace gradscope::tools {

namespace {

std::string format(const char* pattern, int digits, double x) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), pattern, digits, x);
  return text.data();
}

}  // namespace

std::string scientific(double x) { return x != x ? "-" : format("%.*e", 2, x); }

std::string fixed(double x, int digits) {
  constexpr double kMost = 1e9;  // longer numbers would burst their column
  if (x != x) return "-";
  return x < kMost && x > -kMost ? format("%.*f", digits, x) : scientific(x);
}

std::string percent(double share) { return share != share ? "-" : fixed(100 * share, 1) + " %"; }

namespace {

/// Characters of a text in UTF-8: its bytes but those that go on with a character.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](unsigned char c) { return (c & 0xC0U) != 0x80U; }));
}

}  // namespace

std::string Table::text() const {
  std::vector<std::size_t> widths(rows_.front().size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - width_of(row[i]), ' ');
      line += i == 0 ? row[i] + padding : "  " + padding + row[i];
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return text;
}

std::string wrapped(const std::string& text, std::size_t indent) {
  constexpr std::size_t kWidth = 100;
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = std::min(text.size() - at, kWidth - indent);
    if (at + length < text.size()) {
      const std::size_t space = text.rfind(' ', at + length);
      if (space != std::string::npos && space > at) length = space - at;
    }
    result += std::string(indent, ' ') + text.substr(at, length) + '\n';
    at += length;
    while (at < text.size() && text[at] == ' ') ++at;
  }
  return result;
}

}  // namespace gradscope::tools
