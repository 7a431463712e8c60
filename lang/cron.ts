/**
 * Cron expressions: minute, hour, day, month and weekday, with seconds before them where there are six fields. Days and weekdays that are
 * both given mean either. `CRON_TZ=Europe/Berlin` in front names the time zone whose clock is meant; without it that is UTC. A time that
 * the clock skips in spring comes at the end of the gap, one that it repeats in autumn comes once.
 */
import { Cron as Croner } from 'croner';

/** Instants in Unix milliseconds. */
export interface Calendar {
  /** The first instant behind `after`; `null` when there is none. */
  next(after: number): number | null;
  /** The last instant up to `by`; `null` when there is none. */
  last(by: number): number | null;
}

/** Five fields, or six. */
const SHAPE = /^\s*(?:CRON_TZ=(\S+)\s+)?((?:[\d*/,\-A-Za-z#?]+\s+){4,5}[\d*/,\-A-Za-z#?]+)\s*$/;
/** Every expression that means anything comes within eight years: 29 February may fail to come in a century year. */
const PROBE = Date.UTC(2000, 0, 1);

/** Or why it is none, as the end of a sentence. */
export function readCron(text: string): Calendar | { readonly reason: string } {
  const [, zone = 'UTC', fields] = SHAPE.exec(text) ?? [];
  if (fields === undefined) return { reason: 'it has neither five fields nor six' };
  if (!isZone(zone)) return { reason: `there is no time zone \`${zone}\`` };
  try {
    const calendar = new CronCalendar(new Croner(fields, { timezone: zone, paused: true }));
    return calendar.next(PROBE) === null ? { reason: 'it never comes' } : calendar;
  } catch (error) {
    return { reason: error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error) };
  }
}

/** Asked after every decision, mostly between the same two instants, while finding the next one takes as long as ten decisions. */
class CronCalendar implements Calendar {
  readonly #cron: Croner;
  #from = Number.POSITIVE_INFINITY;
  #next: number | null = null;

  constructor(cron: Croner) {
    this.#cron = cron;
  }

  next(after: number): number | null {
    const isKnown = after >= this.#from && (this.#next === null || after < this.#next);
    if (isKnown) return this.#next;
    this.#next = this.#cron.nextRun(new Date(after))?.getTime() ?? null;
    this.#from = after;
    return this.#next;
  }

  last(by: number): number | null {
    return this.#cron.previousRuns(1, new Date(by + 1))[0]?.getTime() ?? null;
  }
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
