"""Running a network in PyTorch, in float64 and in three float32 evaluation orders.

Layer l computes, in this order (see README.md):
    z = h W^T + b ; u = norm(z) if "pre" ; v = act(u) ; w = norm(v) if "post" ;
    d = w * mask / (1 - p) ; out = h + d if residual else d
"""
import math

import numpy as np
import torch
import torch.nn.functional as F

from . import activations, losses
from .common import F64, t
from .network_case import mask, materialise
from .optimizers import torch_optimizer
from .refopt import NUMPY_ONLY, Ref

VARIANTS = ("native", "flip", "seq")             # three float32 evaluation orders


# ------------------------------------------------- float32 evaluation orders
class SeqLinear(torch.autograd.Function):
    """x W^T + b with every sum accumulated one term after the other."""

    @staticmethod
    def forward(ctx, x, w, b):
        ctx.save_for_backward(x, w)
        acc = torch.zeros(x.shape[0], w.shape[0], dtype=x.dtype)
        for k in range(x.shape[1]):
            acc += x[:, k:k + 1] * w[:, k]
        return acc + b

    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors
        dx, dw = torch.zeros_like(x), torch.zeros_like(w)
        db = torch.zeros(w.shape[0], dtype=w.dtype)
        for k in range(w.shape[0]):
            dx += g[:, k:k + 1] * w[k]
        for i in range(x.shape[0]):
            dw += g[i][:, None] * x[i]
            db += g[i]
        return dx, dw, db


def linear(x, w, b, variant):
    if variant == "seq":
        return SeqLinear.apply(x, w, b)
    if variant == "flip":
        return F.linear(x.flip(1), w.flip(1), b)
    return F.linear(x, w, b)


def normalise(h, lay, gamma, beta, running, train, variant):
    eps = lay["norm_eps"]
    if lay["norm"] == "batch":
        if not train:
            return F.batch_norm(h, running[0], running[1], gamma, beta, False, 0.0, eps)
        if variant == "native":
            return F.batch_norm(h, running[0], running[1], gamma, beta, True, lay["norm_momentum"], eps)
        dim = 0
        n = h.shape[0]
        with torch.no_grad():
            m = lay["norm_momentum"]
            running[0].mul_(1 - m).add_(h.mean(0), alpha=m)
            running[1].mul_(1 - m).add_(((h - h.mean(0)) ** 2).sum(0) / (n - 1), alpha=m)
    else:
        if variant == "native":
            return F.layer_norm(h, h.shape[1:], gamma, beta, eps)
        dim = 1
    mu = h.mean(dim, keepdim=True)
    c = h - mu
    return c / torch.sqrt((c * c).mean(dim, keepdim=True) + eps) * gamma + beta


# ----------------------------------------------------------------- execution
def rows_of(case, step):
    return [(step * case["batch"] + i) % case["n"] for i in range(case["batch"])]


def forward(case, P, R, x, step, variant, train=True, near=None):
    """`near` collects the distance of every activation input from the nearest kink."""
    h, zs, outs = x, [], []
    for lay in case["layers"]:
        l = lay["index"]
        z = linear(h, P["W%d" % l], P["b%d" % l], variant)
        zs.append(z)
        u = z
        nm = lay["norm"] != "none"
        if nm and lay["norm_position"] == "pre":
            u = normalise(u, lay, P["gamma%d" % l], P["beta%d" % l], R.get(l), train, variant)
        v = activations.apply(lay["activation"], u, lay["activation_params"])
        if near is not None:
            near += [d64(u).numpy() - k for k in activations.kinks(lay["activation"], lay["activation_params"])]
        if nm and lay["norm_position"] == "post":
            v = normalise(v, lay, P["gamma%d" % l], P["beta%d" % l], R.get(l), train, variant)
        if lay["dropout"] and train:
            m = torch.tensor(mask(case, lay, x.shape[0], step)).to(x.dtype)
            v = v * m / (1 - lay["dropout"])
        h = h + v if lay["residual"] else v
        outs.append(h)
    return h, zs, outs


def total_loss(case, P, pred, y):
    data = losses.apply(case["loss"], pred, y, case["loss_params"])
    pen = torch.zeros((), dtype=pred.dtype)
    for l in range(len(case["layers"])):
        w = P["W%d" % l]
        if case["l1"]:
            pen = pen + case["l1"] * w.abs().sum()
        if case["l2"]:
            pen = pen + 0.5 * case["l2"] * (w * w).sum()
    return data + pen, data, pen


def d64(x):
    return x.detach().double()


def l2(x):
    return float(torch.sqrt((d64(x) ** 2).sum()))


def clip_grads(case, P):
    k, p = case["clip"]["kind"], case["clip"]["params"]
    names = case["param_order"]
    if k == "none":
        return
    if k == "value":
        torch.nn.utils.clip_grad_value_([P[n] for n in names], p["limit"])
        return
    groups = [names] if k == "global_norm" else [[n] for n in names] if k == "per_tensor_norm" else \
        [[n for n in names if n.lstrip("Wbgameta") == str(lay["index"])] for lay in case["layers"]]
    for grp in groups:
        if p["eps"] == 1e-6 and P[grp[0]].dtype == F64:
            torch.nn.utils.clip_grad_norm_([P[n] for n in grp], p["max_norm"])
        else:                                    # float32: the norm is accumulated in double
            tot = math.sqrt(sum(l2(P[n].grad) ** 2 for n in grp))
            scale = p["max_norm"] / (tot + p["eps"]) if tot + p["eps"] > 0 else 1.0
            if scale < 1:
                for n in grp:
                    P[n].grad.mul_(scale)


