// The program `gradscope`: finds the command and runs it.
#include <iostream>

#include "engine/tools/commands.hpp"

int main(int count, char** words) {
  using namespace gradscope::tools;
  const Arguments arguments(words + 1, words + count);
  if (!arguments.empty() && arguments[0] == "catalog") return catalog_command(arguments);
  std::cerr << "usage: gradscope catalog --json\n";
  return kUsage;
}
