/**
 * What somebody may have to do something about, by code. The catalogue is a promise: codes stay, and `docs/reference/status.md` has them
 * all. A blocking issue means that decisions wait.
 */
import { PENDING_MAX, type SystemStatus } from '#actors';
import { shownTarget } from '#connectors/telemetry/redact.js';

export const ISSUES = {
  'transport/lost': {
    severity: 'blocking',
    message: 'the connection to {subject} is lost',
    help: 'nothing is lost with it: the system connects again by itself, and facts and outcomes wait',
  },
  'source/lost': {
    severity: 'blocking',
    message: 'arbiter {subject} does not get its facts: {reason}',
    help: 'nothing is lost: it goes on where it was once the message system is back',
  },
  'sink/failing': {
    severity: 'warning',
    message: 'deliveries to {subject} fail: {reason}',
    help: 'outcomes for this target wait in their order; others are not held up',
  },
  'sink/backlog': {
    severity: 'warning',
    message: `at least ${PENDING_MAX} outcomes wait for {subject}`,
    help: 'the target takes less than it is sent, or has failed for long',
  },
  'facts/dead-letters': {
    severity: 'warning',
    message: '{reason} messages could not be decided or delivered since the start',
    help: 'they are on `arb.dead.<arbiter>`, each with its reason',
  },
  'listener/public': {
    severity: 'warning',
    message: 'status is told to everybody who reaches {subject}',
    help: 'listen on 127.0.0.1, or put something in front that asks who is there',
  },
  'transport/plaintext': {
    severity: 'warning',
    message: 'facts and outcomes cross the network to {subject} unencrypted',
    help: 'connect with tls:// where the server is another machine',
  },
} as const;

export type IssueCode = keyof typeof ISSUES;

export interface Issue {
  readonly code: IssueCode;
  readonly severity: 'blocking' | 'warning';
  /** What it is about: an arbiter, a target, an address. */
  readonly subject: string;
  readonly message: string;
  readonly help: string;
}

export interface Observed {
  readonly system: SystemStatus;
  readonly deadLetters: number;
  /** Address of the status listener. */
  readonly listener: string;
  readonly isUp: boolean;
  /** Where the message system is, as `nats://host:port`; or what else it is. */
  readonly place: string;
}

/** In the order of the catalogue. */
export function issuesOf({ system, deadLetters, listener, place, isUp }: Observed): readonly Issue[] {
  const { arbiters, targets } = system;
  return [
    ...(isUp ? [] : [issue('transport/lost', place)]),
    ...arbiters
      .filter(({ state }) => state !== 'running')
      .map(({ name, reason }) => issue('source/lost', name, reason === '' ? 'it has stopped' : reason)),
    ...targets
      .filter(({ state }) => state === 'retrying')
      .map(({ target, reason }) => issue('sink/failing', shownTarget(target), reason)),
    ...targets
      .filter(({ pending }) => pending >= PENDING_MAX)
      .map(({ target }) => issue('sink/backlog', shownTarget(target))),
    ...(deadLetters === 0 ? [] : [issue('facts/dead-letters', '', String(deadLetters))]),
    ...(isLoopback(listener) ? [] : [issue('listener/public', listener)]),
    ...(isPlaintext(place) ? [issue('transport/plaintext', place)] : []),
  ];
}

function issue(code: IssueCode, subject: string, reason = ''): Issue {
  const { severity, message, help } = ISSUES[code];
  return {
    code,
    severity,
    subject,
    message: message.replace('{subject}', subject).replace('{reason}', reason),
    help,
  };
}

function isPlaintext(place: string): boolean {
  const isNetwork = /^(?:nats:\/\/)?[^\s/]+:\d+$/.test(place);
  return isNetwork && !isLoopback(place.replace(/^nats:\/\//, ''));
}

function isLoopback(address: string): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost):\d+$/.test(address);
}
