// Writes, and meets the signals.
#include "engine/tools/output.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace gradscope::tools {

namespace {

struct Ending {
  int signal;
  const char* message;
};
constexpr std::array kEndings = {Ending{SIGINT, "gradscope: stopped by SIGINT\n"},
                                 Ending{SIGTERM, "gradscope: stopped by SIGTERM\n"},
                                 Ending{SIGHUP, "gradscope: stopped by SIGHUP\n"}};

volatile std::sig_atomic_t is_printing = 0;
volatile std::sig_atomic_t waiting_signal = 0;

/// Ends as the signal itself would. Calls nothing that a handler must not call.
[[noreturn]] void end_by(int number) {
  for (const Ending& ending : kEndings) {
    if (ending.signal != number) continue;
    if (isatty(STDERR_FILENO) != 0 && write(STDERR_FILENO, "\n", 1) < 0)
      break;  // below a progress bar
    if (write(STDERR_FILENO, ending.message, std::strlen(ending.message)) < 0) break;
  }
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  std::signal(number, SIG_DFL);
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
  raise(number);
  _exit(128 + number);  // the first process of a container outlives its own signals
}

/// Waits for the end of a line that is being written; a second signal does not.
extern "C" void on_signal(int number) {
  if (is_printing == 0 || waiting_signal != 0) end_by(number);
  waiting_signal = number;
}

/// How many bytes of the text are one character that may be shown; 0 if its first byte may not.
std::size_t shown_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return first >= 0x20 && first != 0x7F ? 1 : 0;
  const std::size_t length = first >= 0xF0 ? 4 : (first >= 0xE0 ? 3 : 2);
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  std::uint32_t code = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
    code = code << 6 | (byte(i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kLeast[length] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return 0;
  const bool control = code < 0xA0 || code == 0x2028 || code == 0x2029;
  const bool reorders = code == 0x200E || code == 0x200F || code == 0x61C ||
                        (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return control || reorders ? 0 : length;
}

}  // namespace

void write_lines(std::string_view lines) {
  is_printing = 1;
  const bool good = std::fwrite(lines.data(), 1, lines.size(), stdout) == lines.size() &&
                    std::fflush(stdout) == 0;
  const int error = errno;
  is_printing = 0;
  if (waiting_signal != 0) end_by(waiting_signal);
  if (!good) {
    throw OutputError(std::string("standard output cannot be written: ") + std::strerror(error));
  }
}

void complain(std::string_view message) {
  const std::string line = "gradscope: " + printable(message) + '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);  // where it fails there is nobody to tell
}

std::string printable(std::string_view text) {
  constexpr const char* kHex = "0123456789abcdef";
  std::string result;
  while (!text.empty()) {
    const std::size_t length = shown_length(text);
    if (length > 0) {
      result += text.substr(0, length);
    } else {
      const auto byte = static_cast<unsigned char>(text[0]);
      result += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    }
    text.remove_prefix(length > 0 ? length : 1);
  }
  return result;
}

void end_on_signals() {
  for (const Ending& ending : kEndings) {
    // Whoever started the program may have told it to ignore them: nohup does.
    if (std::signal(ending.signal, on_signal) == SIG_IGN) std::signal(ending.signal, SIG_IGN);
  }
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace gradscope::tools
