// Activations, point by point: value, slope and, where alpha trains, the slope in alpha.
#include "engine/nn/activation.hpp"

#include <algorithm>

#include "tests/golden/choices.hpp"
#include "tests/golden/replay.hpp"

namespace golden {

using namespace gradscope;

namespace {

/// Beyond float32, or where PyTorch itself gives NaN.
constexpr double kNoLimit = std::numeric_limits<double>::infinity();

struct Table {
  Numbers y, dy, dalpha;
};

/// T is Scalar or Vec: the network runs the second, and both must be right.
template <class T>
Table tabulate(const Activation& activation, const Numbers& grid) {
  Table table;
  const auto first = [](T v) {
    if constexpr (kIsVector<T>) {
      return static_cast<double>(v[0]);
    } else {
      return static_cast<double>(v);
    }
  };
  std::visit(
      [&](const auto& phi) {
        for (const double at : grid) {
          const T x = splat<T>(at);
          const T y = phi.value(x);
          table.y.push_back(first(y));
          table.dy.push_back(first(phi.slope(x, y)));
          if constexpr (requires { phi.parameter_slope(x); }) {
            table.dalpha.push_back(first(phi.parameter_slope(x)));
          }
        }
      },
      activation);
  return table;
}

void compare(const Table& table, const Reader& c, const Numbers& grid, CaseReport& out) {
  const Numbers kinks = c.has("kinks") ? c.numbers("kinks") : Numbers();
  Numbers tolerances = c.tolerances("tol_dy", kNoLimit);
  out.compare("y", table.y, c.numbers("y_f64"), c.tolerances("tol_y", kNoLimit));
  for (std::size_t i = 0; i < grid.size() && i < tolerances.size(); ++i) {
    const bool at_kink = std::find(kinks.begin(), kinks.end(), grid[i]) != kinks.end();
    if (at_kink) tolerances[i] = kNoLimit;  // a convention
  }
  out.compare("dy", table.dy, c.numbers("dy_f64"), tolerances);
  if (c.has("dalpha_f64")) out.compare("dalpha", table.dalpha, c.numbers("dalpha_f64"), 0);
}

}  // namespace

void replay_activations(const Document& document, FileReport& report) {
  const Numbers grid = Reader(document.json, report.faults).floats("x");
  for_each_case(document.json, "cases", report, [&](const Reader& c, CaseReport& out) {
    const Activation activation = read_activation(c, "activation", "params");
    if (!out.faults().empty()) return;
    compare(tabulate<Scalar>(activation, grid), c, grid, out);
    compare(tabulate<Vec>(activation, grid), c, grid, out);
  });
}

}  // namespace golden
