// Runs with layers of a kind, in every structure that can surround them. Holds no tests.
#pragma once

#include "tests/engine/runs.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Every structure that can surround a layer.
inline const std::vector<std::string> kStructures = {
    "&activation=tanh",
    "&activation=tanh&bias=false",
    "&activation=gelu&residual=true",
    "&activation=tanh&dropout=0.4",
    "&activation=prelu",
    "&activation=tanh&normalization=batch_norm",
    "&activation=prelu&normalization=layer_norm(position:post)&residual=true",
    "&activation=tanh&normalization=batch_norm(position:post)&residual=true&dropout=0.3&bias="
    "false"};

/// A run whose hidden layers are of one kind, where they have as many inputs as outputs.
template <class Kind>
Run run_with(const std::string& structure, const std::string& more = "") {
  Run run = run_of("v1&depth=3&width=5&batch=13&init=xavier_normal(gain:1.5)" + structure + more);
  std::vector<LayerSpec> layers = run.layout.layers();
  for (std::size_t l = 1; l + 1 < layers.size(); ++l) layers[l].kind = Kind{};
  run.layout = Layout(std::move(layers));
  return run;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