def run(case, dtype, variant):
    arr = {s["name"]: materialise(s) for s in case["tensors"]}
    P = {n: t(arr[n], dtype).reshape(arr[n].shape).requires_grad_(True) for n in case["param_order"]}
    R = {lay["index"]: (torch.zeros(lay["out"], dtype=dtype), torch.ones(lay["out"], dtype=dtype))
         for lay in case["layers"] if lay["norm"] == "batch"}
    X = t(arr["x"], dtype)
    Y = torch.tensor(arr["y"]) if arr["y"].dtype == np.int64 else t(arr["y"], dtype)
    alg, op = case["optimizer"]["algorithm"], case["optimizer"]["params"]
    L, T = len(case["layers"]), case["steps"]
    if alg in NUMPY_ONLY:
        refs = {n: Ref(alg, op, list(P[n].shape)) for n in case["param_order"]}
    else:
        opt = torch_optimizer(alg, [P[n] for n in case["param_order"]], case["optimizer"]["lr"], op)
    res = {"loss": [], "gW": [], "gnorm": [], "near": []}
    for step in range(T):
        r = rows_of(case, step)
        for p in P.values():
            p.grad = None
        near = []
        pred, zs, outs = forward(case, P, R, X[r], step, variant, near=near)
        if "hinge" in case["loss"]:
            near.append(case["loss_params"].get("margin", 1.0) - d64(pred * Y[r]).numpy())
        res["near"].append(near)
        if step == 0:
            for q in zs + outs:
                q.retain_grad()
        loss, data, pen = total_loss(case, P, pred, Y[r])
        loss.backward()
        res["loss"].append(float(loss))
        res["gW"] += [l2(P["W%d" % l].grad) for l in range(L)]
        res["gnorm"].append(math.sqrt(sum(l2(p.grad) ** 2 for p in P.values()))
                            if all(torch.isfinite(p.grad).all() for p in P.values()) else float("nan"))
        if step == 0:
            res["init"] = initial_stats(case, P, zs, outs, float(loss), float(data), float(pen), res["gnorm"][0])
            res["pred"] = d64(pred).numpy().copy()
            res["grads"] = {n: d64(P[n].grad).numpy().copy() for n in case["param_order"]}
        clip_grads(case, P)
        lr = float(case["lr_per_step"][step])
        if alg in NUMPY_ONLY:
            with torch.no_grad(), np.errstate(all="ignore"):
                for n in case["param_order"]:
                    P[n].copy_(torch.tensor(refs[n].step(P[n].detach().numpy(), P[n].grad.numpy(), lr)))
        else:
            opt.param_groups[0]["lr"] = lr
            opt.step()
    with torch.no_grad():
        keep = {k: (v[0].clone(), v[1].clone()) for k, v in R.items()}
        r = rows_of(case, T)
        res["loss_after"] = float(total_loss(case, P, forward(case, P, R, X[r], T, variant)[0], Y[r])[0])
        ev = total_loss(case, P, forward(case, P, keep, X, T, variant, train=False)[0], Y)[1]
    names = case["param_order"]
    res["final"] = {
        "loss_after": res["loss_after"], "eval_data_loss": float(ev),
        "param_l2": [l2(P[n]) for n in names], "param_sum": [float(d64(P[n]).sum()) for n in names],
        "param_abssum": [float(d64(P[n]).abs().sum()) for n in names],
        "running_mean_l2": [l2(v[0]) for v in keep.values()],
        "running_var_l2": [l2(v[1]) for v in keep.values()]}
    res["params"] = {n: d64(P[n]).numpy().copy() for n in names}
    res["running"] = {k: (d64(v[0]).numpy().copy(), d64(v[1]).numpy().copy()) for k, v in keep.items()}
    return res


def initial_stats(case, P, zs, outs, loss, data, pen, gnorm):
    o = {k: [] for k in ("z_mean", "z_std", "z_l2", "a_mean", "a_std", "a_l2", "dz_l2", "da_l2",
                         "gW_l2", "gW_maxabs", "gW_sum", "gW_abssum", "gb_l2", "ggamma_l2", "gbeta_l2")}
    for l, (z, a) in enumerate(zip(zs, outs)):
        for tag, v in (("z", z), ("a", a)):
            x = d64(v)
            o[tag + "_mean"].append(float(x.mean()))
            o[tag + "_std"].append(float(x.std(unbiased=False)))
            o[tag + "_l2"].append(l2(v))
        o["dz_l2"].append(l2(z.grad))
        o["da_l2"].append(l2(a.grad))
        g = d64(P["W%d" % l].grad)
        o["gW_l2"].append(l2(g))
        o["gW_maxabs"].append(float(g.abs().max()))
        o["gW_sum"].append(float(g.sum()))
        o["gW_abssum"].append(float(g.abs().sum()))
        o["gb_l2"].append(l2(P["b%d" % l].grad))
        o["ggamma_l2"].append(l2(P["gamma%d" % l].grad) if "gamma%d" % l in P else 0.0)
        o["gbeta_l2"].append(l2(P["beta%d" % l].grad) if "beta%d" % l in P else 0.0)
    return {"loss": loss, "data_loss": data, "penalty": pen, "grad_global_l2": gnorm, **o}
