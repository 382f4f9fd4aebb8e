// Losses on given predictions: value and gradient.
#include "engine/nn/loss.hpp"

#include <algorithm>
#include <cmath>

#include "tests/golden/choices.hpp"
#include "tests/golden/replay.hpp"

namespace golden {

using namespace gradscope;

namespace {

/// Row-major numbers as a batch.
Panels batch_of(const Numbers& values, Index rows, Index features, PanelPool& pool) {
  const Panels panels = pool.make(rows, features);
  for (Index row = 0; row < rows; ++row) {
    for (Index f = 0; f < features; ++f) {
      panels.at(row, f) = scalar(values[static_cast<std::size_t>(row * features + f)]);
    }
  }
  panels.pad(false);
  return panels;
}

}  // namespace

void replay_losses(const Document& document, FileReport& report) {
  for_each_case(document.json, "cases", report, [](const Reader& c, CaseReport& out) {
    const Loss loss = read_loss(c, "loss", "params");
    const Index rows = c.size("n");
    const Index features = c.size("d");
    const Index columns = target_of(loss) == Target::kLabel ? 1 : features;
    const Numbers outputs = c.floats("pred");
    const Numbers targets = c.floats("target");
    const bool fits = static_cast<Index>(outputs.size()) == rows * features &&
                      static_cast<Index>(targets.size()) == rows * columns;
    if (!fits) c.fault("\"pred\" or \"target\" does not have n x d numbers");
    if (!out.faults().empty()) return;

    PanelPool pool;
    const Panels y = batch_of(outputs, rows, features, pool);
    const Panels t = batch_of(targets, rows, columns, pool);
    const Panels gradient = pool.make(rows, features);
    loss_gradient(loss, y, t, gradient);
    Numbers elements;
    for (Index i = 0; i < rows * features; ++i) {
      elements.push_back(static_cast<double>(gradient.at(i / features, i % features)));
    }
    const double loss_f64 = c.number("loss_f64");
    const Numbers grad_f64 = c.numbers("grad_f64");
    double largest = kFloor;
    for (const double g : grad_f64) largest = std::max(largest, std::abs(g));
    out.compare("loss", loss_value(loss, y, t), loss_f64,
                c.tolerance("tol_loss", kBeyondFloat32 * (std::abs(loss_f64) + kFloor)));
    out.compare("gradient", elements, grad_f64, c.tolerance("tol_grad", kBeyondFloat32 * largest));
  });
}

}  // namespace golden
