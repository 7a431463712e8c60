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

export function viewOf(context: ValueRecord, { nowSeconds: given, secrets }: ViewOptions): View {
  const own = Object.hasOwn(context, '__now') ? context['__now'] : null;
  const nowSeconds = typeof own === 'number' ? own : given;
  return { context, nowSeconds, round: 0, facts: noFacts, secret: secretsOf(secrets) };
}

/** Each reference is resolved once for a decision, when code asks for it. */
function secretsOf(resolver: SecretResolver | undefined): (reference: string) => Secret | null {
  if (resolver === undefined) return noSecret;
  const known = new Map<string, Secret | null>();
  return (reference) => {
    const found = known.get(reference);
    if (found !== undefined) return found;
    const text = resolver.resolve(reference);
    const secret = text === undefined ? null : new Secret(text);
    known.set(reference, secret);
    return secret;
  };
}

function noSecret(): null {
  return null;
}

function noFacts(): readonly [] {
  return [];
}
