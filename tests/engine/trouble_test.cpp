// The first number that is not finite: found at once, named by step, layer and tensor, and left as
// it is.
#include "tests/engine/rows.hpp"

using namespace gradscope;

namespace {

constexpr double kLargest = std::numeric_limits<Scalar>::max();

/// A network of identities on the sine, whose parameters a test sets: 1 - 2 - 2 - 1, all zero.
std::string linear(const std::string& more = "") {
  return "v1&data=sine&depth=2&width=2&activation=identity&init=zeros&batch=0" + more;
}

/// Sets every entry of a tensor.
void set(Trainer& trainer, std::string_view name, double value) {
  const TensorSpec* t = trainer.run().layout.find(name);
  REQUIRE(t != nullptr);
  trainer.params().segment(t->offset, t->size()).setConstant(scalar(value));
}

void check_trouble(Trainer& trainer, std::int64_t step, Index layer, const std::string& tensor) {
  REQUIRE(trainer.trouble());
  CHECK(trainer.trouble()->step == step);
  CHECK(trainer.trouble()->layer == layer);
  CHECK(trainer.trouble()->tensor == tensor);
}

bool all_finite(const Panels& x) {
  for (Index row = 0; row < x.rows; ++row) {
    for (Index f = 0; f < x.features; ++f) {
      if (!std::isfinite(x.at(row, f))) return false;
    }
  }
  return true;
}

bool all_finite(const Flat& x) {
  return std::all_of(x.data(), x.data() + x.size(), [](Scalar v) { return std::isfinite(v); });
}

/// Looks at everything that a step computes.
bool all_finite(const Trainer& t) {
  for (Index l = 0; l < t.run().layout.depth(); ++l) {
    const LayerValues& x = t.network().layer(l);
    if (!all_finite(x.z) || !all_finite(x.u) || !all_finite(x.a) || !all_finite(x.delta))
      return false;
  }
  return all_finite(t.params()) && all_finite(t.gradient());
}

/// Runs that leave the numbers there are, each in its own way.
const std::vector<std::string> kDivergent = {
    "v1&data=sine&depth=2&activation=identity&learning_rate=3",
    "v1&data=sine&depth=3&activation=leaky_relu&init=normal(std:3)&learning_rate=1",
    "v1&data=sine&depth=1&activation=softplus&learning_rate=100&update=momentum",
    "v1&depth=2&activation=identity&loss=mse&learning_rate=1000000&batch=5",
    "v1&depth=2&update=article_adam_code"};

}  // namespace

TEST_CASE("trouble: z, and the first layer that has it") {
  for (const char* bad : {"W0", "b0", "W1", "b1", "W2", "b2"}) {
    for (const double value : {kNan, kInfinity, -kInfinity}) {
      Trainer trainer(run_of(linear()));
      trainer.step();
      set(trainer, bad, value);
      INFO(bad << " = " << value);
      CHECK_FALSE(trainer.step());
      check_trouble(trainer, 1, bad[1] - '0', "z");
    }
  }
}

TEST_CASE("trouble: an infinite z is found behind every activation, also those that bound it") {
  for (const std::string& kind : kinds<Activation>()) {
    for (const double value : {kNan, kInfinity, -kInfinity}) {
      Trainer trainer(run_of("v1&depth=3&width=3&activation=" + kind));
      set(trainer, "b1", value);
      INFO(kind << " of " << value);
      CHECK_FALSE(trainer.step());
      check_trouble(trainer, 0, 1, "z");
    }
  }
}

TEST_CASE(
    "trouble: an infinity that only normalisation makes is found in front of the activation") {
  Trainer trainer(run_of("v1&depth=2&width=5&activation=tanh&normalization=layer_norm"));
  set(trainer, "gamma1", kLargest);
  set(trainer, "beta1", kLargest);
  CHECK_FALSE(trainer.step());
  check_trouble(trainer, 0, 1, "u");
}

