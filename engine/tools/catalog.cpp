// `gradscope catalog`: everything that can be chosen or measured, from the engine's registry.
#include "engine/catalog.hpp"

#include <iostream>

#include "engine/registry/json.hpp"
#include "engine/tools/commands.hpp"

namespace gradscope::tools {

int catalog_command(const Arguments&) {
  std::cout << write_json(catalog(), 1) << '\n';
  return kSuccess;
}

}  // namespace gradscope::tools
