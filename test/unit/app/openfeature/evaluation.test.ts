/**
 * The scenarios of `evaluation.feature` in the specification of OpenFeature, with the SDK as it comes: the same flags, values,
 * variants, reasons and error codes.
 */
import { ErrorCode, OpenFeature, StandardResolutionReasons } from '@openfeature/server-sdk';
import { ArbiterProvider } from '#app/openfeature/provider.js';
import { compile } from '#lang';
import t from 'tap';

const text = `
flag boolean_flag type boolean default "on" {
    owner: "flags"
    variant "on" { value: true }
    variant "off" { value: false }
}
flag string_flag type multivariate default "greeting" {
    owner: "flags"
    variant "greeting" { value: "hi" }
    variant "parting" { value: "bye" }
}
flag integer_flag type multivariate default "ten" {
    owner: "flags"
    variant "one" { value: 1 }
    variant "ten" { value: 10 }
}
flag float_flag type multivariate default "half" {
    owner: "flags"
    variant "tenth" { value: 0.1 }
    variant "half" { value: 0.5 }
}
flag object_flag type multivariate default "template" {
    owner: "flags"
    variant "empty" {}
    variant "template" { showImages: true, title: "Check out these pics!", imagesPerPage: 100 }
}
flag context_aware type multivariate default "external" {
    owner: "flags"
    variant "internal" { value: "INTERNAL" }
    variant "external" { value: "EXTERNAL" }
    when { fn == "Sulisław" and ln == "Świętopełk" and age == 29 and not customer } then "internal"
}
flag wrong_flag type multivariate default "one" {
    owner: "flags"
    variant "one" { value: "uno" }
    variant "two" { value: "dos" }
}
`;

const { STATIC, TARGETING_MATCH, DEFAULT, ERROR } = StandardResolutionReasons;
const TEMPLATE = { showImages: true, title: 'Check out these pics!', imagesPerPage: 100 };
const SULISLAW = { fn: 'Sulisław', ln: 'Świętopełk', age: 29, customer: false };

async function clientOf() {
  const { program, diagnostics } = compile({ name: 'flags.arb', text }, 'flags');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  await OpenFeature.setProviderAndWait('evaluation', new ArbiterProvider({ program }));
  return OpenFeature.getClient('evaluation');
}

void t.test('resolves a value of each type', async (t) => {
  const client = await clientOf();
  t.equal(await client.getBooleanValue('boolean_flag', false), true);
  t.equal(await client.getStringValue('string_flag', 'bye'), 'hi');
  t.equal(await client.getNumberValue('integer_flag', 1), 10);
  t.equal(await client.getNumberValue('float_flag', 0.1), 0.5);
  t.strictSame(await client.getObjectValue('object_flag', {}), TEMPLATE);
});

void t.test('resolves details of each type', async (t) => {
  const client = await clientOf();
  const reason = STATIC;
  t.match(await client.getBooleanDetails('boolean_flag', false), { value: true, variant: 'on', reason });
  t.match(await client.getStringDetails('string_flag', 'bye'), { value: 'hi', variant: 'greeting', reason });
  t.match(await client.getNumberDetails('integer_flag', 1), { value: 10, variant: 'ten', reason });
  t.match(await client.getNumberDetails('float_flag', 0.1), { value: 0.5, variant: 'half', reason });
  t.match(await client.getObjectDetails('object_flag', {}), { value: TEMPLATE, variant: 'template', reason });
});

void t.test('resolves by context', async (t) => {
  const client = await clientOf();
  t.match(await client.getStringDetails('context_aware', 'EXTERNAL', SULISLAW), {
    value: 'INTERNAL',
    variant: 'internal',
    reason: TARGETING_MATCH,
  });
  t.match(await client.getStringDetails('context_aware', 'x', {}), { value: 'EXTERNAL', reason: DEFAULT });
});

void t.test('a flag that is not there', async (t) => {
  const client = await clientOf();
  t.match(await client.getStringDetails('missing-flag', 'uh-oh'), {
    value: 'uh-oh',
    reason: ERROR,
    errorCode: ErrorCode.FLAG_NOT_FOUND,
  });
});

void t.test('a type that the flag does not have', async (t) => {
  const client = await clientOf();
  t.match(await client.getNumberDetails('wrong_flag', 13), {
    value: 13,
    reason: ERROR,
    errorCode: ErrorCode.TYPE_MISMATCH,
    errorMessage: /variant `one` of flag `wrong_flag` is no number/,
  });
});
