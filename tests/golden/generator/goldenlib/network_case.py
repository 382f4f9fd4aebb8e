"""The recorded description of a network: layers, tensors, masks, optimizer and schedule."""
import math

import numpy as np
import torch

from .common import F64, bernoulli_keep, uniform_pm
from .optimizers import DEFAULTS
from .schedules import _opt as sched_opt, make as make_schedule

MASK_STRIDE = 1000003                            # per-step masks: seed + MASK_STRIDE * step


def materialise(spec):
    """The array behind one `tensors` entry, float32 (labels: int64)."""
    n = int(np.prod(spec["shape"]))
    g = spec["gen"]
    if g == "explicit":
        return np.asarray(spec["data"], np.float32).reshape(spec["shape"])
    if g == "labels":
        return np.asarray(spec["data"], np.int64).reshape(spec["shape"])
    if g == "constant":
        return np.full(spec["shape"], spec["value"], np.float32)
    if g == "splitmix64_uniform":
        return uniform_pm(spec["seed"], n, spec["scale"]).reshape(spec["shape"])
    raise KeyError(g)


def mask(case, lay, rows, step):
    if not lay["dropout"]:
        return None
    seed = lay["mask_seed"] + (MASK_STRIDE * step if case["mask_per_step"] else 0)
    return bernoulli_keep(seed, rows * lay["out"], lay["dropout"]).reshape(rows, lay["out"])


