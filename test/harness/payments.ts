/** A small program for simulations, with an arbiter of either kind of time, and payments for it. */
import { bundleDigest, compile, encodeProgram, renderDiagnostics } from '#lang';
import type { SimInput, WorkloadFact } from '#sim';
import { Prng } from '#sim/prng.js';

const SOURCE = `
fact Payment {
    account: string
    amount: number
    at: timestamp
}

outcome Large {
    key: string
    amount: number
}

outcome Burst {
    account: string
    payments: number
}

outcome Quiet {
    account: string
}

expert rule FindLarge per_fact {
    when { any p in facts.Payment { p.amount > 80 } }
    then emit Large { key: p.key, amount: p.amount }
}

expert rule FindBurst priority 10 cooldown 1m {
    when {
        let payments = count(p in facts.Payment where p.amount > 20)
        payments >= 4
    }
    then emit Burst { account: partition.key, payments: payments }
}

expert rule FindQuiet {
    when { any p in facts.Payment { true } and none p in facts.Payment { p.__age_seconds < 60 } } for 30s
    then emit Quiet { account: partition.key }
}

arbiter accounts {
    stream Payment by account at at
    source Payment retain 3m
    poll 1m
    checkpoint accounts

    on Large where amount > 90 audit large.jsonl
    on Burst stdout
    on * nats
}

arbiter whole {
    stream Payment
    source Payment retain 10s retain last 20
    poll 10s

    on * stdout
}
`;

export function paymentsInput(): SimInput {
  const source = { name: 'payments.arb', text: SOURCE };
  const { program, diagnostics } = compile(source, 'payments');
  if (program === null) throw new Error(renderDiagnostics(diagnostics));
  const bytes = encodeProgram(program);
  return { program, bundle: { digest: bundleDigest(bytes), bytes }, facts: payments(300) };
}

/** Instants advance, with some that come late. */
function payments(count: number): readonly WorkloadFact[] {
  const prng = new Prng('payments');
  const start = Date.UTC(2026, 0, 1);
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(start + index * 5000 - prng.integer(0, 60_000)).toISOString();
    const key = `p${index}`;
    return {
      type: 'Payment',
      key,
      id: key,
      fields: { account: `account ${prng.integer(1, 6)}`, amount: prng.integer(0, 100), at },
    };
  });
}
