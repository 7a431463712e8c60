/**
 * Something that must be done before this process is gone, however it ends short of `kill -9`. A signal that nobody else
 * listens to would end the process without its `exit` event, so it is caught here, and raised again afterwards.
 */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `act` must be synchronous and may be called more than once. Returns the function that takes it back. */
export function beforeExit(act: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > 1) return;
    act();
    release();
    process.kill(process.pid, signal);
  };
  const release = (): void => {
    process.removeListener('exit', act);
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
  };
  process.on('exit', act);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return release;
}
