/** The steps of `assembly/optimizers.ts`. Pointers are addresses on the backend's heap. */
export interface OptimizerExports {
  adam(
    n: number,
    value: number,
    gradient: number,
    m: number,
    v: number,
    result: number,
    beta1: number,
    gain1: number,
    beta2: number,
    gain2: number,
    scale: number,
    epsilon: number,
    step: number,
    keep: number,
  ): void;
  momentum(
    n: number,
    value: number,
    gradient: number,
    velocity: number,
    result: number,
    momentum: number,
    nesterov: number,
    rate: number,
  ): void;
}
