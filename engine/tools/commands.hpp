// The commands of the program `gradscope`, and how each ends. Not the engine: a command prints what
// the engine answers.
#pragma once

#include <string>
#include <vector>

namespace gradscope::tools {

using Arguments = std::vector<std::string>;

/// Exit codes.
enum ExitCode { kSuccess = 0, kUsage = 2 };

int catalog_command(const Arguments& arguments);

}  // namespace gradscope::tools
