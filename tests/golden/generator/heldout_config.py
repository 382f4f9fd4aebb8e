"""A second set, made of corners: what the runner must replay besides the recorded set.

Not recorded: make it with `generate.py --config heldout_config --out FOLDER` and point the runner there.
"""
import numpy as np

PRNG_SEEDS = [3, 255, 2 ** 32 - 1, 2 ** 53 + 1, 2 ** 63, 2 ** 64 - 1]

# ------------------------------------------------------------- activations
_BASE = [0.0, 1e-45, 3e-42, 1.2e-38, 3e-25, 2e-12, 5e-7, 3e-5, 0.002, 0.03, 0.15, 0.333, 0.45, 0.6, 0.8, 0.99,
         1.01, 1.3, 1.7, 2.2, 2.7, 2.99, 3.01, 3.3, 4.2, 5.9, 6.1, 7.7, 9.9, 11.0, 14.0, 18.0, 19.9, 20.1, 22.0,
         33.0, 44.0, 66.0, 86.0, 88.0, 90.0, 103.0, 110.0, 300.0, 700.0, 720.0, 5e3, 9e3]
ACTIVATIONS = {
    "grid": _BASE + [-v for v in _BASE],
    "functions": [
        ("leaky_relu", {"alpha": 0.0}), ("leaky_relu", {"alpha": 0.3}), ("leaky_relu", {"alpha": 1.0}),
        ("prelu", {"alpha": 0.1}), ("prelu", {"alpha": -0.2}), ("elu", {"alpha": 0.5}), ("elu", {"alpha": 2.0}),
        ("softplus", {"beta": 2.0, "threshold": 20.0}), ("softplus", {"beta": 0.5, "threshold": 5.0}),
        ("softplus", {"beta": 10.0, "threshold": 30.0}), ("hard_tanh", {"min": -2.0, "max": 0.5}),
        ("hard_tanh", {"min": 0.0, "max": 6.0}), ("silu", {"beta": 1.702}), ("silu", {"beta": 0.3}),
        ("sin", {"omega": 0.5}), ("sin", {"omega": 30.0}), ("gelu", {}), ("gelu_tanh", {}), ("silu", {}),
        ("sin", {}), ("mish", {}), ("selu", {}), ("hard_swish", {}), ("hard_sigmoid", {}), ("relu6", {}),
        ("softsign", {}), ("erf", {}), ("sigmoid", {}), ("tanh", {}), ("relu", {}), ("identity", {})],
}

# ------------------------------------------------------------------ losses
LOSSES = {
    "seed": 1101, "shapes": [(1, 1), (9, 4), (8, 1)], "class_shapes": [(1, 2), (3, 1), (9, 11)], "smoothing": [0.3, 1.0],
    "regression": [("mse", {}), ("half_mse", {}), ("mse_batch", {}), ("mae", {}), ("smooth_l1", {"beta": 0.1}),
                   ("huber", {"delta": 2.5}), ("smooth_l1", {"beta": 3.0}), ("huber", {"delta": 0.05})],
    "extra": [
        ("bce_logits_weight", "bce_logits", {"pos_weight": 3.0}, [[1.5, -2.0], [0.2, 30.0]], [1, 0, 0.5, 1], ""),
        ("bce_logits_weight_extreme", "bce_logits", {"pos_weight": 0.2}, [[1e4], [-1e4], [-90.0], [1e30]], [0, 1, 1, 1], ""),
        ("bce_logits_1e30", "bce_logits", {}, [[1e30], [-1e30], [1e30], [-1e30]], [1, 0, 0, 1], ""),
        ("bce_tiny", "bce", {}, [[1e-40], [1e-30], [0.5], [0.99999994]], [1, 0, 1, 1], ""),
        ("cross_entropy_1e30", "cross_entropy", {}, [[1e30, -1e30, 0.0], [-1e30, 1e30, 1e29]], [0, 0], ""),
        ("cross_entropy_close", "cross_entropy", {"label_smoothing": 0.05}, [[1e4, 1e4, 9999.0], [0, 0, 0]], [2, 1], ""),
        ("mse_1e15", "mse", {}, [[1e15], [-1e15]], [-1e15, 1e15], ""),
        ("mse_denormal", "mse", {}, [[1e-40], [-1e-42]], [0, 1e-41], ""),
        ("mae_denormal", "mae", {}, [[1e-40], [-1e-42]], [0, 1e-41], ""),
        ("hinge_margin", "hinge", {"margin": 2.0}, [[1.5], [-0.5], [2.5], [1e30]], [1, 1, 1, -1], ""),
        ("squared_hinge_margin", "squared_hinge", {"margin": 0.5}, [[0.4], [-0.4], [0.6], [1e4]], [1, 1, 1, -1], ""),
        ("huber_far", "huber", {"delta": 0.5}, [[1e30], [-1e4], [0.1]], [0, 0, 0.05], ""),
        ("article", "article_log1p_sigmoid", {}, [[0.0], [50.0], [-50.0], [-1e4]], [0, 0, 0, 0], ""),
    ],
}


