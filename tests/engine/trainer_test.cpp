// Laws of a run as a whole.
#include <catch2/catch.hpp>

#include "engine/train/session.hpp"

using namespace gradscope;

TEST_CASE("trainer: the default run vanishes before training starts") {
  Session session(read_config_text("v1").config);
  REQUIRE(session.probe() == 1);
  const Value diagnosis = session.diagnosis();
  CHECK(*diagnosis.find("verdict")->as_string() == "vanishing");
  CHECK(*diagnosis.find("delta_ratio")->as_number() < 1e-5);
}