def prepare(c):
    """Expand a configuration into the recorded description of the case."""
    dims, L, seed = c["dims"], len(c["dims"]) - 1, c["seed"]
    acts = c.get("acts") or [c.get("act", "identity")] * (L - 1) + [c.get("out_act", "identity")]
    ap, oap = c.get("act_params", {}), c.get("out_act_params", {})
    layers = []
    for l in range(L):
        hidden = l < L - 1
        layers.append({
            "index": l, "in": dims[l], "out": dims[l + 1], "activation": acts[l],
            "activation_params": ap if hidden else oap,
            "norm": c.get("norm", "none") if hidden else "none",
            "norm_position": c.get("norm_pos", "pre"), "norm_eps": c.get("norm_eps", 1e-5),
            "norm_momentum": c.get("norm_momentum", 0.1),
            "residual": bool(c.get("residual") and hidden and dims[l] == dims[l + 1]),
            "dropout": c.get("dropout", 0.0) if hidden else 0.0,
            "mask_seed": seed * 100 + l})
    count = sum(dims[l] * dims[l + 1] + dims[l + 1] for l in range(L))
    small = c.get("small", count <= 700)
    rng = torch.Generator().manual_seed(seed)
    tensors, idx = [], [0]

    def add(name, shape, a, normal=False):
        """Uniform (-a, a); small cases store the numbers, others the recipe."""
        idx[0] += 1
        s = {"name": name, "shape": list(shape)}
        if a == 0:
            s.update(gen="constant", value=0.0)
        elif small:
            v = torch.randn(*shape, generator=rng, dtype=F64) * a / math.sqrt(3.0) if normal else \
                (torch.rand(*shape, generator=rng, dtype=F64) * 2 - 1) * a
            s.update(gen="explicit", data=v.float().numpy())
        else:
            s.update(gen="splitmix64_uniform", seed=seed * 1000 + idx[0], scale=float(a))
        tensors.append(s)

    n, d, o = c["n"], dims[0], dims[-1]
    xk = c.get("x", "normal")
    if isinstance(xk, (list, np.ndarray)):
        idx[0] += 1
        tensors.append({"name": "x", "shape": [n, d], "gen": "explicit",
                        "data": np.asarray(xk, np.float32).reshape(n, d)})
    elif xk == "normal" and n * d <= 1200:
        idx[0] += 1
        tensors.append({"name": "x", "shape": [n, d], "gen": "explicit",
                        "data": (torch.randn(n, d, generator=rng, dtype=F64) * c.get("x_scale", 1.0)).float().numpy()})
    elif xk == "zeros":
        add("x", (n, d), 0)
    else:
        small_keep, small = small, False
        add("x", (n, d), math.sqrt(3.0) * c.get("x_scale", 1.0))
        small = small_keep
    x = materialise(tensors[0]).astype(np.float64)
    if c.get("x_fix"):                           # constant or duplicated columns
        x = c["x_fix"](x).astype(np.float32)
        tensors[0] = {"name": "x", "shape": [n, d], "gen": "explicit", "data": x}
    yk = c.get("y", "teacher")
    idx[0] += 1
    ys = {"name": "y", "shape": [n, o], "gen": "explicit"}
    if isinstance(yk, (list, np.ndarray)):
        ys["data"] = np.asarray(yk, np.float32)
    elif yk == "teacher":
        k = torch.randn(o, d, generator=rng, dtype=F64).numpy() / math.sqrt(d)
        ys["data"] = (np.sin(2 * x @ k.T) * c.get("y_scale", 1.0)).astype(np.float32)
    elif yk == "normal":
        ys["data"] = (torch.randn(n, o, generator=rng, dtype=F64) * c.get("y_scale", 1.0)).float().numpy()
    elif yk == "binary":
        ys["data"] = (torch.rand(n, o, generator=rng, dtype=F64) < 0.5).float().numpy()
    elif yk == "pm1":
        ys["data"] = ((torch.rand(n, o, generator=rng, dtype=F64) < 0.5).float() * 2 - 1).numpy()
    elif yk == "labels":
        ys = {"name": "y", "shape": [n], "gen": "labels",
              "data": torch.randint(0, o, (n,), generator=rng).numpy()}
    elif yk == "none":
        ys = {"name": "y", "shape": [n, o], "gen": "constant", "value": 0.0}
    else:
        raise KeyError(yk)
    tensors.append(ys)
    params = []
    ini = c["init"]
    for l in range(L):
        fi, fo = dims[l], dims[l + 1]
        k = ini.get("gain", 1.0)
        a = {"he": k * math.sqrt(6.0 / fi), "xavier": k * math.sqrt(6.0 / (fi + fo)),
             "lecun": k * math.sqrt(3.0 / fi), "default": k / math.sqrt(fi),
             "sigma": ini.get("sigma_w", 1.0) * math.sqrt(3.0 / fi),
             "constant": 0.0}[ini["w"]]
        add("W%d" % l, (fo, fi), a, ini.get("normal", False))
        if ini["w"] == "constant":
            tensors[-1]["value"] = ini["value"]
        b = ini.get("b", 0.0)
        if isinstance(b, dict):                  # {"value": v} for hidden layers only
            tensors.append({"name": "b%d" % l, "shape": [fo], "gen": "constant",
                            "value": b["value"] if l < L - 1 else 0.0})
            idx[0] += 1
        else:
            add("b%d" % l, (fo,), (1 / math.sqrt(fi)) if b == "default" else b)
        params += ["W%d" % l, "b%d" % l]
        if layers[l]["norm"] != "none":
            for nm, centre in (("gamma", 1.0), ("beta", 0.0)):
                s = {"name": "%s%d" % (nm, l), "shape": [fo], "gen": "constant", "value": centre}
                if c.get("norm_random"):
                    idx[0] += 1
                    r = centre + 0.5 * (torch.rand(fo, generator=rng, dtype=F64) * 2 - 1)
                    s = {"name": "%s%d" % (nm, l), "shape": [fo], "gen": "explicit", "data": r.float().numpy()}
                tensors.append(s)
                params.append("%s%d" % (nm, l))
    alg, lr, op = c["opt"]
    T = c["steps"]
    rates = [lr] * T
    if c.get("sched"):
        so = sched_opt(lr)
        sc = make_schedule(c["sched"][0], so, c["sched"][1])
        rates = []
        for _ in range(T):
            rates.append(so.param_groups[0]["lr"])
            so.step()
            sc.step()
    clip_kind, clip_params = c.get("clip", ("none", {}))
    return {"id": c["id"], "note": c["note"], "dims": dims, "layers": layers,
            "loss": c["loss"], "loss_params": c.get("loss_params", {}),
            "n": n, "batch": c.get("batch", n), "steps": T, "l1": c.get("l1", 0.0), "l2": c.get("l2", 0.0),
            "optimizer": {"algorithm": alg, "lr": lr, "params": {**DEFAULTS[alg], **op}},
            "schedule": {"kind": c["sched"][0], "params": c["sched"][1]} if c.get("sched")
            else {"kind": "constant", "params": {}},
            "lr_per_step": np.array(rates, np.float64),
            "clip": {"kind": clip_kind, "params": clip_params},
            "mask_per_step": bool(c.get("mask_per_step", False)),
            "small": bool(small), "param_order": params, "param_count": count,
            "stress": bool(c.get("stress", False)), "tensors": tensors}
