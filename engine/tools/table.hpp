// Numbers and tables as text, the same for all commands.
#pragma once

#include <string>
#include <vector>

namespace gradscope::tools {

/// Three digits: "1.23e-06". NaN is "-": not measured, or not a number.
std::string scientific(double x);
/// `digits` behind the point.
std::string fixed(double x, int digits);
/// "93.2 %"
std::string percent(double share);

/// Columns as wide as their widest cell; the first to the left, the others to the right.
class Table {
 public:
  explicit Table(std::vector<std::string> header) : rows_{std::move(header)} {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

/// Lines of at most 100 characters, each indented; breaks at spaces.
std::string wrapped(const std::string& text, std::size_t indent);

}  // namespace gradscope::tools
