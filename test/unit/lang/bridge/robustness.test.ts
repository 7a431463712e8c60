/** Whatever is given to it, either direction answers: with a result, or with problems; never with an exception. */
import fc from 'fast-check';
import t from 'tap';
import { CODES } from '#lang/codes.js';
import { convertJsonRules } from '#lang/bridge/convert-json-rules.js';
import { convertToJson } from '#lang/bridge/convert-to-json.js';
import { parseFindings } from '../../../harness/parsed.ts';

const KEYS = (
  'rules consts features name priority condition action fallback ActionName ParamMap OpLogic Conditions Operator Lhs Rhs VarExpr ' +
  'Const StrConst NumConst BoolConst ConstList MathExpr ForeachOperator ForeachLogic ForeachVar Condition _raw __proto__ toString'
).split(' ');

const { junk } = fc.letrec<{ junk: unknown }>((tie) => ({
  junk: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(
      fc.anything(),
      fc.constantFrom('==', '&&', 'not', 'LIST_IN', 'x', 'FOREACH', '||', '{"VarExpr":"x"}'),
    ),
    fc.array(tie('junk'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('junk'), { maxKeys: 5 }),
  ),
}));

void t.test('any JSON', (t) => {
  const rule = fc.record({ name: fc.constant('R'), condition: junk, action: junk }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.oneof(junk, rule, fc.array(rule, { maxLength: 3 })), (json) => {
      const converted = convertJsonRules(json);
      return 'text' in converted ? parseFindings(converted.text).length === 0 : converted.problems.length > 0;
    }),
    { seed: 3, numRuns: 3_000 },
  );
  t.end();
});

void t.test('any program', (t) => {
  const programs = Object.values(CODES).flatMap(({ wrong, right }) => [wrong, right]);
  const several = fc.array(fc.constantFrom(...programs), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(several, fc.nat(300), fc.nat(4), (parts, at, cut) => {
      const whole = parts.join('\n');
      const text = whole.slice(0, at) + whole.slice(at + cut);
      const converted = convertToJson({ name: 'rules.arb', text });
      if ('problems' in converted) return converted.problems.length > 0;
      const back = convertJsonRules(converted.json);
      return 'text' in back;
    }),
    { seed: 3, numRuns: 1_500 },
  );
  t.end();
});
