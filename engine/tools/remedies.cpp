// `gradscope remedies`: trains each remedy with several seeds and compares how it ends.
#include "engine/tools/remedies.hpp"

#include <algorithm>
#include <iomanip>
#include <sstream>

#include "engine/registry/json.hpp"
#include "engine/registry/link.hpp"
#include "engine/tools/commands.hpp"
#include "engine/tools/output.hpp"
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

/// The settings of a link, as an object.
Value settings_of(const std::string& link) {
  ReadContext context;
  Value settings = parse_link(link, context);
  for (const ConfigError& e : context.errors) throw std::logic_error(link + ": " + e.message);
  return settings;
}

Config checked(const Value& settings) {
  ConfigResult result = read_config(settings);
  for (const ConfigError& e : result.errors) throw std::logic_error(e.path + ": " + e.message);
  return result.config;
}

/// All settings, with `change` over them.
Value with(const Value& settings, const Value& change) {
  Value::Object result;
  for (const auto& [key, value] : *settings.as_object()) {
    const Value* changed = change.find(key);
    result.emplace_back(key, changed != nullptr ? *changed : value);
  }
  return result;
}

/// A network with a remedy, and in a link's words what is then other than before.
struct Treated {
  Value settings;
  std::string change;
};

Treated treat(const SickNetwork& network, const Remedy& remedy) {
  const Value before = write_config(checked(settings_of(network.link)));
  Treated treated{before, ""};
  const auto apply = [&](const std::string& entry, const Value& change) {
    const Value settings = write_config(checked(with(treated.settings, change)));
    if (write_json(settings) == write_json(treated.settings)) return;
    treated.settings = settings;
    treated.change += (treated.change.empty() ? "" : "&") + entry;
  };
  // All three are plain gradient descent, so it is the same where in the chain a transform goes.
  std::istringstream entries(remedy.change);
  for (std::string entry; std::getline(entries, entry, '&');) {
    apply(entry, settings_of("v1&" + entry));
  }
  if (remedy.rate == 1) return treated;
  std::ostringstream rate;  // 0.1 * 0.2 is to be 0.02
  rate << std::setprecision(12) << remedy.rate * *before.find("learning_rate")->as_number();
  apply("learning_rate=" + rate.str(), settings_of("v1&learning_rate=" + rate.str()));
  return treated;
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
  const Trial& trial;
  std::string change;
  std::vector<double> losses;  // ascending

  double median() const {
    return 0.5 * (losses[(losses.size() - 1) / 2] + losses[losses.size() / 2]);
  }
  std::int64_t diverged() const { return std::count(losses.begin(), losses.end(), kDiverged); }
  bool agrees() const { return std::string(ending(median())) == ending(trial.expected); }
};

std::vector<Outcome> train_all(std::int64_t seeds) {
  std::size_t all = 0;
  for (const SickNetwork& network : kSickNetworks) all += network.trials.size();
  Progress progress;
  std::vector<Outcome> outcomes;
  for (const SickNetwork& network : kSickNetworks) {
    for (const Trial& trial : network.trials) {
      const double share = static_cast<double>(outcomes.size()) / static_cast<double>(all);
      progress.show(share, std::string(network.name) + ": " + trial.remedy.title);
      const Treated treated = treat(network, trial.remedy);
      Outcome outcome{network, trial, treated.change, {}};
      for (std::int64_t seed = 1; seed <= seeds; ++seed) {
        const Value::Object luck{{"seed", static_cast<double>(seed)}};
        outcome.losses.push_back(last_loss(checked(with(treated.settings, luck))));
      }
      std::sort(outcome.losses.begin(), outcome.losses.end());
      outcomes.push_back(std::move(outcome));
    }
  }
  return outcomes;
}

std::string loss_text(double loss) { return loss < kDiverged ? scientific(loss) : "diverges"; }

void print(const std::vector<Outcome>& outcomes, std::int64_t seeds) {
  std::ostringstream out;
  out << "Loss after " << kRemedySteps << " steps, median of " << seeds
      << " seeds; two moons, 400 samples, 64 a step; ln 2 = 0.693\n";
  for (const SickNetwork& network : kSickNetworks) {
    out << '\n' << network.name << ", " << network.title << "\n    " << network.link << '\n';
    Table table({"remedy", "expected", "median", "least", "most", "diverged", "ending", ""});
    for (const Outcome& o : outcomes) {
      if (&o.network != &network) continue;
      table.add(
          {o.trial.remedy.title, loss_text(o.trial.expected), loss_text(o.median()),
           loss_text(o.losses.front()), loss_text(o.losses.back()),
           std::to_string(o.diverged()) + '/' + std::to_string(seeds), ending(o.median()),
           o.agrees() ? "as expected" : std::string("expected: ") + ending(o.trial.expected)});
    }
    out << table.text() << wrapped(network.note, 4);
  }
  const auto agreeing =
      std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return o.agrees(); });
  out << '\n' << agreeing << " of " << outcomes.size() << " rows end as expected.\n";
  write_lines(out.str());
}

void print_json(const std::vector<Outcome>& outcomes) {
  Value::List rows;
  for (const Outcome& o : outcomes) {
    rows.push_back(Value::Object{{"network", o.network.name},
                                 {"remedy", o.trial.remedy.title},
                                 {"change", o.change},
                                 {"expected", o.trial.expected},
                                 {"median", o.median()},
                                 {"losses", Value::List(o.losses.begin(), o.losses.end())},
                                 {"ending", ending(o.median())},
                                 {"agrees", o.agrees()}});
  }
  write_lines(write_json(rows, 1) + '\n');
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
