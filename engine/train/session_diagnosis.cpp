// The diagnosis of a session as a value.
#include "engine/train/advice.hpp"
#include "engine/train/session.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

template <class T>
struct Entry {
  const char* key;
  T value;
};

}  // namespace

Value Session::diagnosis() const {
  const auto& trouble = trainer_.trouble();
  const Diagnosis d = diagnostician_.diagnose(trouble);
  const Subject& subject = diagnostician_.subject();
  const auto advice = advice_on(d.findings, d.cause);
  Value::Object result;
  for (const auto& [key, word] : {Entry<const char*>{"verdict", key_of<kVerdicts>(d.verdict)},
                                  {"gradient", key_of<kGradientStates>(d.findings.gradient)},
                                  {"learning", key_of<kLearningStates>(d.findings.learning)},
                                  {"units", key_of<kUnitStates>(d.findings.units)},
                                  {"cause", key_of<kCauses>(d.cause)},
                                  {"specimen", subject.specimen}}) {
    result.emplace_back(key, word == nullptr ? Value() : word);
  }
  result.emplace_back("remedies", Value::List(advice.begin(), advice.end()));
  for (const auto& [key, number] : {Entry<double>{"layer", static_cast<double>(d.layer)},
                                    {"delta_ratio", d.slope.delta_ratio},
                                    {"gradient_ratio", d.slope.gradient_ratio},
                                    {"decades_per_layer", d.slope.decades_per_layer},
                                    {"largest_norm", d.slope.largest_norm},
                                    {"share", d.share},
                                    {"loss", d.loss},
                                    {"loss_ratio", d.loss_ratio},
                                    {"guess_loss", subject.guess.loss},
                                    {"guess_ratio", d.guess_ratio},
                                    {"accuracy", d.accuracy},
                                    {"guess_accuracy", subject.guess.accuracy}}) {
    result.emplace_back(key, number);
  }
  if (trouble) {
    result.emplace_back("trouble", Value::Object{{"step", static_cast<double>(trouble->step)},
                                                 {"layer", trouble->layer},
                                                 {"tensor", trouble->tensor}});
  }
  return result;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
