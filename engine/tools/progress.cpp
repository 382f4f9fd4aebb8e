// Draws with a carriage return.
#include "engine/tools/progress.hpp"

#include <iostream>

#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace gradscope::tools {

namespace {

bool is_terminal() {
#if __has_include(<unistd.h>)
  return isatty(STDERR_FILENO) != 0;
#else
  return false;
#endif
}

}  // namespace

Progress::Progress() : terminal_(is_terminal()) {}

Progress::~Progress() {
  if (!shown_.empty()) std::cerr << '\r' << std::string(shown_.size(), ' ') << '\r' << std::flush;
}

void Progress::show(double share, const std::string& note) {
  constexpr std::size_t kWidth = 40;
  if (!terminal_) return;
  const auto full = static_cast<std::size_t>(share * kWidth);
  std::string line = '[' + std::string(full, '#') + std::string(kWidth - full, '.') + "] " + note;
  if (line == shown_) return;
  const std::size_t left_over = shown_.size() > line.size() ? shown_.size() - line.size() : 0;
  std::cerr << '\r' << line << std::string(left_over, ' ') << std::flush;
  shown_ = std::move(line);
}

}  // namespace gradscope::tools
