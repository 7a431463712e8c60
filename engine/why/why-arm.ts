/** Why a strategy selected an arm, or why not. Arms that come first are gates of those behind them. */
import type { CompiledArm, CompiledStrategy, Program } from '#lang/bytecode/program.js';
import { Request, SILENT } from '../decide/request.ts';
import { decideStrategy, select } from '../decide/strategy.ts';
import { effective, overrideOf } from '../govern/overrides.ts';
import type { About } from '../govern/trace.ts';
import { prepare } from '../prepared.ts';
import type { Explanation, Target } from './explanation.ts';
import { deciding, type Found, Inquiry } from './inquiry.ts';
import type { Asked } from './why-rule.ts';

export function whyArm(
  program: Program,
  target: Extract<Target, { readonly kind: 'arm' }>,
  { context, options }: Asked,
): Explanation | undefined {
  const strategy = prepare(program).strategies.get(target.strategy);
  const arm = strategy?.arms.find(({ label }) => label === target.arm);
  const decision = decideStrategy(program, target.strategy, { context, ...options });
  if (strategy === undefined || arm === undefined || decision === undefined) return undefined;
  const request = new Request(program, context, options);
  const found = [...earlier(strategy, arm, request), ...own(strategy, arm, request)];
  const fired = decision.selected === arm.label;
  return { target, fired, fallback: false, because: deciding(found, fired) };
}

function own(strategy: CompiledStrategy, arm: CompiledArm, request: Request): readonly Found[] {
  const inquiry = new Inquiry(request);
  const { label, governance, when, then, span } = arm;
  const about: About = {
    scope: 'strategy',
    subject: strategy.name,
    span,
    prefix: `strategy:${strategy.name}/${label}:`,
  };
  if (arm === strategy.arms.at(-1)) return inquiry.params(when, then, about);
  const gated = effective(governance, overrideOf(overrideOf(request.overrides.arms, strategy.name), label));
  return inquiry.ask({ about, gated, when, then, scope: `strategy:${strategy.name}:candidate:${label}` });
}

/** Each by itself: the first that nothing stops is selected, and the next one would be without it. */
function earlier(strategy: CompiledStrategy, target: CompiledArm, request: Request): readonly Found[] {
  return strategy.arms.slice(0, strategy.arms.indexOf(target)).map((arm) => {
    const params = select(strategy, arm, { request, trace: SILENT });
    const applies = params !== null && request.machine.faultAt < 0;
    request.machine.forgiveFault();
    const detail = `${arm.label} comes first -> ${applies ? 'selected' : 'stopped'}`;
    const check = `arm ${arm.label}`;
    return {
      reason: { kind: 'order', check, target: arm.label, result: !applies, detail, span: arm.span },
      passed: !applies,
    };
  });
}
