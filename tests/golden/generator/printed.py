#!/usr/bin/env python3
"""Record the updates that article 001 prints wrong, line by line as printed:  python3 printed.py

Needs NumPy alone.  Holds nothing but the articles' formulas; the right ones are in goldenlib/.
"""
import json
import os

import numpy as np

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "data", "printed.json")
STEPS, SIZE, RATE = 50, 6, 0.01
np.seterr(invalid="ignore")  # the root of a negative number is one of the articles' results


def adam_code(p):
    """Section 4: m and v start from 0 at every call, eps is subtracted from both and added to the root."""
    def step(theta, g, t):
        m = p["beta1"] * 0 + (1 - p["beta1"]) * g
        v = p["beta2"] * 0 + (1 - p["beta2"]) * g ** 2
        m_hat = (m - p["eps"]) / (1 - p["beta1"] ** t)
        v_hat = (v - p["eps"]) / (1 - p["beta2"] ** t)
        return theta - RATE * m_hat / (np.sqrt(v_hat) + p["eps"])
    return step


def rmsprop_code(p):
    """Section 4: as Adam's, one decay rate for both, eps added to the root alone."""
    def step(theta, g, t):
        m = p["decay_rate"] * 0 + (1 - p["decay_rate"]) * g
        v = p["decay_rate"] * 0 + (1 - p["decay_rate"]) * g ** 2
        m_hat = m / (1 - p["decay_rate"] ** t)
        v_hat = v / (1 - p["decay_rate"] ** t)
        return theta - RATE * m_hat / (np.sqrt(v_hat) + p["eps"])
    return step


def rmsprop_formula(p):
    """Section 3.2.2: m in the numerator, no correction, eps inside the root."""
    m = v = 0

    def step(theta, g, t):
        nonlocal m, v
        m = p["beta1"] * m + (1 - p["beta1"]) * g
        v = p["beta2"] * v + (1 - p["beta2"]) * g ** 2
        return theta - RATE * m / np.sqrt(v + p["eps"])
    return step


ADAM = dict(beta1=0.9, beta2=0.999, eps=1e-8)
CASES = [  # id, algorithm, its step, parameters, gradients
    ("article_adam_code", "article_adam_code", adam_code, ADAM, "large"),
    ("article_adam_code_root", "article_adam_code", adam_code, ADAM, "small"),
    ("article_adam_code_eps", "article_adam_code", adam_code, dict(beta1=0.5, beta2=0.75, eps=1e-3), "large"),
    ("article_rmsprop_code", "article_rmsprop_code", rmsprop_code, dict(eps=1e-8, decay_rate=0.001), "large"),
    ("article_rmsprop_code_eps", "article_rmsprop_code", rmsprop_code, dict(eps=0.1, decay_rate=0.9), "small"),
    ("article_rmsprop", "article_rmsprop", rmsprop_formula, ADAM, "large"),
    ("article_rmsprop_eps", "article_rmsprop", rmsprop_formula, dict(beta1=0.5, beta2=0.9, eps=0.1), "small"),
]


def gradients(key):
    """Odd multiples of 2^-10, so exact in float32: in size from 0.1 to 2, or from 0.001 to 1."""
    rng = np.random.RandomState(1)
    k = rng.randint(51, 1024, (STEPS, SIZE)) if key == "large" else rng.randint(0, 512, (STEPS, SIZE))
    return (2 * k + 1) * rng.choice([-1, 1], (STEPS, SIZE)) / 1024.0


def trajectory(step, theta, sequence, dtype):
    path, theta = [], theta.astype(dtype)
    for t, g in enumerate(sequence.astype(dtype), 1):
        theta = step(theta, g, t).astype(dtype)
        path.append(theta)
    return np.array(path)


def listed(x):
    return ["nan" if v != v else float(v) for v in np.asarray(x, np.float64).reshape(-1)]


def main():
    theta0 = np.array([-3.625, 0.0155029296875, 1.302734375, -1.97265625, 1.9248046875, 0.53515625])
    sequences = {key: gradients(key) for key in ("large", "small")}
    cases = []
    for cid, algorithm, make, params, key in CASES:
        hi = trajectory(make(params), theta0, sequences[key], np.float64)
        lo = trajectory(make(params), theta0, sequences[key], np.float32)
        scale = np.maximum(1, np.nanmax(np.abs(hi), axis=0))
        meas = float(np.nanmax(np.abs(hi - lo) / scale))
        cases.append({"id": cid, "algorithm": algorithm, "source": "numpy", "note": make.__doc__, "lr": RATE,
                      "params": params, "shape": [1, SIZE], "sequence": key, "steps": STEPS,
                      "theta0": listed(theta0), "tol": float("%.2g" % max(8 * meas, 2e-6)), "tol_f64": 1e-12,
                      "theta_f64": listed(hi)})
    document = {"schema": "gradscope-golden-1", "kind": "optimizers", "set": "visible",
                "sequences": {key: listed(g) for key, g in sequences.items()}, "cases": cases}
    with open(OUT, "w") as out:
        out.write(json.dumps(document, separators=(",", ":")).replace('{"id"', '\n{"id"') + "\n")


if __name__ == "__main__":
    main()
