// The commands of the program `gradscope`. Not the engine: a command prints what the engine
// answers.
#pragma once

#include <string>

#include "engine/tools/arguments.hpp"

namespace gradscope::tools {

/// Exit codes: done; done, and what was asked turned out wrong; the question itself was wrong.
enum ExitCode { kSuccess = 0, kFailure = 1, kUsage = 2 };

/// What the user asked for. `config` is JSON or a link that float32 accepts, if the command takes
/// one.
struct Request {
  std::string config;
  Options options;
};

int catalog(const Request& request);
int remedies(const Request& request);

// train.cpp is compiled twice; a check and a theory need doubles.
namespace float32 {
int train(const Request& request);
}
namespace float64 {
int train(const Request& request);
int check(const Request& request);
int theory(const Request& request);
}  // namespace float64

}  // namespace gradscope::tools
