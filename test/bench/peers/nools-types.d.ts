/** What is used of nools, which has no types of its own. */
declare module 'nools' {
  export type FactClass = new (...fields: never[]) => object;

  /** A class and an alias; a constraint may name the aliases of earlier patterns. */
  export type Pattern = readonly [type: FactClass, alias: string, constraint?: string];

  export interface Session {
    assert(fact: object): object;
    retract(fact: object): object;
    getFacts<Fact>(type: new (...fields: never[]) => Fact): Fact[];
    /** Fires until the agenda is empty. */
    match(): PromiseLike<unknown>;
    dispose(): void;
  }

  export interface FlowBuilder {
    /** An action that declares a third parameter is asynchronous. */
    rule(
      name: string,
      patterns: readonly Pattern[],
      action: (bound: never, session: Session) => void,
    ): unknown;
  }

  export interface Flow {
    getSession(): Session;
  }

  /** Flows are known by name to the whole process. */
  const nools: { flow(name: string, build: (flow: FlowBuilder) => void): Flow };
  export default nools;
}
