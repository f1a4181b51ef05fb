/** How often event handlers, timers and an abort can run, in milliseconds. */
const millisecondsBetweenPauses = 50;

/** Makes a function that a long loop awaits: it returns at once, or after a pause if one is due. */
export function pauses(): () => Promise<void> {
  let pausedAt = performance.now();
  return async () => {
    if (performance.now() - pausedAt <= millisecondsBetweenPauses) return;
    await new Promise((resolve) => setTimeout(resolve));
    pausedAt = performance.now();
  };
}
