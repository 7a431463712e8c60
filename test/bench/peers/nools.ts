/**
 * nools: a Rete network, whose conditions become code by `new Function`. It joins by hash where a constraint says that fields
 * of two facts are equal. A fact is updated by retracting it and asserting another: `modify` of a field that is joined on
 * fails with "Duplicate left fact entry".
 */
import nools, { type FactClass, type Flow, type FlowBuilder, type Session } from 'nools';

export type { FactClass, Flow, Session };

let flows = 0;

export function noolsFlow(build: (flow: FlowBuilder) => void): Flow {
  flows += 1;
  return nools.flow(`bench-${flows}`, build);
}

/** The session of a flow with these facts in it and nothing left to fire. */
export async function loadedNools(flow: Flow, facts: readonly object[]): Promise<Session> {
  const session = flow.getSession();
  for (const fact of facts) session.assert(fact);
  await session.match();
  return session;
}

export async function replaceInNools(session: Session, before: object, after: object): Promise<void> {
  session.retract(before);
  session.assert(after);
  await session.match();
}
