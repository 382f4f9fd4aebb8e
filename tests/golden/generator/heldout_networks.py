"""Networks made of corners: every choice once, odd shapes, numbers at the limits of float32."""
from heldout_choices import CY as _CY, EVERY as _EVERY, OC as _OC, THEN as _THEN

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
    _net("huge_mse", [3, 2], x_scale=1e30, opt=("sgd", 1e-70, {}), steps=3, stress=True),
    _net("huge_hinge", [3, 5, 2], x_scale=1e30, act="relu", init={"w": "he"}, loss="hinge", y="pm1", opt=("sgd", 1e-33, {}), steps=3, stress=True),
    _net("huge_clipped", [3, 8, 8, 1], x_scale=1e12, act="relu", init={"w": "he"}, clip=("global_norm", {"max_norm": 1.0, "eps": 1e-6}), steps=5, stress=True),
    _net("diverges_adam", [3, 6, 1], act="identity", opt=("adam", 1e15, {}), steps=10, stress=True),
    _net("diverges_batch_norm", [3, 8, 8, 1], act="relu", norm="batch", norm_pos="pre", opt=("sgd", 500.0, {"momentum": 0.9}), steps=15, n=8, stress=True),
    _net("diverges_silently", [3, 6, 1], act="identity", opt=("sgd", 3.0, {}), steps=12),
    _net("denormal_weights", [3, 5, 2], init={"w": "xavier", "gain": 1e-39, "b": 0.0}, steps=4),
    _net("denormal_gradient", [3, 5, 2], y_scale=1e-30, x_scale=1e-12, init={"w": "xavier", "gain": 1e-3, "b": 0.0}, opt=("adam", 1e-3, {}), steps=6),
    _net("all_zero", [3, 4, 4, 2], x="zeros", y="none", init={"w": "constant", "value": 0.0}, act="relu", opt=("adam", 0.01, {}), steps=5),
    _net("zero_weights", [3, 4, 2], init={"w": "constant", "value": 0.0}, opt=("rmsprop", 0.01, {}), steps=8),
    _net("dead_relu_all", [3, 6, 6, 1], act="relu", x_scale=0.1, init={"w": "he", "b": {"value": -9.0}}, opt=("adam", 0.05, {})),
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
    _net("norm_batch_momentum_0", [3, 5, 1], norm="batch", norm_pos="pre", norm_momentum=0.0, n=10, batch=3),
    _net("norm_batch_width_1", [2, 1, 1, 1], norm="batch", norm_pos="pre", n=6, batch=3, **_NORM),
    _net("norm_batch_odd_uneven", [3, 7, 13, 1], norm="batch", norm_pos="post", act="gelu", n=11, batch=4, steps=15, **_NORM),
    _net("norm_layer_batch_1", [3, 5, 5, 1], norm="layer", norm_pos="pre", n=4, batch=1, **_NORM),
    _net("norm_layer_odd", [3, 17, 9, 1], norm="layer", norm_pos="post", act="selu", n=7, batch=5, loss="huber", loss_params={"delta": 0.5}, **_NORM),
    *[_net("norm_batch_opt_%s" % a, [3, 6, 6, 1], norm="batch", norm_pos="pre", n=9, batch=4, opt=(a, lr * 0.2, p), **_NORM)
      for a, (lr, p) in _EVERY.items()],
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
