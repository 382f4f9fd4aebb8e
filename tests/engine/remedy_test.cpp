// The list of remedies: each is a change that the engine accepts, and no two are the same.
#include "engine/train/remedies.hpp"

#include <set>

#include "tests/engine/runs.hpp"

using namespace gradscope;

TEST_CASE("remedy: each is an allowed change of a run, and no two are the same") {
  std::set<std::string> keys, titles, changes;
  for (const Remedy& remedy : kRemedies) {
    INFO(remedy.key);
    config_of(std::string("v1&") + remedy.change);  // fails if it is not allowed
    CHECK((*remedy.change == '\0') == (remedy.rate != 1));
    CHECK(keys.insert(remedy.key).second);
    CHECK(titles.insert(remedy.title).second);
    CHECK(changes.insert(std::to_string(remedy.rate) + remedy.change).second);
  }
}

TEST_CASE("remedy: only a change of the chain has a place in the chain") {
  for (const Remedy& remedy : kRemedies) {
    INFO(remedy.key);
    const bool chains = std::string(remedy.change).find("update=") != std::string::npos;
    CHECK((chains || remedy.chaining == Chaining::kReplace));
  }
}
