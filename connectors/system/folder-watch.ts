/** What watching needs of the system: signals that a folder may have changed, and waiting. Tests give their own. */
import { watch } from 'node:fs';

/** Ends what was started. */
export type Stop = () => void;

export interface WatchPorts {
  /** Calls back some time after something in the folder may have changed; too often does no harm, and never is made up for by polling. */
  watchFolder(folder: string, onSignal: () => void): Stop;
  schedule(run: () => void, delayMs: number): Stop;
}

/** Neither keeps the process alive. */
export const SYSTEM_WATCH: WatchPorts = { watchFolder, schedule };

/** A folder that is not there, or one watch too many for the system, is left to polling. */
function watchFolder(folder: string, onSignal: () => void): Stop {
  try {
    const watcher = watch(folder, { persistent: false }, onSignal);
    watcher.on('error', onSignal);
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}

function schedule(run: () => void, delayMs: number): Stop {
  const timer = setTimeout(run, delayMs).unref();
  return () => clearTimeout(timer);
}
