/** Work that is done one after another, in the order in which it was asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Its failure is its caller's to see, and no reason for the next not to be done. */
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    const settle = (): void => undefined;
    this.#last = done.then(settle, settle);
    return done;
  }

  /** Resolves when everything that has been asked for is over. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
