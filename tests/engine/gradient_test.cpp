// The gradient of a whole network against differences of its loss: every activation with every
// loss, and every structure that a config can ask for.
#include "tests/engine/differences.hpp"

using namespace gradscope;

namespace {

void check(const std::string& link) { check_differences(run_of(link), link); }

std::string base(int depth, int width, int batch) {
  return "v1&data=moons(noise:0.3)&depth=" + std::to_string(depth) +
         "&width=" + std::to_string(width) + "&batch=" + std::to_string(batch) +
         "&init=xavier_normal(gain:1.5)";
}

}  // namespace

TEST_CASE("gradient: every activation with every loss") {
  for (const std::string& activation : kinds<Activation>()) {
    for (const std::string& loss : kinds<Loss>(true)) {
      const std::string output = loss == "bce" ? "&output_activation=sigmoid" : "";
      check(base(2, 4, 32) + "&activation=" + activation + "&loss=" + loss + output);
    }
  }
}

TEST_CASE("gradient: every activation as output, with regression") {
  for (const std::string& activation : kinds<Activation>()) {
    check("v1&data=sine&depth=2&width=4&activation=tanh&output_activation=" + activation);
  }
}

TEST_CASE("gradient: every normalisation, before and after, with and without what surrounds it") {
  for (const std::string& norm : kinds<Normalization>()) {
    if (norm == "none") continue;
    for (const std::string position : kNormPositions) {
      for (const std::string activation : {"tanh", "relu", "prelu", "gelu"}) {
        for (const std::string rest : {"", "&residual=true", "&bias=false", "&dropout=0.3",
                                       "&residual=true&dropout=0.3&bias=false"}) {
          check(base(3, 5, 9) + "&activation=" + activation + "&normalization=" + norm +
                "(position:" + position + ')' + rest);
        }
      }
    }
  }
}

TEST_CASE("gradient: residual, dropout, penalties and trained slopes without normalisation") {
  for (const std::string activation : {"tanh", "relu", "prelu", "silu", "selu"}) {
    for (const std::string rest : {"&residual=true", "&dropout=0.5", "&bias=false", "&l2=0.3",
                                   "&l1=0.2&l2=0.1", "&residual=true&dropout=0.3&l1=0.1"}) {
      check(base(3, 5, 9) + "&activation=" + activation + rest);
    }
  }
}

TEST_CASE("gradient: one unit, odd widths, one sample, no hidden layer, many classes") {
  check(base(3, 1, 9) + "&activation=tanh");
  check(base(3, 1, 9) + "&activation=tanh&normalization=batch_norm");
  check(base(3, 7, 9) + "&activation=tanh");
  check(base(2, 9, 33) + "&activation=silu");
  check(base(2, 13, 7) + "&activation=silu&normalization=layer_norm");
  check(base(3, 5, 1) + "&activation=tanh");
  check(base(3, 5, 1) + "&activation=softplus&normalization=layer_norm&residual=true");
  check(base(2, 5, 2) + "&activation=tanh&normalization=batch_norm");
  check(base(0, 5, 9));
  check(base(2, 4, 0) + "&activation=tanh&test_fraction=0.9");
  check("v1&data=digits(samples:100)&depth=1&width=3&activation=tanh&batch=17");
  check(
      "v1&data=digits(samples:100)&depth=1&width=3&activation=tanh&batch=5"
      "&loss=cross_entropy(label_smoothing:0.2)");
  check("v1&data=digits(samples:100)&depth=1&width=3&activation=tanh&batch=9&loss=hinge");
}

TEST_CASE("gradient: different activations in different layers") {
  check(base(4, 5, 9) + "&activations=tanh,prelu(alpha:-0.3),sin(omega:2),softplus(beta:3)");
}

TEST_CASE("gradient: the entries of float32 are those of float64, rounded") {
  // From the float64 engine. Entries are means over 32 samples of values that were rounded a few
  // times on their way.
  Trainer trainer(run_of("v1&depth=3&width=4&activation=tanh"));
  trainer.gradient_at(0);
  const double bound = kEpsilon;
  CHECK(static_cast<double>(trainer.gradient()[0]) ==
        Approx(0.049239483351607341).margin(bound).epsilon(0));
  CHECK(static_cast<double>(trainer.gradient()[3]) ==
        Approx(-0.055840113968189969).margin(bound).epsilon(0));
  CHECK(static_cast<double>(trainer.gradient()[7]) ==
        Approx(-0.0027488674195423244).margin(bound).epsilon(0));
}
