// Forward and backward through dense layers with normalisation and skip connections, sample by
// sample.
#include "tests/grid/recursion.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

namespace grid {

namespace {

using namespace gradscope;

constexpr double kNormEpsilon = 1e-5;

struct Layer {
  Matrix w;
  std::vector<double> b, gamma, beta;
  Phi phi;
  bool batch = false, layer = false, pre = true, residual = false;
  Matrix in, xhat, u;             // of the forward pass
  std::vector<double> deviation;  // per feature (batch) or per sample (layer)
};

std::vector<double> numbers(Session& session, const std::string& name) {
  const auto view = session.values(name);
  return {view.begin(), view.end()};
}

Matrix rows_of(const std::vector<double>& flat, std::size_t columns) {
  Matrix m;
  for (std::size_t i = 0; i < flat.size(); i += columns) {
    m.emplace_back(flat.begin() + static_cast<std::ptrdiff_t>(i),
                   flat.begin() + static_cast<std::ptrdiff_t>(i + columns));
  }
  return m;
}

std::vector<Layer> layers_of(Session& session) {
  std::vector<Layer> layers;
  for (const LayerSpec& spec : session.trainer().run().layout.layers()) {
    const std::string n = std::to_string(layers.size());
    Layer l;
    l.w = rows_of(numbers(session, "W" + n), static_cast<std::size_t>(spec.in));
    l.b = numbers(session, "b" + n);
    l.b.resize(static_cast<std::size_t>(spec.out));  // zeros if it has none
    l.gamma = numbers(session, "gamma" + n);
    l.beta = numbers(session, "beta" + n);
    l.phi = phi_of(kind_of(spec.activation));
    l.batch = is_batch(spec.normalization);
    l.layer = !is_none(spec.normalization) && !l.batch;
    l.pre = norm_place(spec.normalization) == NormPlace::kPre;
    l.residual = spec.residual;
    layers.push_back(l);
  }
  return layers;
}

/// Mean and mean square about it of x(i), i < n.
template <class X>
std::pair<double, double> moments(std::size_t n, X&& x) {
  double mean = 0, square = 0;
  for (std::size_t i = 0; i < n; ++i) mean += x(i) / static_cast<double>(n);
  for (std::size_t i = 0; i < n; ++i)
    square += (x(i) - mean) * (x(i) - mean) / static_cast<double>(n);
  return {mean, square};
}

void normalize(Layer& l, Matrix& x) {
  const std::size_t n = x.size(), d = x[0].size();
  l.deviation.assign(l.batch ? d : n, 0);
  for (std::size_t g = 0; g < l.deviation.size(); ++g) {
    const auto at = [&](std::size_t i) -> double& { return l.batch ? x[i][g] : x[g][i]; };
    const auto [mean, square] = moments(l.batch ? n : d, at);
    l.deviation[g] = std::sqrt(square + kNormEpsilon);
    for (std::size_t i = 0; i < (l.batch ? n : d); ++i) at(i) = (at(i) - mean) / l.deviation[g];
  }
  l.xhat = x;
  for (auto& row : x) {
    for (std::size_t f = 0; f < d; ++f) row[f] = l.gamma[f] * row[f] + l.beta[f];
  }
}

/// dL/d(result) to dL/d(x), from d xhat: (dxhat - mean - xhat mean(dxhat xhat)) / deviation.
void normalize_back(const Layer& l, Matrix& d) {
  const std::size_t n = d.size(), width = d[0].size();
  for (auto& row : d) {
    for (std::size_t f = 0; f < width; ++f) row[f] *= l.gamma[f];
  }
  const std::size_t size = l.batch ? n : width;
  for (std::size_t g = 0; g < l.deviation.size(); ++g) {
    const auto at = [&](std::size_t i) -> double& { return l.batch ? d[i][g] : d[g][i]; };
    const auto hat = [&](std::size_t i) { return l.batch ? l.xhat[i][g] : l.xhat[g][i]; };
    double mean = 0, dot = 0;
    for (std::size_t i = 0; i < size; ++i) {
      mean += at(i) / static_cast<double>(size);
      dot += at(i) * hat(i) / static_cast<double>(size);
    }
    for (std::size_t i = 0; i < size; ++i) at(i) = (at(i) - mean - hat(i) * dot) / l.deviation[g];
  }
}

Matrix forward(std::vector<Layer>& layers, Matrix h) {
  for (Layer& l : layers) {
    l.in = h;
    Matrix x(h.size(), std::vector<double>(l.w.size()));
    for (std::size_t s = 0; s < h.size(); ++s) {
      for (std::size_t o = 0; o < l.w.size(); ++o) {
        double z = l.b[o];
        for (std::size_t i = 0; i < h[s].size(); ++i) z += l.w[o][i] * h[s][i];
        x[s][o] = z;
      }
    }
    const bool normalizes = l.batch || l.layer;
    if (normalizes && l.pre) normalize(l, x);
    l.u = x;
    for (auto& row : x) {
      for (double& v : row) v = l.phi.value(v);
    }
    if (normalizes && !l.pre) normalize(l, x);
    for (std::size_t s = 0; l.residual && s < h.size(); ++s) {
      for (std::size_t f = 0; f < x[s].size(); ++f) x[s][f] += h[s][f];
    }
    h = std::move(x);
  }
  return h;
}

/// dL/d(output), a mean over samples.
Matrix loss_gradient(Session& session, const Matrix& y, std::size_t begin) {
  const auto answers = numbers(session, "train.answers");
  const std::string loss = kind_of(session.trainer().run().loss);
  const auto n = static_cast<double>(y.size());
  Matrix d = y;
  for (std::size_t s = 0; s < y.size(); ++s) {
    const double t = answers[begin + s];
    if (loss == "mse") {
      d[s][0] = 2 * (y[s][0] - t) / n;
    } else if (loss == "bce_logits") {
      d[s][0] = (1 / (1 + std::exp(-y[s][0])) - t) / n;
    } else if (loss == "cross_entropy") {
      double top = y[s][0], sum = 0;
      for (const double v : y[s]) top = std::max(top, v);
      for (const double v : y[s]) sum += std::exp(v - top);
      for (std::size_t c = 0; c < y[s].size(); ++c) {
        const double hit = static_cast<double>(c) == t ? 1 : 0;
        d[s][c] = (std::exp(y[s][c] - top) / sum - hit) / n;
      }
    } else {
      throw std::runtime_error("the recursion does not know the loss " + loss);
    }
  }
  return d;
}

LayerGradient sizes(const Layer& l, const Matrix& delta) {
  double squares = 0, norm = 0;
  for (const auto& row : delta) {
    for (const double v : row) squares += v * v;
  }
  for (std::size_t o = 0; o < l.w.size(); ++o) {
    for (std::size_t i = 0; i < l.w[o].size(); ++i) {
      double g = 0;
      for (std::size_t s = 0; s < delta.size(); ++s) g += delta[s][o] * l.in[s][i];
      norm += g * g;
    }
  }
  const auto count = static_cast<double>(delta.size() * delta[0].size());
  return {std::sqrt(squares / count), std::sqrt(norm)};
}

}  // namespace

std::vector<LayerGradient> gradient_of(Session& session) {
  return gradient_of(session, 0, static_cast<std::size_t>(session.trainer().run().data.train.rows));
}

std::vector<LayerGradient> gradient_of_batches(Session& session) {
  const Run& run = session.trainer().run();
  const auto batch = static_cast<std::size_t>(run.batch);
  const std::size_t batches = static_cast<std::size_t>(run.data.train.rows) / batch;
  std::vector<LayerGradient> mean(static_cast<std::size_t>(run.layout.depth()));
  for (std::size_t b = 0; b < batches; ++b) {
    const auto one = gradient_of(session, b * batch, batch);
    for (std::size_t l = 0; l < mean.size(); ++l) {
      mean[l].delta += one[l].delta / static_cast<double>(batches);
      mean[l].gradient += one[l].gradient / static_cast<double>(batches);
    }
  }
  return mean;
}

std::vector<LayerGradient> gradient_of(Session& session, std::size_t begin, std::size_t count) {
  const auto features = static_cast<std::size_t>(session.trainer().run().data.train.features);
  std::vector<Layer> layers = layers_of(session);
  Matrix inputs = rows_of(numbers(session, "train.inputs"), features);
  const auto from = inputs.begin() + static_cast<std::ptrdiff_t>(begin);
  const Matrix y = forward(layers, Matrix(from, from + static_cast<std::ptrdiff_t>(count)));
  Matrix da = loss_gradient(session, y, begin);
  std::vector<LayerGradient> result(layers.size());
  for (std::size_t l = layers.size(); l-- > 0;) {
    const Layer& layer = layers[l];
    Matrix delta = da;
    const bool normalizes = layer.batch || layer.layer;
    if (normalizes && !layer.pre) normalize_back(layer, delta);
    for (std::size_t s = 0; s < delta.size(); ++s) {
      for (std::size_t f = 0; f < delta[s].size(); ++f) {
        delta[s][f] *= layer.phi.slope(layer.u[s][f]);
      }
    }
    if (normalizes && layer.pre) normalize_back(layer, delta);
    result[l] = sizes(layer, delta);
    Matrix below(delta.size(), std::vector<double>(layer.w[0].size()));
    for (std::size_t s = 0; s < delta.size(); ++s) {
      if (layer.residual) below[s] = da[s];
      for (std::size_t o = 0; o < layer.w.size(); ++o) {
        for (std::size_t i = 0; i < below[s].size(); ++i)
          below[s][i] += layer.w[o][i] * delta[s][o];
      }
    }
    da = std::move(below);
  }
  return result;
}

Score score_of(Session& session) {
  const auto features = static_cast<std::size_t>(session.trainer().run().data.train.features);
  std::vector<Layer> layers = layers_of(session);
  const Matrix y = forward(layers, rows_of(numbers(session, "train.inputs"), features));
  const auto answers = numbers(session, "train.answers");
  const std::string loss = kind_of(session.trainer().run().loss);
  const auto n = static_cast<double>(y.size());
  Score score;
  for (std::size_t s = 0; s < y.size(); ++s) {
    const double v = y[s][0], t = answers[s];
    if (loss == "mse") {
      score.loss += (v - t) * (v - t) / n;
    } else if (loss == "bce_logits") {  // ln(1 + e^-m) of the margin m, without overflow
      const double margin = t == 1 ? v : -v;
      score.loss += (std::max(-margin, 0.0) + std::log1p(std::exp(-std::abs(margin)))) / n;
      score.accuracy += (v > 0) == (t == 1) ? 1 / n : 0;
    } else {
      throw std::runtime_error("no score for the loss " + loss);
    }
  }
  if (loss == "mse") score.accuracy = std::numeric_limits<double>::quiet_NaN();
  return score;
}

Phi phi_of(std::string_view kind) {
  static const auto s = [](double z) { return 1 / (1 + std::exp(-z)); };
  static const auto density = [](double z) {
    return std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0));
  };
  static const auto normal = [](double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; };
  static constexpr double kScale = 1.0507009873554805, kAlpha = 1.6732632423543772;
  static const std::map<std::string_view, Phi> kAll = {
      {"identity", {[](double z) { return z; }, [](double) { return 1.0; }}},
      {"sigmoid", {[](double z) { return s(z); }, [](double z) { return s(z) * s(-z); }}},
      {"tanh",
       {[](double z) { return std::tanh(z); },
        [](double z) { return 1 / (std::cosh(z) * std::cosh(z)); }}},
      {"relu",
       {[](double z) { return z > 0 ? z : 0; }, [](double z) { return z > 0 ? 1.0 : 0.0; }}},
      {"leaky_relu",
       {[](double z) { return z > 0 ? z : 0.01 * z; },
        [](double z) { return z > 0 ? 1.0 : 0.01; }}},
      {"relu6",
       {[](double z) { return std::min(std::max(z, 0.0), 6.0); },
        [](double z) { return z > 0 && z < 6 ? 1.0 : 0.0; }}},
      {"elu",
       {[](double z) { return z > 0 ? z : std::expm1(z); },
        [](double z) { return z > 0 ? 1.0 : std::exp(z); }}},
      {"selu",
       {[](double z) { return kScale * (z > 0 ? z : kAlpha * std::expm1(z)); },
        [](double z) { return kScale * (z > 0 ? 1.0 : kAlpha * std::exp(z)); }}},
      {"gelu",
       {[](double z) { return z * normal(z); },
        [](double z) { return normal(z) + z * density(z); }}},
      {"silu",
       {[](double z) { return z * s(z); }, [](double z) { return s(z) + z * s(z) * s(-z); }}},
      {"softplus",
       {[](double z) { return z > 20 ? z : std::log1p(std::exp(z)); },
        [](double z) { return z > 20 ? 1.0 : s(z); }}},
      {"mish",
       {[](double z) { return z * std::tanh(std::log1p(std::exp(z))); },
        [](double z) {
          const double t = std::tanh(std::log1p(std::exp(z)));
          return t + z * (1 - t * t) * s(z);
        }}},
      {"hard_swish",
       {[](double z) { return z * std::min(std::max(z + 3, 0.0), 6.0) / 6; },
        [](double z) { return z <= -3  ? 0.0
                              : z >= 3 ? 1.0
                                       : (2 * z + 3) / 6; }}},
      {"softsign",
       {[](double z) { return z / (1 + std::abs(z)); },
        [](double z) { return 1 / ((1 + std::abs(z)) * (1 + std::abs(z))); }}},
      {"hard_tanh",
       {[](double z) { return std::min(std::max(z, -1.0), 1.0); },
        [](double z) { return std::abs(z) < 1 ? 1.0 : 0.0; }}},
      {"erf",
       {[](double z) { return std::erf(z); },
        [](double z) { return 2 / std::sqrt(std::acos(-1.0)) * std::exp(-z * z); }}}};
  const auto found = kAll.find(kind);
  if (found == kAll.end()) {
    throw std::runtime_error("the recursion does not know " + std::string(kind));
  }
  return found->second;
}

}  // namespace grid