# --------------------------------------------------------------- optimizers
def _o(cid, algorithm, lr, sequence="flip", shape=None, lrs=None, **kw):
    d = {"id": cid, "algorithm": algorithm, "lr": lr, "sequence": sequence, "params": kw}
    if shape:
        d["shape"] = shape
    if lrs is not None:
        d["lrs"] = lrs
    return d


_WAVE = 0.05 * (1 + 0.9 * np.sin(np.arange(50)))
_SEQ = ["smooth", "scales", "sparse", "spikes", "flip", "tiny", "decay"]
_EVERY = {  # an unusual setting of each algorithm
    "sgd": (0.3, dict(momentum=0.99, dampening=0.9, weight_decay=0.5)),
    "sgd_decoupled": (0.2, dict(momentum=0.7, weight_decay=0.3)),
    "momentum_classic": (0.02, dict(momentum=0.5, nesterov=True)),
    "adagrad": (0.5, dict(lr_decay=0.3, initial_accumulator_value=2.0, eps=1e-3, weight_decay=0.1)),
    "adadelta": (0.7, dict(rho=0.5, eps=1e-4, weight_decay=0.05)),
    "rmsprop": (0.02, dict(alpha=0.6, eps=1e-5, momentum=0.5, weight_decay=0.1)),
    "rmsprop_eps_inside": (0.02, dict(alpha=0.5, eps=1e-5, centered=True, momentum=0.3, weight_decay=0.1)),
    "adam": (0.03, dict(beta1=0.5, beta2=0.9, eps=1e-6, weight_decay=0.2)),
    "adamw": (0.03, dict(beta1=0.0, beta2=0.99, eps=1e-4, weight_decay=0.5)),
    "adam_eps_hat": (0.03, dict(beta1=0.7, beta2=0.9, eps=1e-4, weight_decay=0.1)),
    "adamax": (0.03, dict(beta1=0.5, beta2=0.9, eps=1e-5, weight_decay=0.1)),
    "nadam": (0.03, dict(beta1=0.8, beta2=0.95, momentum_decay=0.1, weight_decay=0.1)),
    "nadam_pt113": (0.03, dict(beta1=0.8, beta2=0.95, momentum_decay=0.1, weight_decay=0.1)),
    "radam": (0.03, dict(beta1=0.8, beta2=0.9, eps=1e-6, weight_decay=0.1)),
    "rprop": (0.02, dict(eta_minus=0.3, eta_plus=1.5, step_min=1e-3, step_max=0.2)),
    "asgd": (0.05, dict(lambd=0.1, alpha=1.0, t0=5.0, weight_decay=0.1)),
    "lion": (0.02, dict(beta1=0.5, beta2=0.8, weight_decay=0.3)),
}
OPTIMIZERS = {
    "seed": 1202, "sequences": _SEQ,
    "cases": [_o("%s_%s" % (a, s), a, lr, s, **p) for a, (lr, p) in _EVERY.items() for s in _SEQ] +
             [_o("%s_rates" % a, a, lr, "smooth", lrs=_WAVE, **p) for a, (lr, p) in _EVERY.items()] +
             [_o("%s_defaults_tiny" % a, a, 0.01, "tiny") for a in _EVERY] + [
        _o("sgd_dampening_alone", "sgd", 0.1, dampening=0.7), _o("sgd_dampening_one", "sgd", 0.1, momentum=0.9, dampening=1.0),
        _o("nesterov_l2", "sgd", 0.02, momentum=0.95, nesterov=True, weight_decay=0.1),
        _o("rmsprop_centered_constant", "rmsprop", 0.01, "decay", alpha=0.9, centered=True, eps=1e-4),
        _o("amsgrad_l2", "adam", 0.02, "spikes", amsgrad=True, weight_decay=0.3, beta2=0.8),
        _o("adamw_amsgrad", "adamw", 0.02, "decay", amsgrad=True, weight_decay=0.3),
        _o("radam_never_rectified", "radam", 0.02, beta2=0.5), _o("radam_b2_0.75", "radam", 0.02, beta2=0.75),
        _o("asgd_average_all", "asgd", 0.05, t0=0.0), _o("asgd_fast", "asgd", 0.5, "smooth", lambd=0.5, alpha=0.5, t0=20.0),
        _o("rprop_bounded", "rprop", 0.01, "smooth", step_min=0.01, step_max=0.02),
        _o("muon_1x6", "muon", 0.02, "smooth", [1, 6]), _o("muon_6x1", "muon", 0.02, "smooth", [6, 1]),
        _o("muon_rms", "muon", 0.02, "scales", [2, 3], scale="match_rms", weight_decay=0.2),
        _o("muon_rms_tall", "muon", 0.05, "flip", [3, 2], scale="match_rms", momentum=0.5),
        _o("muon_steps", "muon", 0.02, "smooth", [3, 2], ns_steps=3, nesterov=False),
        _o("muon_ten", "muon", 0.02, "smooth", [2, 3], ns_steps=10, lrs=_WAVE),
    ],
}


