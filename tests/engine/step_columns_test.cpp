// The columns of a whole step: loss, accuracy, learning rate, norms before and after clipping, and
// when the test set is looked at. In full batches, so that the samples of a step are known.
#include "tests/engine/rows.hpp"

using namespace gradscope;

namespace {

const std::string kFull = "&batch=0&depth=2&width=5&activation=tanh";

/// The outputs of the last pass, [sample][output].
std::vector<std::vector<double>> outputs(const Session& session) {
  const Panels& y = session.trainer().network().output();
  std::vector<std::vector<double>> result(static_cast<std::size_t>(y.rows));
  for (Index row = 0; row < y.rows; ++row) {
    for (Index f = 0; f < y.features; ++f) {
      result[static_cast<std::size_t>(row)].push_back(static_cast<double>(y.at(row, f)));
    }
  }
  return result;
}

/// The weights' share of the loss, before the update of the last step.
double penalty(Session& session, double l1, double l2) {
  double sum = 0;
  for (const TensorSpec& t : session.trainer().run().layout.tensors()) {
    if (!t.is_matrix()) continue;
    const auto w = copy(session.values(t.name));
    const auto update = copy(session.values("update." + t.name));
    for (std::size_t i = 0; i < w.size(); ++i) {
      const double before = w[i] - update[i];
      sum += l1 * std::abs(before) + l2 / 2 * before * before;
    }
  }
  return sum;
}

/// Loss and accuracy by hand, of the last pass.
struct ByHand {
  double loss = 0, accuracy = 0;
};

ByHand logistic(Session& session) {
  ByHand result;
  const auto y = outputs(session);
  const auto answers = copy(session.values("train.answers"));
  const auto n = static_cast<double>(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double p = 1 / (1 + std::exp(-y[i][0]));
    result.loss -= (answers[i] == 1 ? std::log(p) : std::log1p(-p)) / n;
    result.accuracy += (p > 0.5) == (answers[i] == 1) ? 1 / n : 0;
  }
  return result;
}

ByHand softmax(Session& session) {
  ByHand result;
  const auto y = outputs(session);
  const auto answers = copy(session.values("train.answers"));
  const auto n = static_cast<double>(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    double sum = 0;
    for (const double logit : y[i]) sum += std::exp(logit);
    const auto right = static_cast<std::size_t>(answers[i]);
    result.loss -= (y[i][right] - std::log(sum)) / n;
    const auto best = std::max_element(y[i].begin(), y[i].end()) - y[i].begin();
    result.accuracy += best == static_cast<std::ptrdiff_t>(right) ? 1 / n : 0;
  }
  return result;
}

ByHand squares(Session& session) {
  ByHand result{0, kNotMeasured};
  const auto y = outputs(session);
  const auto answers = copy(session.values("train.answers"));
  for (std::size_t i = 0; i < y.size(); ++i) {
    result.loss += std::pow(y[i][0] - answers[i], 2) / static_cast<double>(y.size());
  }
  return result;
}

void check(const std::string& link, ByHand (*form)(Session&), double l1 = 0, double l2 = 0) {
  Session session(config_of(link));
  for (int step = 0; step < 3; ++step) {
    session.run(1, 1);
    const auto row = copy(session.rows());
    ByHand expected = form(session);
    expected.loss += penalty(session, l1, l2);
    INFO(link << ", step " << step);
    // Sums in double in the engine, too; penalties of weights that the test has to un-step.
    CHECK(row[step_column("loss")] ==
          Approx(expected.loss).epsilon(l1 + l2 > 0 ? kEpsilon : 1e-12));
    const double accuracy = row[step_column("accuracy")];
    if (std::isnan(expected.accuracy)) CHECK(std::isnan(accuracy));
    if (!std::isnan(expected.accuracy)) CHECK(accuracy == Approx(expected.accuracy).epsilon(1e-12));
  }
}

std::vector<double> column(const std::vector<std::vector<double>>& rows, const char* key) {
  std::vector<double> values;
  for (const auto& row : rows) values.push_back(row[step_column(key)]);
  return values;
}

}  // namespace

TEST_CASE("statistics: loss and accuracy by hand") {
  check("v1" + kFull, logistic);
  check("v1&loss=cross_entropy" + kFull, softmax);
  check("v1&data=digits(samples:300)" + kFull, softmax);
  check("v1&data=sine" + kFull, squares);
  check("v1&l1=0.01&l2=0.2" + kFull, logistic, 0.01, 0.2);
}

