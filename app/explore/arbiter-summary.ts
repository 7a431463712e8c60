/** What an arbiter listens to, when it runs and where its outcomes go. */
import type { Program } from '#lang';
import type { CompiledArbiter, CompiledHandler } from '#lang/bytecode/program.js';
import { conditionText, durationText, type Row, rowOf } from './rows.ts';

export function arbiterSummary(arbiter: CompiledArbiter, program: Program): Row {
  const { name, streams, externalStreams, retention, sources, schedules } = arbiter;
  return rowOf({
    name,
    poll: durationText(arbiter.pollMs),
    checkpoint: arbiter.checkpoint,
    durability: arbiter.durability,
    rules: arbiter.rules,
    streams: [
      ...streams.map(({ factType, by, at }) => rowOf({ fact: factType, by, at })),
      ...externalStreams.map((target) => rowOf({ target })),
    ],
    sources: [
      ...retention.map(({ factType, forMs, last }) =>
        rowOf({ fact: factType, retain: durationText(forMs), retain_last: last === 0 ? undefined : last }),
      ),
      ...sources.map((target) => rowOf({ target })),
    ],
    schedules: schedules.map(({ cron, source }) => rowOf({ cron, source })),
    handlers: arbiter.handlers.map((handler) => handlerSummary(handler, program)),
  });
}

function handlerSummary(
  { outcome, where, kind, target, retry, backoffMs }: CompiledHandler,
  program: Program,
): Row {
  return rowOf({
    outcome,
    where: conditionText(program, where),
    kind,
    target,
    retry: retry < 0 ? undefined : retry,
    backoff: durationText(backoffMs),
  });
}