# ---------------------------------------------------------------- schedules
def _s(cid, schedule, lr=0.1, metric=None, **p):
    d = {"id": cid, "schedule": schedule, "lr": lr, "params": p}
    if metric:
        d["metric"] = metric
    return d


_PL = dict(mode="min", factor=0.5, patience=5, threshold=1e-4, threshold_mode="rel", cooldown=0, lr_min=0.0, eps=1e-8)
_CY = dict(base_lr=0.02, max_lr=0.3, step_up=7, step_down=13, gamma=0.995)
_OC = dict(max_lr=0.5, total_steps=200, pct_start=0.25, anneal="cos", base_momentum=0.8, max_momentum=0.99,
           div_factor=10.0, final_div_factor=100.0, three_phase=False)
_THEN = {
    "constant": {}, "step": dict(step_size=13, gamma=0.7), "multistep": dict(milestones=[20, 20, 90], gamma=0.3),
    "exponential": dict(gamma=0.98), "inverse_sqrt": {}, "inverse_time": dict(decay=2.0, decay_steps=7),
    "exponential_continuous": dict(rate=0.8, decay_steps=17, staircase=False), "polynomial": dict(total_steps=90, power=0.5),
    "cosine": dict(t_max=60, lr_min=0.02), "cosine_restarts": dict(t_0=11, t_mult=3, lr_min=0.01),
    "linear": dict(start_factor=0.5, end_factor=0.1, total_steps=70),
    "article_exponential": dict(rate=0.05, decay_steps=3),
}
SCHEDULES = {
    "seed": 1303, "steps": 200,
    "cases": [_s(k, k, 0.37, **p) for k, p in _THEN.items()] +
             [_s("warmup_%s" % k, "warmup", 0.37, start_factor=0.25, warmup_steps=9, then=k, then_params=p)
              for k, p in _THEN.items()] + [
        _s("warmup_one_cycle", "warmup", 0.05, start_factor=0.5, warmup_steps=10, then="one_cycle", then_params=_OC),
        _s("warmup_cyclic", "warmup", 0.02, start_factor=0.5, warmup_steps=5, then="cyclic", then_params={**_CY, "mode": "triangular"}),
        _s("warmup_1", "warmup", 0.1, start_factor=1e-3, warmup_steps=1, then="constant", then_params={}),
        _s("multistep_unsorted", "multistep", milestones=[90, 5, 30], gamma=2.0), _s("growth", "exponential", 1e-6, gamma=1.05),
        _s("staircase", "exponential_continuous", rate=0.7, decay_steps=33, staircase=True),
        _s("cosine_short", "cosine", t_max=1, lr_min=0.0), _s("cosine_odd", "cosine", t_max=37, lr_min=0.03),
        _s("restarts_1", "cosine_restarts", t_0=1, t_mult=2, lr_min=0.0),
        _s("one_cycle_three", "one_cycle", 0.05, **{**_OC, "three_phase": True}),
        _s("one_cycle_three_linear", "one_cycle", 0.05, **{**_OC, "three_phase": True, "anneal": "linear", "pct_start": 0.4}),
        _s("one_cycle_early", "one_cycle", 0.05, **{**_OC, "pct_start": 0.07}),
        _s("one_cycle_long", "one_cycle", 0.05, **{**_OC, "total_steps": 1000, "anneal": "linear"}),
        _s("cyclic_exp", "cyclic", 0.02, mode="exp_range", **_CY), _s("cyclic_2", "cyclic", 0.02, mode="triangular2", **_CY),
        _s("cyclic_base", "cyclic", 0.5, mode="triangular", **_CY),
        _s("plateau_max", "plateau", metric="rise", **{**_PL, "mode": "max", "patience": 3, "factor": 0.1}),
        _s("plateau_max_abs", "plateau", metric="rise", **{**_PL, "mode": "max", "threshold_mode": "abs", "threshold": 0.02}),
        _s("plateau_abs", "plateau", metric="bumpy", **{**_PL, "threshold_mode": "abs", "threshold": 0.1, "patience": 0}),
        _s("plateau_floor", "plateau", metric="stairs", **{**_PL, "lr_min": 0.04, "patience": 2, "cooldown": 7}),
        _s("plateau_eps", "plateau", metric="stairs", **{**_PL, "eps": 0.01, "patience": 1}),
    ],
}

