/**
 * The rules of `examples/tax-determination` against a calculation by hand: 300 generated sales, one after another in one session,
 * every line, every jurisdiction and the total to the cent. What a sale has led to goes with it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Decimal } from '#engine/decimal.js';
import { compileSchemas } from '#engine/fact-schema.js';
import { type Command, compile, type Program, Session, type Step } from '#app/library.js';
import { Prng } from '#sim/prng.js';
import {
  type Article,
  type Category,
  type Reference,
  type Sale,
  salesTaxByHand,
  type StateLaw,
} from '../harness/sales-tax-by-hand.ts';
import { ROOT } from '../harness/sources.ts';

const FOLDER = join(ROOT, 'examples/tax-determination');
const SALES = 300;
const OF_A_SALE = new Set(['Transaction', 'Line']);
const DERIVED = ['Sourced', 'Taxable', 'Exemption', 'Tax', 'LineTax', 'Remittance', 'Determination'];

const CATEGORIES: readonly Category[] = ['general', 'food', 'clothing', 'medicine', 'digital', 'machinery'];
const SELLERS = ['lamps', 'tools', 'bazaar', 'nobody'];
const CUSTOMERS = ['somebody', 'city-of-aldmoor', 'corner-shop', 'food-bank', 'mill', 'dealer'];
/** Around the days on which something changes, and between them. */
const DATES = [
  '2026-02-28T23:59:59Z',
  '2026-03-01T00:00:00Z',
  '2026-05-20T12:00:00Z',
  '2026-06-30T23:59:59Z',
  '2026-07-01T00:00:00Z',
  '2026-08-07T00:00:00Z',
  '2026-08-07T23:59:59Z',
  '2026-08-10T00:00:00Z',
  '2026-09-15T08:00:00Z',
];

interface PlainFact {
  readonly type: string;
  readonly key: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

void t.test('rules and hand agree on every cent', (t) => {
  const program = programOf();
  const facts = referenceFacts();
  const reference = referenceOf(facts);
  const session = new Session(program);
  settled(session.applyAll(facts.map(assertionsOf(program)), 0));
  const seen = { taxed: 0, exempted: 0, rounded: 0 };
  for (const sale of salesOf(facts)) {
    const sold = factsOf(sale);
    const { outcomes } = settled(session.applyAll(sold.map(assertionsOf(program)), 0));
    const sheet = salesTaxByHand(sale, reference);
    const amounts = (type: string, field: string): ReadonlyMap<string, number> =>
      new Map(session.memory.facts(type).map(({ key, fields }) => [key, centsOf(fields[field])]));
    t.same(sorted(amounts('LineTax', 'tax')), sorted(sheet.lines), `lines of ${JSON.stringify(sale)}`);
    const remitted = [...sheet.jurisdictions].map(([name, cents]): [string, number] => [
      `${sale.key}/${name}`,
      cents,
    ]);
    t.same(sorted(amounts('Remittance', 'amount')), sorted(new Map(remitted)), 'jurisdictions');
    const [determined, ...others] = outcomes.map(({ name, params }) => ({
      name,
      transaction: params['transaction'],
      net: centsOf(params['net']),
      tax: centsOf(params['tax']),
      payable: centsOf(params['payable']),
    }));
    const { net, tax } = sheet;
    const total = { name: 'Determined', transaction: sale.key, net, tax, payable: net + tax };
    t.same([determined, others], [total, []], 'totals');
    if (tax > 0) seen.taxed += 1;
    if (session.memory.facts('Exemption').length > 0) seen.exempted += 1;
    if (centsOf(session.memory.facts('Determination')[0]?.fields['rounding']) !== 0) seen.rounded += 1;
    const gone = sold.map(({ type, key }): Command => ({ kind: 'retract', type, key }));
    t.same(settled(session.applyAll(gone, 0)).outcomes, []);
  }
  for (const type of DERIVED) t.same(session.memory.facts(type), [], `${type} goes with its sale`);
  t.ok(seen.taxed > SALES / 3 && seen.exempted > SALES / 20 && seen.rounded > 5, JSON.stringify(seen));
  t.end();
});

function programOf(): Program {
  const text = readFileSync(join(FOLDER, 'determination.arb'), 'utf8');
  const { program } = compile({ name: 'determination.arb', text }, 'tax-determination');
  if (program === null) throw new Error('the example has mistakes');
  return program;
}

function referenceFacts(): readonly PlainFact[] {
  const facts: readonly PlainFact[] = JSON.parse(readFileSync(join(FOLDER, 'facts.json'), 'utf8'));
  return facts.filter(({ type }) => !OF_A_SALE.has(type));
}

/** The same facts as the person with the sheet has them. */
function referenceOf(facts: readonly PlainFact[]): Reference {
  const of = (type: string): readonly Record<string, string>[] =>
    facts
      .filter((fact) => fact.type === type)
      .map(({ key, fields }) => ({
        key,
        ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])),
      }));
  const period = ({ from, until }: Record<string, string>) => ({
    from: Date.parse(from ?? ''),
    until: until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until),
  });
  const text = (row: Record<string, string>, name: string): string => row[name] ?? '';
  const revoked = new Set(of('Revocation').map((row) => text(row, 'certificate')));
  return {
    states: new Map(of('State').map((row) => [text(row, 'key'), lawOf(row)])),
    places: new Map(of('Place').map((row) => [text(row, 'key'), { ...row, state: text(row, 'state') }])),
    rates: of('Rate').map((row) => ({
      ...period(row),
      jurisdiction: text(row, 'jurisdiction'),
      class: text(row, 'class'),
      rate: Math.round(Number(row['rate']) * 100_000),
    })),
    holidays: of('Holiday').map((row) => ({
      ...period(row),
      state: text(row, 'state'),
      category: text(row, 'category'),
      limit: centsIn(row['limit']),
    })),
    presences: of('Presence').map((row) => ({ seller: text(row, 'seller'), state: text(row, 'state') })),
    sales: of('Sales').map((row) => ({
      seller: text(row, 'seller'),
      state: text(row, 'state'),
      amount: centsIn(row['amount']),
      count: Number(row['count']),
    })),
    certificates: of('Certificate')
      .filter((row) => !revoked.has(text(row, 'key')))
      .map((row) => ({
        ...period(row),
        customer: text(row, 'customer'),
        state: text(row, 'state'),
        kind: text(row, 'kind'),
      })),
  };
}

