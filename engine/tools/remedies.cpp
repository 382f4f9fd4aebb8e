// `gradscope remedies`: trains each remedy with several seeds and compares how it ends.
#include "engine/tools/remedies.hpp"

#include <algorithm>
#include <iostream>

#include "engine/registry/json.hpp"
#include "engine/registry/link.hpp"
#include "engine/tools/commands.hpp"
#include "engine/tools/progress.hpp"
#include "engine/tools/table.hpp"
#include "engine/train/trainer.hpp"

namespace gradscope::tools {

namespace {

/// How a run ends, by its last loss; ln 2 = 0.693 is a network that always says one half.
const char* ending(double loss) {
  constexpr double kLearned = 0.05;
  constexpr double kBelowChance = 0.6;
  constexpr double kAboveChance = 0.8;
  if (!(loss < kDiverged)) return "diverges";
  if (loss < kLearned) return "learns";
  if (loss < kBelowChance) return "learns a part";
  return loss < kAboveChance ? "learns nothing" : "worse than chance";
}

Config config_of(const SickNetwork& network, const Remedy& remedy, std::int64_t seed) {
  ReadContext context;
  const Value base = parse_link(network.link, context);
  const Value change = parse_link(std::string("v1&") + remedy.change, context);
  Value::Object settings = *change.as_object();
  for (const auto& [key, value] : *base.as_object()) {
    if (change.find(key) == nullptr) settings.emplace_back(key, value);
  }
  settings.emplace_back("seed", static_cast<double>(seed));
  ConfigResult result = read_config(settings);
  context.errors.insert(context.errors.end(), result.errors.begin(), result.errors.end());
  for (const ConfigError& e : context.errors) {
    throw std::logic_error(std::string(remedy.name) + ": " + e.path + ": " + e.message);
  }
  return result.config;
}

/// The loss over all samples after the last step, in evaluation mode; infinite if training stopped
/// at a number that is not finite.
double last_loss(const Config& config) {
  Trainer trainer(make_run(config));
  for (std::int64_t i = 0; i < kRemedySteps && trainer.step(); ++i) {
  }
  if (trainer.trouble()) return kDiverged;
  const double loss = trainer.evaluate(trainer.run().data.train).loss;
  return loss < kDiverged ? loss : kDiverged;
}

struct Outcome {
  const SickNetwork& network;
  const Remedy& remedy;
  std::vector<double> losses;  // ascending

  double median() const {
    return 0.5 * (losses[(losses.size() - 1) / 2] + losses[losses.size() / 2]);
  }
  std::int64_t diverged() const { return std::count(losses.begin(), losses.end(), kDiverged); }
  bool agrees() const { return std::string(ending(median())) == ending(remedy.expected); }
};

std::vector<Outcome> train_all(std::int64_t seeds) {
  std::size_t all = 0;
  for (const SickNetwork& network : kSickNetworks) all += network.remedies.size();
  Progress progress;
  std::vector<Outcome> outcomes;
  for (const SickNetwork& network : kSickNetworks) {
    for (const Remedy& remedy : network.remedies) {
      const double share = static_cast<double>(outcomes.size()) / static_cast<double>(all);
      progress.show(share, std::string(network.name) + ": " + remedy.name);
      Outcome outcome{network, remedy, {}};
      for (std::int64_t seed = 1; seed <= seeds; ++seed) {
        outcome.losses.push_back(last_loss(config_of(network, remedy, seed)));
      }
      std::sort(outcome.losses.begin(), outcome.losses.end());
      outcomes.push_back(std::move(outcome));
    }
  }
  return outcomes;
}

std::string loss_text(double loss) { return loss < kDiverged ? scientific(loss) : "diverges"; }

void print(const std::vector<Outcome>& outcomes, std::int64_t seeds) {
  std::cout << "Loss after " << kRemedySteps << " steps, median of " << seeds
            << " seeds; two moons, 400 samples, 64 a step; ln 2 = 0.693\n";
  for (const SickNetwork& network : kSickNetworks) {
    std::cout << '\n' << network.name << ", " << network.title << "\n    " << network.link << '\n';
    Table table({"remedy", "expected", "median", "least", "most", "diverged", "ending", ""});
    for (const Outcome& o : outcomes) {
      if (&o.network != &network) continue;
      table.add(
          {o.remedy.name, loss_text(o.remedy.expected), loss_text(o.median()),
           loss_text(o.losses.front()), loss_text(o.losses.back()),
           std::to_string(o.diverged()) + '/' + std::to_string(seeds), ending(o.median()),
           o.agrees() ? "as expected" : std::string("expected: ") + ending(o.remedy.expected)});
    }
    std::cout << table.text() << wrapped(network.note, 4);
  }
  const auto agreeing =
      std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return o.agrees(); });
  std::cout << '\n' << agreeing << " of " << outcomes.size() << " rows end as expected.\n";
}

void print_json(const std::vector<Outcome>& outcomes) {
  Value::List rows;
  for (const Outcome& o : outcomes) {
    rows.push_back(Value::Object{{"network", o.network.name},
                                 {"remedy", o.remedy.name},
                                 {"change", o.remedy.change},
                                 {"expected", o.remedy.expected},
                                 {"median", o.median()},
                                 {"losses", Value::List(o.losses.begin(), o.losses.end())},
                                 {"ending", ending(o.median())},
                                 {"agrees", o.agrees()}});
  }
  std::cout << write_json(rows, 1) << '\n';
}

}  // namespace

int remedies(const Request& request) {
  const std::int64_t seeds = request.options.integer("--seeds", 1, 1000, 7);
  const std::vector<Outcome> outcomes = train_all(seeds);
  if (request.options.has("--json")) {
    print_json(outcomes);
  } else {
    print(outcomes, seeds);
  }
  return kSuccess;
}

}  // namespace gradscope::tools