# ----------------------------------------------------------------- clipping
_N = dict(max_norm=0.7, norm_type=2, eps=1e-6)
_NETS = {"odd": [(7, 3, 2.0, 0.5), (5, 7, 0.1, 0.5), (1, 5, 5.0, 0.5)], "narrow": [(4, 1, 2.0, 0.5), (1, 4, 2.0, 0.5), (1, 1, 2.0, 0.1)],
         "zero": [(3, 2, 0.0, 0.5), (2, 3, 0.0, 0.0)], "large": [(3, 2, 1e19, 1.0), (2, 3, 1e17, 1.0)]}
CLIPPING = {
    "seed": 1404, "nets": _NETS,
    "cases": [{"id": "%s_%s_%g_%s" % (k, t, e, n), "clip": k, "params": {**_N, "norm_type": t, "eps": e}, "net": n, "stress": n == "large"}
              for k in ("global_norm", "per_layer_norm", "per_tensor_norm") for t, e in ((1, 0), (2, 0), ("inf", 0), (2, 1e-6))
              for n in _NETS if not (n == "large" and e)] +
             [{"id": "agc_%g_%s" % (f, n), "clip": "agc", "params": {"clip_factor": f, "eps": 1e-2}, "net": n}
              for f in (0.001, 0.3) for n in ("odd", "narrow", "zero")] +
             [{"id": "value_%g_%s" % (v, n), "clip": "value", "params": {"limit": v}, "net": n} for v in (1e-3, 1.5) for n in _NETS],
}