function lawOf(row: Record<string, string>): StateLaw {
  return {
    isOriginBased: row['sourcing'] === 'origin',
    roundsInvoices: row['rounding'] === 'invoice',
    makesMarketplacesCollect: row['facilitator'] === 'true',
    localCap: row['local_cap'] === undefined ? Number.POSITIVE_INFINITY : centsIn(row['local_cap']),
    nexusAmount: centsIn(row['nexus_amount']),
    nexusSales: row['nexus_sales'] === undefined ? Number.POSITIVE_INFINITY : Number(row['nexus_sales']),
  };
}

function salesOf(facts: readonly PlainFact[]): readonly Sale[] {
  const prng = new Prng('sales tax');
  const places = facts.filter(({ type }) => type === 'Place').map(({ key }) => key);
  return Array.from({ length: SALES }, (_, index) => saleOf(prng, `S-${index}`, places));
}

function saleOf(prng: Prng, key: string, places: readonly string[]): Sale {
  return {
    key,
    seller: prng.pick(SELLERS),
    customer: prng.chance(0.5) ? 'somebody' : prng.pick(CUSTOMERS),
    marketplace: prng.chance(0.2) ? 'bazaar' : null,
    date: Date.parse(prng.pick(DATES)),
    from: prng.pick(places),
    to: prng.pick(places),
    billedTo: prng.pick(places),
    isPickup: prng.chance(0.1),
    freight: prng.chance(0.6) ? prng.integer(1, 9_999) : 0,
    articles: Array.from({ length: prng.integer(1, 6) }, (_, index) => articleOf(prng, `${key}/${index}`)),
  };
}

function articleOf(prng: Prng, key: string): Article {
  const category = prng.pick(CATEGORIES);
  const price = prng.chance(0.2)
    ? prng.pick([50_00, 109_99, 110_00, 150_00, 175_00, 1600_00])
    : prng.integer(1, prng.pick([999, 19_999, 499_999]));
  const quantity = prng.integer(1, 5);
  return {
    key,
    category,
    price,
    quantity,
    discount: prng.chance(0.2) ? prng.integer(0, price * quantity) : 0,
    weight: category === 'digital' ? 0 : prng.integer(1, 30_000),
  };
}

function factsOf(sale: Sale): readonly PlainFact[] {
  const { key, marketplace, articles } = sale;
  const transaction = {
    seller: sale.seller,
    customer: sale.customer,
    ...(marketplace === null ? {} : { marketplace }),
    date: new Date(sale.date).toISOString(),
    ships_from: sale.from,
    ships_to: sale.to,
    billed_to: sale.billedTo,
    pickup: sale.isPickup,
    freight: dollarsOf(sale.freight),
  };
  const lines = articles.map(({ key: line, category, price, quantity, discount, weight }) => ({
    type: 'Line',
    key: line,
    fields: {
      transaction: key,
      category,
      price: dollarsOf(price),
      quantity,
      discount: dollarsOf(discount),
      weight,
    },
  }));
  return [{ type: 'Transaction', key, fields: transaction }, ...lines];
}

function assertionsOf(program: Program): (fact: PlainFact) => Command {
  const schemas = compileSchemas(program.facts);
  return ({ type, key, fields }) => {
    const normalised = schemas.get(type)?.normalise(fields);
    if (normalised?.kind !== 'valid') throw new Error(`${type} ${key}: ${normalised?.reason}`);
    return { kind: 'assert', type, key, fields: normalised.fields };
  };
}

function settled(step: Step): Step {
  if (step.stop !== 'quiescent' || step.traps.length > 0) {
    throw new Error(`${step.stop}: ${step.traps.map(({ message }) => message).join('; ')}`);
  }
  return step;
}

function sorted(amounts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...amounts].sort(([a], [b]) => (a < b ? -1 : 1));
}

function dollarsOf(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')} USD`;
}

/** Amounts end with the cent here: anything finer is a mistake of the rules. */
function centsOf(amount: unknown): number {
  return amount instanceof Decimal ? centsIn(String(amount)) : Number.NaN;
}

function centsIn(amount = ''): number {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))? USD$/.exec(amount);
  if (match === null) throw new Error(`${amount} is no amount in cents`);
  const [, sign, dollars, cents = ''] = match;
  return (sign === '-' ? -1 : 1) * (Number(dollars) * 100 + Number(cents.padEnd(2, '0')));
}
