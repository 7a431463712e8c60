/** Bounded waiting for what has no event of its own. Fails with what was waited for; never asserts how long it took. */
const PATIENCE_MS = 20_000;
const POLL_MS = 5;

export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