# ------------------------------------------------------------- initialisers
INITIALIZERS = {
    "seed": 1505,
    "cases": [
        ("constant", "constant", {"value": -2.5}, 3, 7), ("zeros", "zeros", {}, 1, 1),
        ("normal_1x1", "normal", {"mean": 0.0, "std": 1.0}, 1, 1), ("normal_1x7", "normal", {"mean": -3.0, "std": 0.5}, 1, 7),
        ("uniform", "uniform", {"lo": 0.5, "hi": 3.0}, 111, 93), ("xavier_uniform", "xavier_uniform", {"gain": 0.1}, 301, 99),
        ("xavier_normal_7x1", "xavier_normal", {"gain": 2.0}, 7, 1), ("he_uniform", "he_uniform", {"mode": "fan_out", "negative_slope": 5.0 ** 0.5}, 91, 333),
        ("he_normal", "he_normal", {"mode": "fan_out", "negative_slope": 0.3}, 91, 333), ("lecun_normal", "lecun_normal", {}, 7, 1001),
        ("lecun_uniform", "lecun_uniform", {}, 501, 77), ("linear_default", "linear_default", {}, 99, 101),
        ("truncated_narrow", "truncated_normal", {"mean": 0.2, "std": 1.0, "lo": 0.1, "hi": 0.4}, 200, 150),
        ("truncated_skew", "truncated_normal", {"mean": 0.0, "std": 0.5, "lo": -2.0, "hi": 0.25}, 200, 150),
        ("truncated_tail", "truncated_normal", {"mean": 0.0, "std": 1.0, "lo": 1.0, "hi": 3.0}, 200, 150),
        ("orthogonal_row", "orthogonal", {"gain": 0.5}, 1, 5), ("orthogonal_column", "orthogonal", {"gain": 3.0}, 5, 1),
        ("orthogonal_one", "orthogonal", {"gain": 1.0}, 1, 1), ("orthogonal_odd", "orthogonal", {"gain": 2.0}, 33, 17),
        ("orthogonal_large", "orthogonal", {"gain": 1.0}, 70, 150),
        ("identity_tall", "identity", {"gain": 1.5}, 7, 3), ("identity_one", "identity", {"gain": 0.5}, 1, 1),
    ],
}


# ------------------------------------------------------------------ networks
def _net(cid, dims, **kw):
    kw.setdefault("loss", "mse")
    kw.setdefault("init", {"w": "xavier", "b": 0.1})
    kw.setdefault("opt", ("sgd", 0.05, {}))
    kw.setdefault("act", "tanh")
    kw.setdefault("steps", 12)
    kw.setdefault("n", 9)
    kw.setdefault("seed", 7000 + sum(map(ord, cid)))
    return dict(id=cid, note="", dims=dims, **kw)


def _constant_columns(x):
    x = x.copy()
    x[:, 0] = 1.5
    return x


_PARAMS = {"leaky_relu": {"alpha": 0.3}, "prelu": {"alpha": 0.15}, "elu": {"alpha": 0.7}, "softplus": {"beta": 3.0, "threshold": 15.0},
           "hard_tanh": {"min": -0.5, "max": 1.5}, "silu": {"beta": 1.7}, "sin": {"omega": 2.5}}
_ALL = {"alpha": 0.3, "beta": 2.0, "threshold": 10.0, "min": -1.5, "max": 0.8, "omega": 1.5}
_ACTS = ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "prelu", "elu", "selu", "gelu", "gelu_tanh", "silu", "mish", "softplus",
         "softsign", "hard_tanh", "hard_sigmoid", "relu6", "hard_swish", "sin", "erf"]
