/** What the code of a stateless decision can see: a context, an instant, secrets, and no facts. */
import { Secret, type SecretResolver } from '../secret.ts';
import type { ValueRecord } from '../value.ts';
import type { View } from '../vm/machine.ts';

export interface ViewOptions {
  /** Unix seconds; `__now` of the context wins where it is a number. */
  readonly nowSeconds: number;
  /** Without one every secret is null. */
  readonly secrets?: SecretResolver;
}

const NO_FACTS: readonly [] = [];

export class ContextView implements View {
  readonly context: ValueRecord;
  readonly #options: ViewOptions;
  /** Each reference is resolved once for a decision, when code asks for it. */
  #secrets: Map<string, Secret | null> | null = null;

  constructor(context: ValueRecord, options: ViewOptions) {
    this.context = context;
    this.#options = options;
  }

  /** Most decisions never ask. */
  get nowSeconds(): number {
    const own = Object.hasOwn(this.context, '__now') ? this.context['__now'] : null;
    return typeof own === 'number' ? own : this.#options.nowSeconds;
  }

  get round(): number {
    return 0;
  }

  facts(): readonly [] {
    return NO_FACTS;
  }

  secret(reference: string): Secret | null {
    this.#secrets ??= new Map();
    const found = this.#secrets.get(reference);
    if (found !== undefined) return found;
    const text = this.#options.secrets?.resolve(reference);
    const secret = text === undefined ? null : new Secret(text);
    this.#secrets.set(reference, secret);
    return secret;
  }
}
