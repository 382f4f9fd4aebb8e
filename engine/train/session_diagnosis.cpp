// The diagnosis of a session as a value.
#include "engine/train/advice.hpp"
#include "engine/train/session.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

constexpr const char* kWords[] = {"verdict", "gradient", "learning", "units",
                                  "cause",   "specimen", "broken"};

struct Number {
  const char* key;
  double Diagnosis::*value;
};
constexpr Number kNumbers[] = {{"layer", &Diagnosis::layer},
                               {"cause_decades", &Diagnosis::cause_decades},
                               {"steepest", &Diagnosis::steepest},
                               {"delta_ratio", &Diagnosis::delta_ratio},
                               {"gradient_ratio", &Diagnosis::gradient_ratio},
                               {"decades_per_layer", &Diagnosis::decades_per_layer},
                               {"largest_norm", &Diagnosis::largest_norm},
                               {"share", &Diagnosis::share},
                               {"rate", &Diagnosis::rate},
                               {"loss", &Diagnosis::loss},
                               {"loss_ratio", &Diagnosis::loss_ratio},
                               {"guess_loss", &Diagnosis::guess_loss},
                               {"guess_ratio", &Diagnosis::guess_ratio},
                               {"accuracy", &Diagnosis::accuracy},
                               {"guess_accuracy", &Diagnosis::guess_accuracy}};

}  // namespace

Value Session::diagnosis() const {
  const auto& trouble = trainer_.trouble();
  const Diagnosis d = diagnostician_.diagnose(trouble);
  const char* words[] = {key_of<kVerdicts>(d.verdict),
                         key_of<kGradientStates>(d.findings.gradient),
                         key_of<kLearningStates>(d.findings.learning),
                         key_of<kUnitStates>(d.findings.units),
                         key_of<kCauses>(d.cause),
                         diagnostician_.subject().specimen,
                         diagnostician_.subject().broken};
  Value::Object result;
  for (std::size_t i = 0; i < std::size(words); ++i) {
    result.emplace_back(kWords[i], words[i] == nullptr ? Value() : words[i]);
  }
  Value::List remedies;
  for (const char* key : advice_on(d.findings, d.cause)) remedies.push_back(key);
  result.emplace_back("remedies", std::move(remedies));
  for (const Number& number : kNumbers) result.emplace_back(number.key, d.*number.value);
  if (trouble) {
    result.emplace_back("trouble", Value::Object{{"step", static_cast<double>(trouble->step)},
                                                 {"layer", trouble->layer},
                                                 {"tensor", trouble->tensor}});
  }
  return result;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
