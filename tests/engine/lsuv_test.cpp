// LSUV: variance 1 for hidden layers on the first batch; the output is not touched.
#include "tests/engine/rows.hpp"

using namespace gradscope;

TEST_CASE("LSUV: an output keeps its scale, hidden layers get variance 1") {
  const std::string link = "v1&depth=12&init=";
  Session lsuv(config_of(link + "lsuv"));
  Session orthogonal(config_of(link + "orthogonal"));
  lsuv.probe();
  CHECK(copy(lsuv.values("W12")) == copy(orthogonal.values("W12")));
  CHECK(lsuv.rows()[layer_column(12, "gradient_norm")] < 100);
  for (Index l = 0; l < 12; ++l) {
    const auto z = copy(lsuv.values("z" + std::to_string(l)));
    double sum = 0, squares = 0;
    for (const double v : z) {
      sum += v / static_cast<double>(z.size());
      squares += v * v / static_cast<double>(z.size());
    }
    CHECK(squares - sum * sum == Approx(1).margin(0.0101));
  }
}
