/**
 * The one subject grammar: every NATS subject of the project is built and parsed here.
 *
 *     <prefix>.fact.<Type>.<key>                    facts in
 *     <prefix>.retract.<Type>.<key>                 withdraws an external fact
 *     <prefix>.outcome.<arbiter>.<Outcome>.<key>    outcomes out
 *     <prefix>.dead.<arbiter>                       dead letters
 *
 * Variable tokens are percent-encoded, so that any key is legal: everything but letters, digits, `_` and `-` becomes
 * `%XX` per UTF-8 byte.
 */
export interface FactSubject {
  readonly verb: 'fact' | 'retract';
  readonly type: string;
  readonly key: string;
}

export class Subjects {
  readonly #prefix: string;

  constructor(prefix = 'arb') {
    this.#prefix = prefix;
  }

  fact(type: string, key: string): string {
    return `${this.#prefix}.fact.${encodeToken(type)}.${encodeToken(key)}`;
  }

  retract(type: string, key: string): string {
    return `${this.#prefix}.retract.${encodeToken(type)}.${encodeToken(key)}`;
  }

  outcome(arbiter: string, outcome: string, key: string): string {
    return `${this.#prefix}.outcome.${encodeToken(arbiter)}.${encodeToken(outcome)}.${encodeToken(key)}`;
  }

  dead(arbiter: string): string {
    return `${this.#prefix}.dead.${encodeToken(arbiter)}`;
  }

  /** Everything that carries facts of one type, or of all: `arb.*.Quake.>` takes facts and retractions alike. */
  factFilter(type: string | null): string {
    return type === null ? `${this.#prefix}.*.>` : `${this.#prefix}.*.${encodeToken(type)}.>`;
  }

  /** Subjects of the streams of the topology. */
  get facts(): readonly string[] {
    return [`${this.#prefix}.fact.>`, `${this.#prefix}.retract.>`];
  }

  get outcomes(): readonly string[] {
    return [`${this.#prefix}.outcome.>`];
  }

  get deadLetters(): readonly string[] {
    return [`${this.#prefix}.dead.>`];
  }

  /** `undefined` when the subject is not one of a fact. */
  parseFact(subject: string): FactSubject | undefined {
    const [prefix, verb, type, key, ...rest] = subject.split('.');
    if (prefix !== this.#prefix || (verb !== 'fact' && verb !== 'retract') || rest.length > 0)
      return undefined;
    const typeName = type === undefined ? undefined : decodeToken(type);
    const keyText = key === undefined ? undefined : decodeToken(key);
    if (!typeName || !keyText) return undefined;
    return { verb, type: typeName, key: keyText };
  }
}

/** Percent-encoding for one subject token; the empty text, which NATS has no token for, becomes a lone `%`. */
export function encodeToken(text: string): string {
  if (text === '') return '%';
  if (/^[\w-]+$/.test(text)) return text;
  return [...Buffer.from(text, 'utf8')].map(encodeByte).join('');
}

/** `undefined` when the token is not what `encodeToken` writes. */
export function decodeToken(token: string): string | undefined {
  if (token === '%') return '';
  if (/^[\w-]+$/.test(token)) return token;
  if (!/^(?:[\w-]|%[0-9A-F]{2})+$/.test(token)) return undefined;
  const bytes = token.replace(/%([0-9A-F]{2})|(.)/g, (_, hex: string | undefined, plain: string) =>
    hex === undefined ? plain.charCodeAt(0).toString(16).padStart(2, '0') : hex,
  );
  const text = Buffer.from(bytes, 'hex').toString('utf8');
  return encodeToken(text) === token ? text : undefined;
}

/** Whether a subject matches a NATS filter: `*` is one token, a trailing `>` one or more. */
export function matchesFilter(filter: string, subject: string): boolean {
  const wanted = filter.split('.');
  const tokens = subject.split('.');
  for (const [index, token] of wanted.entries()) {
    if (token === '>') return tokens.length > index;
    if (tokens[index] === undefined || (token !== '*' && token !== tokens[index])) return false;
  }
  return wanted.length === tokens.length;
}

function encodeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[\w-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
