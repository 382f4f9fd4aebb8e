// The promise of a run on screen: kept once there is one, broken when there is none, made anew when
// somebody tries again. Knows no run.

export class Ready {
  promise!: Promise<void>;
  private keep!: () => void;
  private break!: (reason: Error) => void;
  private broken!: boolean;

  constructor() {
    this.renew();
  }

  arrive(): void {
    if (this.broken) this.renew();
    this.keep();
  }

  fail(reason: Error): void {
    this.broken = true;
    this.break(reason);
  }

  private renew(): void {
    this.broken = false;
    this.promise = new Promise((resolve, reject) => {
      this.keep = resolve;
      this.break = reject;
    });
    this.promise.catch(() => {}); // who does not wait for it need not hear of it
  }
}
