"""A second set, made of corners: what the runner must replay besides the recorded set.

Not recorded: make it with `generate.py --config heldout_config --out FOLDER` and point the runner there.
"""
import numpy as np

from heldout_choices import CY as _CY, EVERY as _EVERY, EXTREME as _EXTREME, OC as _OC, PL as _PL, THEN as _THEN
from heldout_networks import NETWORKS

PRNG_SEEDS = [3, 255, 2 ** 32 - 1, 2 ** 53 + 1, 2 ** 63, 2 ** 64 - 1]

# ------------------------------------------------------------- activations
_BASE = [0.0, 1e-45, 3e-42, 1.2e-38, 3e-25, 2e-12, 5e-7, 3e-5, 0.002, 0.03, 0.15, 0.333, 0.45, 0.6, 0.8, 0.99,
         1.01, 1.3, 1.7, 2.2, 2.7, 2.99, 3.01, 3.3, 4.2, 5.9, 6.1, 7.7, 9.9, 11.0, 14.0, 18.0, 19.9, 20.1, 22.0,
         33.0, 44.0, 66.0, 86.0, 88.0, 90.0, 103.0, 110.0, 300.0, 700.0, 720.0, 5e3, 9e3, 1e20, 1e30, 1e38, 3.4e38]
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
        ("cross_entropy_far", "cross_entropy", {}, [[3e38, -3e38], [-3e38, 3e38]], [0, 0], ""),
        ("bce_logits_soft_1e30", "bce_logits", {"pos_weight": 2.0}, [[1e30], [-1e30]], [0.5, 0.25], ""),
        ("mse_1e30", "mse", {}, [[1e30], [-1.0]], [-1e30, 1.0], ""), ("mae_1e30", "mae", {}, [[1e30], [-1.0]], [-1e30, 1.0], ""),
        ("squared_hinge_1e30", "squared_hinge", {}, [[1e30], [-0.5]], [-1, 1], ""),
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
OPTIMIZERS = {
    "seed": 1202, "sequences": _SEQ,
    "cases": [_o("%s_%s" % (a, s), a, lr, s, **p) for a, (lr, p) in _EVERY.items() for s in _SEQ] +
             [_o("%s_rates" % a, a, lr, "smooth", lrs=_WAVE, **p) for a, (lr, p) in _EVERY.items()] +
             [_o("%s_defaults_tiny" % a, a, 0.01, "tiny") for a in _EVERY] +
             [_o("%s_extreme_%s" % (a, s), a, lr, s, **p) for a, (lr, p) in _EXTREME.items() for s in ("smooth", "spikes", "sparse")] +
             [_o("%s_no_rate" % a, a, 0.0, "flip") for a in ("sgd", "adam", "adadelta", "asgd", "lion")] + [
        _o("sgd_diverges", "sgd", 100.0, weight_decay=1.0), _o("asgd_diverges", "asgd", 50.0, lambd=1.0, alpha=0.0),
        _o("sgd_decoupled_diverges", "sgd_decoupled", 1e3, weight_decay=3.0),
        _o("muon_one", "muon", 0.5, "spikes", [2, 3], ns_steps=1, momentum=0.0), _o("muon_none", "muon", 0.02, "flip", [3, 2], scale="none"),
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


SCHEDULES = {
    "seed": 1303, "steps": 200,
    "cases": [_s(k, k, 0.37, **p) for k, p in _THEN.items()] +
             [_s("warmup_%s" % k, "warmup", 0.37, start_factor=0.25, warmup_steps=9, then=k, then_params=p)
              for k, p in _THEN.items()] + [
        _s("warmup_one_cycle", "warmup", 0.05, start_factor=0.5, warmup_steps=10, then="one_cycle", then_params=_OC),
        _s("warmup_cyclic", "warmup", 0.02, start_factor=0.5, warmup_steps=5, then="cyclic", then_params={**_CY, "mode": "triangular"}),
        _s("warmup_1", "warmup", 0.1, start_factor=1e-3, warmup_steps=1, then="constant", then_params={}),
        _s("warmup_long", "warmup", 0.1, start_factor=1e-6, warmup_steps=190, then="cosine", then_params=dict(t_max=10, lr_min=0.0)),
        _s("step_1", "step", step_size=1, gamma=0.0), _s("step_growth", "step", step_size=50, gamma=10.0),
        _s("linear_1", "linear", start_factor=1e-6, end_factor=1.0, total_steps=1), _s("linear_rise", "linear", start_factor=0.1, end_factor=0.9, total_steps=300),
        _s("polynomial_1", "polynomial", total_steps=1, power=3.0), _s("polynomial_4", "polynomial", total_steps=400, power=4.0),
        _s("restarts_long", "cosine_restarts", t_0=300, t_mult=1, lr_min=0.0), _s("cosine_above", "cosine", t_max=50, lr_min=0.5),
        _s("cyclic_1", "cyclic", 0.02, **{**_CY, "mode": "triangular2", "step_up": 1, "step_down": 1}),
        _s("one_cycle_mirror", "one_cycle", 0.05, **{**_OC, "pct_start": 0.9, "anneal": "linear"}),
        _s("plateau_sharp", "plateau", metric="bumpy", **{**_PL, "factor": 0.01, "patience": 0, "cooldown": 0, "eps": 0.0}),
        _s("plateau_patient", "plateau", metric="stairs", **{**_PL, "patience": 200}),
        _s("plateau_coarse", "plateau", metric="stairs", **{**_PL, "threshold": 0.9, "patience": 10, "cooldown": 30}),
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
             [{"id": "value_%g_%s" % (v, n), "clip": "value", "params": {"limit": v}, "net": n} for v in (1e-3, 1.5) for n in _NETS] +
             [{"id": "limit_%g" % m, "clip": "global_norm", "params": {**_N, "max_norm": m}, "net": "odd"} for m in (1e-20, 1e6)],
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
    "critical": [("identity", [0.0]), ("relu", [0.0]), ("leaky_relu", [0.0]), ("softsign", [0.1, 0.5]), ("sigmoid", [0.0, 0.5]), ("tanh", [0.02, 0.8]), ("erf", [0.05, 0.2]), ("hard_tanh", [0.05, 0.3]), ("sin", [0.1, 0.3])],
    "empirical": [
        dict(id="sin_chaotic", activation="sin", sigma_w=1.5, sigma_b=0.1, width=700, depth=20, seed=81000),
        dict(id="hard_tanh_ordered", activation="hard_tanh", sigma_w=0.9, sigma_b=0.2, width=501, depth=20, seed=82000),
        dict(id="softsign_no_bias", activation="tanh", sigma_w=1.2, sigma_b=0.0, width=600, depth=16, seed=83000),
        dict(id="gelu", activation="gelu", sigma_w=1.3, sigma_b=0.3, width=600, depth=16, seed=84000),
    ],
}
