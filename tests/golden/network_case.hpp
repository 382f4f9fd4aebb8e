// A recorded network as a run of the engine.
#pragma once

#include <optional>

#include "engine/train/trainer.hpp"
#include "tests/golden/reader.hpp"

namespace golden {

struct NetworkCase {
  gradscope::Run run;
  std::vector<std::string> names;  ///< Of the parameters, in recorded order.
  std::vector<Numbers> params;     ///< Their initial values, in that order.
};

/// Nothing, and faults of the case, if the engine cannot do what is recorded.
std::optional<NetworkCase> read_network(const Reader& c);

/// Gives a trainer of that run the recorded parameters.
void load_parameters(const NetworkCase& network, gradscope::Trainer& trainer);

/// One parameter tensor of a flat array, by name.
Numbers tensor(const gradscope::Layout& layout, const gradscope::Flat& flat,
               const std::string& name);

}  // namespace golden
