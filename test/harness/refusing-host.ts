/**
 * A process that asks a set of rules as often as it takes for code to be generated, and prints what it has decided. Started by
 * generated.test.ts, with and without a host that refuses code from text. Only decisions without a session run there: the library
 * that checks facts makes code itself.
 */
import { contextFromJson } from '#engine/context.js';
import { matchRules } from '#engine/decide/match.js';
import { prepare } from '#engine/prepared.js';
import { compile } from '#lang';

const TEXT = 'rule R { when { a.b > 400 and c != "x" } then Do { } otherwise Else { } }';
const ASKS = 500;

const { program } = compile({ name: 'a.arb', text: TEXT }, 'a');
if (program === null) throw new Error('the program does not compile');
const decided = Array.from({ length: ASKS }, (_, b) => {
  const { matched } = matchRules(program, contextFromJson({ a: { b } }), { nowSeconds: 0 });
  return matched[0]?.action;
});
const hasCode = prepare(program).governed.known(0) !== undefined;
console.log(JSON.stringify({ hasCode, decided }));