_NORM = dict(norm_eps=1e-3, norm_momentum=0.3, norm_random=True)
NETWORKS = [
    # --- every activation, every output activation, every optimizer, every schedule, every clipping, every loss
    *[_net("act_%s" % a, [3, 7, 5, 2], act=a, act_params=_PARAMS.get(a, {})) for a in _ACTS],
    *[_net("out_%s" % a, [3, 5, 2], out_act=a, out_act_params=_PARAMS.get(a, {}), x_scale=0.7) for a in _ACTS],
    *[_net("opt_%s" % a, [3, 6, 1], opt=(a, lr * 0.3, p), steps=20) for a, (lr, p) in _EVERY.items()],
    *[_net("sched_%s" % k, [3, 6, 1], opt=("sgd", 0.05, {"momentum": 0.5}), sched=(k, p), steps=30) for k, p in _THEN.items()],
    *[_net("sched_warmup_%s" % k, [3, 6, 1], opt=("adam", 0.01, {}),
           sched=("warmup", dict(start_factor=0.2, warmup_steps=4, then=k, then_params=p)), steps=30) for k, p in _THEN.items()],
    _net("sched_one_cycle", [3, 6, 1], opt=("sgd", 0.02, {"momentum": 0.8}), sched=("one_cycle", {**_OC, "max_lr": 0.2, "total_steps": 31}), steps=30),
    _net("sched_three_phase", [3, 6, 1], opt=("adam", 0.02, {}), sched=("one_cycle", {**_OC, "max_lr": 0.05, "total_steps": 40, "three_phase": True}), steps=30),
    _net("sched_cyclic", [3, 6, 1], opt=("asgd", 0.02, {"t0": 3.0}), sched=("cyclic", {**_CY, "mode": "exp_range"}), steps=30),
    *[_net("clip_%s" % k, [3, 6, 6, 1], y_scale=10.0, clip=(k, p), opt=("sgd", 0.1, {"momentum": 0.9, "weight_decay": 0.1}))
      for k, p in (("value", {"limit": 0.05}), ("global_norm", {"max_norm": 0.3, "eps": 1e-6}), ("per_layer_norm", {"max_norm": 0.2, "eps": 0}),
                   ("per_tensor_norm", {"max_norm": 0.1, "eps": 1e-6}))],
    _net("clip_zero_gradient", [3, 4, 1], x="zeros", y="none", init={"w": "xavier"}, clip=("per_tensor_norm", {"max_norm": 0.1, "eps": 1e-6})),
    *[_net("loss_%s" % k, [4, 8, d], loss=k, loss_params=p, y=y, y_scale=3.0, batch=4, n=10) for k, p, y, d in (
        ("mse", {}, "normal", 3), ("half_mse", {}, "normal", 3), ("mse_batch", {}, "normal", 3), ("mae", {}, "normal", 2), ("huber", {"delta": 0.3}, "normal", 2),
        ("smooth_l1", {"beta": 0.4}, "normal", 2), ("bce_logits", {"pos_weight": 2.5}, "binary", 3), ("cross_entropy", {"label_smoothing": 0.25}, "labels", 7),
        ("hinge", {"margin": 0.3}, "pm1", 2), ("squared_hinge", {"margin": 1.7}, "pm1", 2), ("article_log1p_sigmoid", {}, "none", 1))],
    _net("loss_cross_entropy_plain", [4, 8, 2], loss="cross_entropy", y="labels", batch=4, n=10),
    # --- shapes
    _net("one_by_one", [1, 1, 1], n=1, steps=30), _net("single_layer_1", [1, 1], n=1, loss="half_mse"),
    _net("batch_1", [5, 7, 3], n=6, batch=1, steps=20), _net("batch_larger_than_n", [3, 5, 1], n=5, batch=7),
    _net("batch_9_of_10", [3, 5, 1], n=10, batch=9, steps=25), _net("odd_widths", [3, 7, 1, 13, 5, 2], n=11, batch=3),
    _net("mixed", [3, 7, 5, 9, 6, 2], acts=["relu", "softplus", "hard_tanh", "leaky_relu", "sin"], act_params=_ALL, out_act_params={"omega": 0.5}),
    _net("mixed_dims_residual", [4, 6, 6, 3, 3, 3, 2], acts=["gelu", "tanh", "silu", "elu", "prelu", "softsign"], act_params=_ALL, residual=True),
    _net("wide", [33, 129, 65, 3], act="gelu", n=70, batch=17, steps=8, opt=("adamw", 0.002, {"weight_decay": 0.3})),
    _net("deep_narrow", [2] + [3] * 40 + [1], residual=True, init={"w": "xavier", "gain": 0.5, "b": 0.1}, steps=6),
    _net("no_hidden_classes", [5, 4], loss="cross_entropy", y="labels", opt=("adam", 0.1, {})),
    # --- numbers
    _net("zero_input", [3, 5, 2], x="zeros"), _net("zero_input_relu", [3, 5, 2], x="zeros", act="relu", init={"w": "he", "b": 0.3}),
    _net("dead_relu", [3, 6, 6, 1], act="relu", x_scale=0.1, init={"w": "he", "b": {"value": -6.0}}),
    _net("same_weights", [3, 5, 5, 1], init={"w": "constant", "value": 0.3}),
    _net("denormal_input", [3, 5, 1], x_scale=1e-41), _net("tiny_input", [3, 5, 1], x_scale=1e-25, act="gelu"),
    _net("vanishing_to_denormal", [4] + [6] * 24 + [1], act="sigmoid", init={"w": "xavier", "gain": 0.02}, steps=4),
    _net("huge_logits", [3, 5, 4], x_scale=1e30, act="relu", loss="cross_entropy", y="labels", init={"w": "he"}, opt=("sgd", 1e-33, {}), steps=4, stress=True),
    _net("huge_logits_bce", [3, 4], x_scale=1e30, loss="bce_logits", y="binary", init={"w": "he"}, opt=("sgd", 1e-33, {}), steps=4, stress=True),
    _net("huge_output_mse", [3, 5, 1], x_scale=1e17, act="relu", init={"w": "he"}, opt=("sgd", 1e-37, {}), steps=4, stress=True),
    _net("diverges", [3, 6, 1], act="identity", opt=("sgd", 20.0, {}), steps=60, stress=True),
    _net("diverges_relu", [3, 16, 16, 1], act="relu", init={"w": "he", "gain": 3.0}, opt=("sgd", 3.0, {"momentum": 0.9}), steps=20, stress=True),
    _net("explodes", [4] + [12] * 40 + [1], act="relu", init={"w": "he", "gain": 9.0}, steps=3, opt=("sgd", 1e-3, {}), stress=True),
    _net("saturated_sigmoid_bce", [3, 6, 1], x_scale=20.0, out_act="sigmoid", loss="bce", y="binary", init={"w": "xavier", "gain": 8.0}, steps=5),
    # --- normalisation
    *[_net("norm_%s_%s_%s" % (k, pos, a), [4, 7, 7, 2], norm=k, norm_pos=pos, act=a, n=10, batch=5, **_NORM)
      for k in ("batch", "layer") for pos in ("pre", "post") for a in ("tanh", "gelu")],
    _net("norm_batch_residual_dropout", [4, 6, 6, 6, 1], norm="batch", norm_pos="post", residual=True, dropout=0.4, mask_per_step=True, n=12, batch=6, **_NORM),
    _net("norm_layer_residual_dropout", [4, 6, 6, 6, 1], norm="layer", norm_pos="pre", residual=True, dropout=0.6, mask_per_step=True, n=12, batch=5, **_NORM),
    _net("norm_batch_two_rows", [3, 5, 5, 1], norm="batch", norm_pos="pre", n=2, **_NORM),
    _net("norm_batch_two_rows_post", [3, 5, 5, 1], norm="batch", norm_pos="post", n=8, batch=2, **_NORM),
    _net("norm_batch_constant_column", [3, 5, 1], norm="batch", norm_pos="pre", x_fix=_constant_columns, opt=("sgd", 0.01, {})),
    _net("norm_batch_zero_input", [3, 5, 1], norm="batch", norm_pos="pre", x="zeros", opt=("sgd", 0.01, {})),
    _net("norm_batch_momentum_1", [3, 5, 1], norm="batch", norm_pos="pre", norm_momentum=1.0, norm_eps=0.1, n=10, batch=3),
    _net("norm_layer_width_1", [3, 1, 1], norm="layer", norm_pos="pre", **_NORM), _net("norm_layer_width_2", [3, 2, 2, 1], norm="layer", norm_pos="post", **_NORM),
    _net("norm_layer_zero_input", [3, 5, 1], norm="layer", norm_pos="pre", x="zeros", **_NORM),
    _net("norm_batch_decay_clip", [3, 6, 6, 1], norm="batch", norm_pos="pre", clip=("per_layer_norm", {"max_norm": 0.1, "eps": 1e-6}),
         opt=("adamw", 0.01, {"weight_decay": 0.2}), l2=0.05, **_NORM),
    # --- penalties and dropout
    _net("l1", [3, 6, 1], l1=0.1, opt=("adam", 0.02, {})), _net("l2", [3, 6, 1], l2=0.5),
    _net("l1_l2_decay", [3, 6, 6, 1], l1=0.02, l2=0.3, opt=("rmsprop", 0.005, {"weight_decay": 0.1}), clip=("global_norm", {"max_norm": 0.5, "eps": 1e-6})),
    _net("dropout_heavy", [3, 9, 9, 1], dropout=0.9, mask_per_step=True), _net("dropout_all_equal", [3, 9, 9, 1], dropout=0.5, n=3, batch=2),
]

