/** What V8 holds after a collection, in a process with `--expose-gc`. */
export function heapBytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
