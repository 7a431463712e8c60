/**
 * The same command killed with SIGKILL at random moments and started again until it finishes; then what left through
 * JetStream is compared with an uninterrupted run on a server of its own.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Prng } from '#sim/prng.js';
import { startScript } from './child.ts';
import { startNatsServer } from './nats-server.ts';
import { contentById, readStream } from './stream-reader.ts';

export interface KillReport {
  readonly seed: number;
  readonly kills: number;
  readonly expected: number;
  readonly messages: number;
  /** Outcome ids that are missing, or that no uninterrupted run has. */
  readonly lost: readonly string[];
  readonly invented: readonly string[];
}

interface Killing {
  readonly kills: number;
  readonly seed: number;
  readonly program: string;
  readonly facts: string;
  /** Told after each kill. */
  readonly onKill: (kill: number, afterMs: number) => void;
}

const LIFE_MIN_MS = 350;
const LIFE_MAX_MS = 1200;
const STARTS_MAX = 1000;

export async function killAndRestart(killing: Killing): Promise<KillReport> {
  const expected = await outcomesOf(killing, async (run) => {
    await run();
    return 0;
  });
  const prng = new Prng(killing.seed);
  const actual = await outcomesOf(killing, async (run) => {
    for (let kills = 0, starts = 0; starts < STARTS_MAX; starts++) {
      const lifeMs = kills < killing.kills ? prng.integer(LIFE_MIN_MS, LIFE_MAX_MS) : null;
      if (await run(lifeMs)) {
        kills += 1;
        killing.onKill(kills, lifeMs ?? 0);
      } else if (lifeMs === null || kills >= killing.kills) return kills;
    }
    throw new Error(`did not finish within ${STARTS_MAX} starts`);
  });
  const lost = [...expected.contents.keys()].filter((id) => !sameContent(expected, actual, id));
  const invented = [...actual.contents.keys()].filter((id) => !expected.contents.has(id));
  const { seed } = killing;
  return {
    seed,
    kills: actual.kills,
    expected: expected.contents.size,
    messages: actual.messages,
    lost,
    invented,
  };
}

interface Outcomes {
  readonly contents: ReadonlyMap<string, string>;
  readonly messages: number;
  readonly kills: number;
}

/** `run` starts the command once and tells whether it was killed; without a life time it runs to its end. */
type Run = (lifeMs?: number | null) => Promise<boolean>;

async function outcomesOf(
  { program, facts }: Killing,
  work: (run: Run) => Promise<number>,
): Promise<Outcomes> {
  const server = await startNatsServer();
  const data = mkdtempSync(join(tmpdir(), 'arbiter-kill-'));
  const args = [
    'run',
    program,
    '--facts',
    facts,
    '--nats',
    server.url,
    '--data',
    data,
    '--json',
    '--log-level',
    'error',
  ];
  try {
    const kills = await work((lifeMs) => runOnce(args, lifeMs ?? null));
    const messages = await readStream(server.url, 'ARB_OUTCOMES');
    return { contents: contentById(messages), messages: messages.length, kills };
  } finally {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function runOnce(args: readonly string[], lifeMs: number | null): Promise<boolean> {
  const child = startScript('app/main.js', args);
  const stop = new AbortController();
  if (lifeMs !== null) {
    pause(lifeMs, undefined, { signal: stop.signal }).then(
      () => child.process.kill('SIGKILL'),
      () => undefined,
    );
  }
  const { code, signal, stderr } = await child.ended;
  stop.abort();
  if (signal === 'SIGKILL') return true;
  if (code !== 0) throw new Error(`the run ended with code ${code}: ${stderr}`);
  return false;
}

function sameContent(expected: Outcomes, actual: Outcomes, id: string): boolean {
  return expected.contents.get(id) === actual.contents.get(id);
}
