// What the program writes, and how it ends: whole lines, and an error where they cannot be written.
// Knows no command.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace gradscope::tools {

/// Standard output cannot be written; the message says why.
struct OutputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Writes whole lines to standard output, at once. Throws OutputError.
void write_lines(std::string_view lines);

/// Writes "gradscope: MESSAGE" to standard error, with nothing in it that moves a terminal's
/// cursor.
void complain(std::string_view message);

/// Text of unknown origin, safe to show: control characters, the marks that reorder text, and bytes
/// that are no UTF-8 become \xNN.
std::string printable(std::string_view text);

/// From here on Ctrl+C and the like end the program behind a whole line, with a message and the
/// status of the signal, and a reader that went away is an OutputError.
void end_on_signals();

}  // namespace gradscope::tools