TEST_CASE("trouble: an activation of a finite z") {
  Trainer trainer(run_of("v1&data=sine&depth=2&width=2&activation=selu&init=zeros"));
  set(trainer, "b0", 0.97 * kLargest);  // selu stretches by 1.05
  CHECK_FALSE(trainer.step());
  check_trouble(trainer, 0, 0, "a");
}

TEST_CASE("trouble: delta of finite activations") {
  Trainer trainer(run_of(linear()));
  set(trainer, "W2", std::sqrt(kLargest) * 16);
  set(trainer, "W1", std::sqrt(kLargest));
  set(trainer, "b2", 1e3);
  CHECK_FALSE(trainer.step());
  check_trouble(trainer, 0, 0, "delta");
}

TEST_CASE("trouble: a gradient of finite deltas") {
  Trainer trainer(run_of(linear()));
  set(trainer, "b1", kLargest / 10);
  set(trainer, "b2", 1e10);
  CHECK_FALSE(trainer.step());
  check_trouble(trainer, 0, 2, "gradient");
}

TEST_CASE("trouble: parameters moved too far by a finite gradient") {
  Trainer trainer(run_of(linear("&learning_rate=1000000")));
  set(trainer, "b1", kLargest / 1e5);
  set(trainer, "b2", 1);
  CHECK_FALSE(trainer.step());
  check_trouble(trainer, 0, 2, "params");
}

TEST_CASE("trouble: a run stops at the first step that is not finite, and not before") {
  for (const std::string& link : kDivergent) {
    Trainer trainer(run_of(link));
    std::int64_t step = 0;
    while (trainer.step() && step < 2000) {
      ++step;
      if (!all_finite(trainer)) FAIL(link << ": not finite after step " << step);
    }
    INFO(link);
    REQUIRE(trainer.trouble());
    CHECK(trainer.trouble()->step == step);
    CHECK_FALSE(all_finite(trainer));
  }
}

TEST_CASE("trouble: nothing is repaired and nothing goes on") {
  for (const std::string& link : kDivergent) {
    Session session(config_of(link + "&reset=redo(tau:1;every:1000000)"));
    while (!session.trainer().trouble()) REQUIRE(session.run(50, 10) > 0);
    const auto state = copy_bytes(session);
    const double steps = session.step_count();
    INFO(link);
    CHECK(session.probe() == 0);
    CHECK(session.reset_units() == 0);
    CHECK(session.run(5, 2) == 0);
    CHECK(same_array(copy_bytes(session), state));
    CHECK(session.step_count() == steps);
  }
}

TEST_CASE("trouble: the last row is that of the step that met it") {
  for (const std::string& link : kDivergent) {
    Session session(config_of(link));
    const auto rows = rows_of(session, 2000);
    INFO(link);
    REQUIRE(session.trainer().trouble());
    CHECK(rows.size() < 2000);
    CHECK(rows.back()[step_column("step")] ==
          static_cast<double>(session.trainer().trouble()->step));
  }
}

TEST_CASE("trouble: a session names it in plain values") {
  Session session(config_of(kDivergent[0]));
  CHECK(session.diagnosis().find("trouble") == nullptr);
  session.run(2000, 100);
  const Value diagnosis = session.diagnosis();
  const Value* trouble = diagnosis.find("trouble");
  REQUIRE(trouble != nullptr);
  CHECK(*diagnosis.find("verdict")->as_string() == "diverged");
  CHECK(*trouble->find("step")->as_number() ==
        static_cast<double>(session.trainer().trouble()->step));
  CHECK(*trouble->find("layer")->as_number() == *diagnosis.find("layer")->as_number());
  CHECK(*trouble->find("tensor")->as_string() == session.trainer().trouble()->tensor);
}

TEST_CASE("trouble: a probe that meets it reports it and moves nothing") {
  Trainer trainer(run_of(linear()));
  set(trainer, "b1", kInfinity);
  const Flat before = trainer.params();
  std::vector<double> row(static_cast<std::size_t>(trainer.row_size()));
  trainer.probe(row.data());
  check_trouble(trainer, 0, 1, "z");
  CHECK(same_array(trainer.params(), before));
  CHECK(trainer.step_count() == 0);
}