TEST_CASE("statistics: a class is 1 above one half, or above 0 for logits and for -1 and 1") {
  for (const char* loss : {"mse", "bce_logits", "hinge"}) {
    Session session(config_of(std::string("v1&loss=") + loss + kFull));
    session.run(1, 1);
    const double limit = std::string(loss) == "mse" ? 0.5 : 0;
    const auto y = outputs(session);
    const double measured = session.rows()[step_column("accuracy")];
    const auto answers = copy(session.values("train.answers"));
    double right = 0;
    for (std::size_t i = 0; i < y.size(); ++i) right += (y[i][0] > limit) == (answers[i] == 1);
    INFO(loss);
    CHECK(measured == Approx(right / static_cast<double>(y.size())).epsilon(1e-12));
  }
}

TEST_CASE("statistics: the test columns are an evaluation behind the update") {
  Session session(
      config_of("v1&data=digits(samples:200)&normalization=batch_norm&test_every=1" + kFull));
  for (int step = 0; step < 3; ++step) {
    session.run(1, 1);
    const auto row = copy(session.rows());
    const Value test = session.evaluate("test");
    CHECK(row[step_column("test_loss")] == *test.find("loss")->as_number());
    CHECK(row[step_column("test_accuracy")] == *test.find("accuracy")->as_number());
  }
}

TEST_CASE("statistics: the test set is looked at in the first row of every test_every steps") {
  const auto tested = [](const char* every, Index stride) {
    Session session(config_of("v1&depth=1&test_every=" + std::string(every)));
    std::vector<double> steps;
    for (const auto& row : rows_of(session, 60, stride)) {
      if (!std::isnan(row[step_column("test_loss")])) steps.push_back(row[step_column("step")]);
    }
    return steps;
  };
  using Steps = std::vector<double>;
  CHECK(tested("20", 1) == Steps{0, 20, 40});
  CHECK(tested("20", 7) == Steps{0, 21, 42});
  CHECK(tested("25", 10) == Steps{0, 30});
  CHECK(tested("1", 20) == Steps{0, 20, 40});
  CHECK(tested("0", 1).empty());
}

TEST_CASE("statistics: the learning rate is the schedule's") {
  Session session(
      config_of("v1&learning_rate=0.5&schedule=exponential(gamma:0.5)&warmup_steps=2&"
                "warmup_start=0" +
                kFull));
  CHECK(column(rows_of(session, 5), "learning_rate") ==
        std::vector<double>{0, 0.25, 0.5, 0.25, 0.125});
}

TEST_CASE(
    "statistics: the gradient's norm is that of all tensors, the clipped one is behind clipping") {
  Session session(
      config_of("v1&update=clip_by_global_norm(max_norm:0.01;eps:0)&learning_rate=0.5&"
                "normalization=layer_norm" +
                kFull));
  for (const auto& row : rows_of(session, 3)) {
    CHECK(row[step_column("gradient_norm")] > 0.02);
    CHECK(row[step_column("clipped_norm")] == Approx(0.01).epsilon(8 * kEpsilon));
  }
  double squares_of_gradient = 0, squares_of_update = 0;
  for (const TensorSpec& t : session.trainer().run().layout.tensors()) {
    squares_of_gradient += std::pow(length(session.values("gradient." + t.name)), 2);
    squares_of_update += std::pow(length(session.values("update." + t.name)), 2);
  }
  const auto last = copy(session.rows());
  const std::size_t row = last.size() - static_cast<std::size_t>(session.row_size());
  CHECK(last[row + step_column("gradient_norm")] ==
        Approx(std::sqrt(squares_of_gradient)).epsilon(1e-12));
  CHECK(0.5 * last[row + step_column("clipped_norm")] ==
        Approx(std::sqrt(squares_of_update)).epsilon(8 * kEpsilon));
}

TEST_CASE("statistics: without clipping both norms are equal") {
  Session session(config_of("v1&update=adam" + kFull));
  const auto rows = rows_of(session, 3);
  CHECK(column(rows, "gradient_norm") == column(rows, "clipped_norm"));
}

TEST_CASE("statistics: clipping in the middle of a chain is measured where it stands") {
  Session session(config_of("v1&update=clip_by_value(limit:0.001),momentum" + kFull));
  for (const auto& row : rows_of(session, 3)) {
    CHECK(row[step_column("clipped_norm")] < row[step_column("gradient_norm")]);
    const auto n = static_cast<double>(session.trainer().params().size());
    CHECK(row[step_column("clipped_norm")] <= 0.001 * std::sqrt(n) * (1 + kEpsilon));
  }
}

TEST_CASE("statistics: a stride keeps every so many rows, with the same bits") {
  const std::string link = "v1&test_every=1&update=adam&dropout=0.2" + kFull;
  Session every(config_of(link)), fifth(config_of(link));
  const auto all = rows_of(every, 23);
  const auto some = rows_of(fifth, 23, 5);
  REQUIRE(some.size() == 5);
  for (std::size_t i = 0; i < some.size(); ++i) CHECK(same_array(some[i], all[5 * i]));
  CHECK(same_array(copy_bytes(every), copy_bytes(fifth)));
}