# ------------------------------------------------------------------ articles
_X = [0.5, -1.5, 2.5, 3.0]
_Y = [1.0, -2.0, 4.0, 7.5]
_BY_ID = {n["id"]: n for n in NETWORKS}
ARTICLES = {
    "linear": [dict(cid="linreg_two", X=[[1, 2], [3, -1], [0.5, 0.25]], y=[1, 2, 3], lr=0.05, iters=120, record={0, 1, 7, 63, 119}, note=""),
               dict(cid="linreg_diverging", X=[1, 2, 3], y=[1, 2, 3], lr=0.25, iters=20, record=set(range(20)), note="")],
    "scalar": [dict(cid="scalar_%s_%s" % (a, m), x=_X, y=_Y, w0=-0.25, alg=a, lr=lr, params=p, mode=m, steps=50, note="")
               for a, (lr, p) in _EVERY.items() for m in ("batch", "online")],
    "gradient_checks": [dict(cid="check_%s" % n, network=_BY_ID[n]) for n in (
        "mixed_dims_residual", "norm_layer_post_tanh", "dropout_all_equal", "l1_l2_decay", "loss_cross_entropy_plain", "act_gelu")],
}

# ---------------------------------------------------------------- mean field
MEANFIELD = {
    "grids": [(a, {"sigma_w": [0.5, 0.95, 1.1, 1.4, 1.9, 3.0], "sigma_b": [0.0, 0.1, 0.35]})
              for a in ("hard_tanh", "softsign", "silu", "gelu", "sin")] +
             [("tanh", {"sigma_w": [0.3, 1.1, 1.7, 2.5], "sigma_b": [0.02, 0.3, 1.0]}), ("erf", {"sigma_w": [0.9, 1.2, 3.0], "sigma_b": [0.2]}),
              ("sigmoid", {"sigma_w": [0.1, 3.0, 8.0], "sigma_b": [0.0, 1.0]}), ("relu", {"sigma_w": [1.4, 2.0], "sigma_b": [0.0, 0.2]}),
              ("leaky_relu", {"sigma_w": [1.38, 1.5], "sigma_b": [0.0, 0.2]}), ("identity", {"sigma_w": [0.99, 1.2], "sigma_b": [0.0, 0.2]})],
    "critical": [("tanh", [0.02, 0.8]), ("erf", [0.05, 0.2]), ("hard_tanh", [0.05, 0.3]), ("sin", [0.1, 0.3])],
    "empirical": [
        dict(id="sin_chaotic", activation="sin", sigma_w=1.5, sigma_b=0.1, width=700, depth=20, seed=81000),
        dict(id="hard_tanh_ordered", activation="hard_tanh", sigma_w=0.9, sigma_b=0.2, width=501, depth=20, seed=82000),
        dict(id="softsign_no_bias", activation="tanh", sigma_w=1.2, sigma_b=0.0, width=600, depth=16, seed=83000),
        dict(id="gelu", activation="gelu", sigma_w=1.3, sigma_b=0.3, width=600, depth=16, seed=84000),
    ],
}
