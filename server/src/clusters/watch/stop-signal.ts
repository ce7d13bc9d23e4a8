/**
 * A signal that fires when one of `signals` does, or by `stop`. Holds on to what it listens to, for as long as it lives: signals that
 * `AbortSignal.any` makes of one another can be collected while they are still waited for. `stop` also ends the listening.
 */
export function stopSignal(signals: readonly AbortSignal[]): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  const stop = (): void => {
    for (const signal of signals) signal.removeEventListener('abort', stop)
    controller.abort()
  }
  for (const signal of signals) {
    if (signal.aborted) controller.abort()
    else signal.addEventListener('abort', stop, { once: true })
  }
  return { signal: controller.signal, stop }
}
