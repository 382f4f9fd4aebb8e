// Whole configs: reading, writing, and the faults that only settings taken together have.
#include "engine/train/config.hpp"

#include "engine/data/digits.hpp"
#include "engine/train/run.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

/// Memory of one run that a browser tab gives without trouble.
constexpr double kMostBytes = 512.0 * (1 << 20);

/// A generous estimate, before anything is allocated.
double bytes_needed(const Config& config) {
  const auto width = static_cast<double>(config.width);
  const auto depth = static_cast<double>(config.depth);
  const Index samples = training_samples(config.data, config.test_fraction);
  const auto batch =
      static_cast<double>(config.batch == 0 ? samples : static_cast<Index>(config.batch));
  constexpr double kWidestInput = 64;
  constexpr double kArraysPerParameter = 3 + 3;  // params, gradient, update and three moments
  constexpr double kPanelsPerUnit = 8;
  const double params = kWidestInput * width + depth * width * (width + 4);
  const double panels = (batch + 8) * (kWidestInput + depth * (width + 2) * kPanelsPerUnit);
  const auto links = static_cast<double>(config.update.empty() ? 1 : config.update.size());
  return sizeof(Scalar) * (params * kArraysPerParameter * links + panels);
}

std::string megabytes(double bytes) {
  return format_number(static_cast<double>(static_cast<std::int64_t>(bytes / (1 << 20)))) + " MB";
}

}  // namespace

ConfigResult read_config(const Value& settings) {
  ConfigResult result;
  ReadContext context;
  const Value* specimens = settings.find("specimens");
  context.allow_specimens =
      specimens != nullptr && specimens->as_bool() != nullptr && *specimens->as_bool();
  read_fields(settings, kSlots<Config>, &result.config, "", context);
  result.errors = std::move(context.errors);
  if (result.errors.empty()) result.errors = check_config(result.config);
  return result;
}

Value write_config(const Config& config) {
  Config copy = config;
  return write_fields(kSlots<Config>, &copy);
}

ConfigErrors check_config(const Config& config) {
  ConfigErrors errors;
  const double bytes = bytes_needed(config);
  if (bytes > kMostBytes) {
    errors.push_back({"width", "width, depth and batch together need " + megabytes(bytes) +
                                   "; at most " + megabytes(kMostBytes) + " are allowed"});
  }
  const std::size_t given = config.activations.size();
  if (given != 0 && given != static_cast<std::size_t>(config.depth)) {
    errors.push_back({"activations", std::to_string(given) + " given for " +
                                         std::to_string(config.depth) +
                                         " hidden layers; give one each or none"});
  }
  const Index samples = training_samples(config.data, config.test_fraction);
  if (static_cast<Index>(config.batch) > samples) {
    errors.push_back({"batch", std::to_string(config.batch) + " is more than the " +
                                   std::to_string(samples) + " training samples; 0 takes all"});
  }
  const bool one_sample = config.batch == 1 || (config.batch == 0 && samples == 1);
  if (one_sample && is_batch(config.normalization)) {
    errors.push_back(
        {"batch", "one sample cannot be batch-normalised: it has no variance; use 2 or more"});
  }
  if (std::holds_alternative<Digits>(config.data) && !has_digits()) {
    errors.push_back({"data", "digits needs its file, digits.txt, which has not been loaded"});
  }
  const Target target = target_of(loss_of(config));
  if (task_of(config.data) == Task::kRegression && target != Target::kValue) {
    errors.push_back({"loss", std::string(kind_of(loss_of(config))) + " needs classes; " +
                                  kind_of(config.data) + " has numbers"});
  }
  return errors;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
