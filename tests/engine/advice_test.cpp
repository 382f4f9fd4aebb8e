// The remedies that a diagnosis names: of the table, on offer, and of use where they are named.
#include "engine/train/advice.hpp"

#include <algorithm>

#include "tests/engine/runs.hpp"

using namespace gradscope;

namespace {

std::vector<std::string> advice_of(const Session& session) {
  const Value d = session.diagnosis();
  std::vector<std::string> keys;
  for (const Value& key : *d.find("remedies")->as_list()) keys.push_back(*key.as_string());
  return keys;
}

const Remedy& remedy_named(const std::string& key) {
  return *std::find_if(kRemedies.begin(), kRemedies.end(),
                       [&](const Remedy& r) { return key == r.key; });
}

}  // namespace

TEST_CASE("advice: two remedies that the page offers, for whatever has a cause in the run") {
  for (const auto& cause : kCauses) {
    const auto keys = advice_on({}, cause.state);
    const bool none = cause.state == Cause::kNone || cause.state == Cause::kPenalty ||
                      cause.state == Cause::kFormula || cause.state == Cause::kZeroRate;
    CHECK(keys.size() == (none ? 0U : 2U));
    for (const char* key : keys) CHECK(remedy_named(key).offered);
  }
}

TEST_CASE("advice: what is named first makes the sick runs learn") {
  for (const std::string rest : {"", "&width=32&batch=64"}) {
    Session sick(config_of("v1" + rest));
    sick.probe();
    const auto keys = advice_of(sick);
    REQUIRE(keys.size() == 2);
    for (const std::string& key : keys) {
      Session treated(config_of("v1" + rest + "&" + remedy_named(key).change));
      treated.run(2000, 1);
      INFO(key);
      CHECK(*treated.diagnosis().find("learning")->as_string() == "learned");
      CHECK(advice_of(treated).empty());
    }
  }
}

TEST_CASE("advice: a rate that is too large is to be smaller, one that is too small larger") {
  Session fast(config_of("v1&activation=tanh&learning_rate=10"));
  fast.run(400, 1);
  CHECK(advice_of(fast).front() == "slower");
  Session slow(config_of("v1&activation=tanh&learning_rate=0.000001"));
  slow.run(400, 1);
  CHECK(advice_of(slow).front() == "adam");
  Session still(config_of("v1&activation=tanh&learning_rate=0"));
  still.run(400, 1);
  CHECK(advice_of(still).empty());  // no other optimizer, and no multiple of 0: a rate
}
