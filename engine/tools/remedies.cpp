// `gradscope remedies`: what helps against a vanishing and against an exploding gradient.
#include <algorithm>
#include <iostream>

#include "engine/registry/json.hpp"
#include "engine/tools/config.hpp"
#include "engine/tools/progress.hpp"
#include "engine/tools/table.hpp"
#include "engine/train/session.hpp"

namespace gradscope::tools {
int remedies(const Request&) { return kSuccess; }
}  // namespace gradscope::tools
