/** Event handlers, timers and an abort get their turn this often. */
const millisecondsBetweenPauses = 50;

/** Makes a function for a long loop to await: it returns at once, or after a pause when one is due. */
export function pauses(): () => Promise<void> {
  let pausedAt = performance.now();
  return async () => {
    if (performance.now() - pausedAt <= millisecondsBetweenPauses) return;
    await new Promise((resolve) => setTimeout(resolve));
    pausedAt = performance.now();
  };
}
