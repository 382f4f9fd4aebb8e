// `gradscope check`: the gradient of every layer against differences of the loss, over the step h.
#include <chrono>
#include <cmath>
#include <sstream>

#include "engine/registry/json.hpp"
#include "engine/tools/config.hpp"
#include "engine/tools/output.hpp"
#include "engine/tools/progress.hpp"
#include "engine/tools/table.hpp"
#include "engine/train/gradient_check.hpp"

namespace gradscope::tools::float64 {

namespace {

std::string cell(const Difference& d) { return scientific(d.error) + (d.kinks > 0 ? '*' : ' '); }

void print(std::span<const LayerCheck> layers) {
  std::ostringstream out;
  out << "Relative error |a - n| / (|a| + |n|) of dL/dparameters, a from backpropagation,\n"
         "n = (L(p + h) - L(p - h)) / 2h, at each h:\n\n";
  std::vector<std::string> header{"layer", "checked"};
  for (const double h : kStepSizes) header.push_back(scientific(h).replace(1, 3, "") + ' ');
  header.insert(header.end(), {"rounding", "result"});
  Table table(header);
  bool kinks = false;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const LayerCheck& layer = layers[l];
    std::vector<std::string> row{std::to_string(l + 1), std::to_string(layer.entries) + '/' +
                                                            std::to_string(layer.parameters)};
    for (const Difference& d : layer.sweep) {
      row.push_back(cell(d));
      kinks = kinks || d.kinks > 0;
    }
    row.push_back(scientific(layer.sweep[layer.best].noise));
    row.push_back(kAgreements[static_cast<std::size_t>(layer.agreement)].meaning);
    table.add(std::move(row));
  }
  out << table.text()
      << "\nrounding: the error that the rounding of L alone makes, at the h "
         "with the least error.\n";
  if (kinks) {
    out << "*: entries with a kink between the two points are left out; there the difference "
           "is no derivative.\n";
  }
  write_lines(out.str());
}

/// With a line that grows, where somebody looks on; a deep, wide network takes its time.
std::vector<LayerCheck> checked(Trainer& trainer, std::int64_t step, Index entries) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point began = Clock::now();
  Progress progress;
  return check_gradient(trainer, step, entries, [&](double share) {
    const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
    if (seconds < 1) return;
    const double left = seconds / share * (1 - share);
    progress.show(share, "about " + fixed(std::ceil(left), 0) + " s left");
  });
}

}  // namespace

int check(const Request& request) {
  const std::int64_t step = request.options.integer("--step", 0, 1'000'000'000, 0);
  const auto entries = static_cast<Index>(request.options.integer("--entries", 1, 1'000'000, 0));
  Trainer trainer(make_run(config_of(request)));
  const std::vector<LayerCheck> layers = checked(trainer, step, entries);
  if (request.options.has("--json")) {
    write_lines(write_json(describe(layers)) + '\n');
  } else {
    print(layers);
  }
  for (const LayerCheck& layer : layers) {
    const bool bad =
        layer.agreement == Agreement::kWrong || layer.agreement == Agreement::kNotFinite;
    if (bad) return kFailure;
  }
  return kSuccess;
}

}  // namespace gradscope::tools::float64
