"""Unusual hyper-parameters of every optimizer and schedule, for single cases and for networks."""

EVERY = {  # an unusual setting of each algorithm
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
EXTREME = {  # limits of the hyper-parameters
    "sgd": (0.001, dict(momentum=0.9999, nesterov=True, weight_decay=5.0)),
    "sgd_decoupled": (0.5, dict(momentum=0.0, weight_decay=2.0)),
    "momentum_classic": (1e-6, dict(momentum=0.0)),
    "adagrad": (10.0, dict(lr_decay=100.0, eps=0.5)),
    "adadelta": (100.0, dict(rho=0.0, eps=1e-12)),
    "rmsprop": (1e-6, dict(alpha=0.0, eps=0.1, centered=True)),
    "rmsprop_eps_inside": (0.5, dict(alpha=0.9999, eps=1e-16, momentum=0.99)),
    "adam": (1.0, dict(beta1=0.0, beta2=0.0, eps=0.1)),
    "adamw": (1e-8, dict(beta1=0.99, beta2=0.99999, weight_decay=10.0)),
    "adam_eps_hat": (0.1, dict(beta1=0.99, beta2=0.5, eps=1.0)),
    "adamax": (0.1, dict(beta1=0.99, beta2=0.0, eps=1e-2)),
    "nadam": (0.1, dict(beta1=0.99, beta2=0.5, momentum_decay=0.0, eps=1e-3)),
    "radam": (0.1, dict(beta1=0.0, beta2=0.99999)),
    "rprop": (10.0, dict(eta_minus=0.1, eta_plus=5.0, step_min=1e-12, step_max=1e3)),
    "asgd": (0.01, dict(lambd=1.0, alpha=0.0, t0=49.0)),
    "lion": (1.0, dict(beta1=0.0, beta2=0.9999)),
}

PL = dict(mode="min", factor=0.5, patience=5, threshold=1e-4, threshold_mode="rel", cooldown=0, lr_min=0.0, eps=1e-8)
CY = dict(base_lr=0.02, max_lr=0.3, step_up=7, step_down=13, gamma=0.995)
OC = dict(max_lr=0.5, total_steps=200, pct_start=0.25, anneal="cos", base_momentum=0.8, max_momentum=0.99,
           div_factor=10.0, final_div_factor=100.0, three_phase=False)
THEN = {
    "constant": {}, "step": dict(step_size=13, gamma=0.7), "multistep": dict(milestones=[20, 20, 90], gamma=0.3),
    "exponential": dict(gamma=0.98), "inverse_sqrt": {}, "inverse_time": dict(decay=2.0, decay_steps=7),
    "exponential_continuous": dict(rate=0.8, decay_steps=17, staircase=False), "polynomial": dict(total_steps=90, power=0.5),
    "cosine": dict(t_max=60, lr_min=0.02), "cosine_restarts": dict(t_0=11, t_mult=3, lr_min=0.01),
    "linear": dict(start_factor=0.5, end_factor=0.1, total_steps=70),
    "article_exponential": dict(rate=0.05, decay_steps=3),
}
