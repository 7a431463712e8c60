/** Whether what is written to a stream may be coloured: only for a reader with a screen, and never for one who declined. */

/** `NO_COLOR` is the convention of no-color.org: any value but an empty one declines. */
export function mayColour(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '';
}
