/** `worker NAME { input Outcome output Fact transport target }`. */
import { kmid, kright, seq } from 'typescript-parsec';
import type { WorkerDeclaration } from '../ast/nodes.ts';
import { expected, type Grammar, node, symbol, word } from './combinators.ts';
import { name, reference } from './name.ts';
import { target } from './target.ts';

export const workerDeclaration: Grammar<WorkerDeclaration> = node(
  seq(
    kright(word('worker'), name),
    kmid(
      symbol('{'),
      seq(
        kright(word('input'), expected(reference, 'an outcome')),
        kright(word('output'), expected(reference, 'a fact')),
        expected(name, 'a transport such as `exec`'),
        target,
      ),
      symbol('}'),
    ),
  ),
  ([declared, [input, output, transport, at]], { span }) => {
    return { kind: 'worker', name: declared, input, output, transport, target: at, span };
  },
);
