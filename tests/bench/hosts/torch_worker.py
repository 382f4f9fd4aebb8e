"""PyTorch, one thread, as its documentation shows it. Commands come as lines of JSON: see native.mjs."""

import array
import json
import sys
import time
import traceback

import torch

torch.set_num_threads(1)

WORKLOADS = {}
FOLDER = ""
OPEN = {}
CHECKED_STEPS = 5


def describe(workloads, folder):
    global FOLDER
    WORKLOADS.update(workloads)
    FOLDER = folder


def layers_of(workload):
    widths = workload["widths"]
    return list(zip(widths[:-1], widths[1:]))


def read_start(name, workload):
    """Parameters, inputs, targets, order and expected parameters, in double precision."""
    numbers = array.array("d")
    with open(f"{FOLDER}/{name}.start", "rb") as file:
        numbers.frombytes(file.read())
    everything = torch.tensor(numbers, dtype=torch.float64)
    count = sum(out * (fan_in + 1) for fan_in, out in layers_of(workload))
    samples, features = workload.get("samples", workload["batch"]), workload["widths"][0]
    sizes = [count, samples * features, samples, samples, count]
    params, inputs, targets, order, expected = everything.split(sizes)
    return params, inputs.reshape(samples, features), targets, order.long(), expected


def make_model(workload, params):
    activation = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[workload["activation"]]
    modules, at = [], 0
    for fan_in, out in layers_of(workload):
        dense = torch.nn.Linear(fan_in, out)
        with torch.no_grad():
            dense.weight.copy_(params[at : at + out * fan_in].reshape(out, fan_in))
            at += out * fan_in
            dense.bias.copy_(params[at : at + out])
            at += out
        modules += [dense, activation()]
    return torch.nn.Sequential(*modules[:-1])


class Trained:
    def __init__(self, name):
        self.workload = WORKLOADS[name]
        self.start, inputs, targets, order, self.expected = read_start(name, self.workload)
        self.batches = iter(order.split(self.workload["batch"]))
        self.model = make_model(self.workload, self.start)
        self.inputs = inputs.float()
        if self.workload["loss"] == "cross_entropy":
            self.targets, self.loss = targets.long(), torch.nn.CrossEntropyLoss()
        else:
            self.targets = targets.float().reshape(-1, 1)
            self.loss = lambda output, target: 0.5 * torch.nn.functional.mse_loss(output, target)
        rate = self.workload["rate"]
        adam = self.workload["optimizer"] == "adam"
        kind = torch.optim.Adam if adam else torch.optim.SGD
        self.optimizer = kind(self.model.parameters(), lr=rate)
        self.weights = [p for p in self.model.parameters() if p.dim() == 2]
        self.norms = None
        self.first_loss = self.loss_now()

    def loss_now(self):
        with torch.no_grad():
            return self.loss(self.model(self.inputs), self.targets).item()

    def batch(self):
        """All samples, or the next of a shuffled epoch."""
        if "samples" not in self.workload:
            return self.inputs, self.targets
        chosen = next(self.batches, None)
        if chosen is None:
            order = torch.randperm(len(self.inputs))
            self.batches = iter(order.split(self.workload["batch"]))
            chosen = next(self.batches)
        return self.inputs[chosen], self.targets[chosen]

    def run(self, steps):
        for _ in range(steps):
            inputs, targets = self.batch()
            self.optimizer.zero_grad(set_to_none=True)
            self.loss(self.model(inputs), targets).backward()
            if "clip" in self.workload:
                torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.workload["clip"])
            if self.workload.get("norms"):
                self.norms = torch.stack([w.grad.norm() for w in self.weights]).tolist()
            self.optimizer.step()

    def error(self):
        now = torch.cat([p.detach().double().reshape(-1) for p in self.model.parameters()])
        way = (self.expected - self.start).norm()
        return ((now - self.expected).norm() / way).item()


def open_workload(name):
    trained = OPEN[name] = Trained(name)
    trained.run(CHECKED_STEPS)
    return {"error": trained.error(), "norms": trained.norms}


METHODS = {
    "describe": describe,
    "open": open_workload,
    "run": lambda name, steps, chunk: OPEN[name].run(steps),
    "losses": lambda name: [OPEN[name].first_loss, OPEN[name].loss_now()],
}


def main():
    for line in sys.stdin:
        command = json.loads(line)
        began = time.thread_time()
        try:
            result = METHODS[command["method"]](*command["args"])
            answer = {"result": result, "seconds": time.thread_time() - began}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


main()
