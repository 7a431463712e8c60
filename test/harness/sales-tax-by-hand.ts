/**
 * The sales tax of one sale as somebody works it out from the top to the bottom of a sheet: no rules, no rounds, whole cents and whole
 * hundred-thousandths of a rate. It is written beside `examples/tax-determination`, not from it, and says nothing of why.
 */

export type Category = 'general' | 'food' | 'clothing' | 'medicine' | 'digital' | 'machinery';
export type Level = 'state' | 'county' | 'city' | 'district';

export interface Article {
  readonly key: string;
  readonly category: Category;
  /** Money is in cents. */
  readonly price: number;
  readonly quantity: number;
  readonly discount: number;
  /** Grams. */
  readonly weight: number;
}

export interface Sale {
  readonly key: string;
  readonly seller: string;
  readonly customer: string;
  readonly marketplace: string | null;
  /** Milliseconds, as all instants here. */
  readonly date: number;
  readonly from: string;
  readonly to: string;
  readonly billedTo: string;
  readonly isPickup: boolean;
  readonly freight: number;
  readonly articles: readonly Article[];
}

interface Period {
  readonly from: number;
  readonly until: number;
}

export interface Reference {
  readonly states: ReadonlyMap<string, StateLaw>;
  readonly places: ReadonlyMap<string, { readonly state: string } & Partial<Record<Level, string>>>;
  /** In hundred-thousandths. */
  readonly rates: readonly (Period & { jurisdiction: string; class: string; rate: number })[];
  readonly holidays: readonly (Period & { state: string; category: string; limit: number })[];
  readonly presences: readonly { seller: string; state: string }[];
  readonly sales: readonly { seller: string; state: string; amount: number; count: number }[];
  /** Without those that were revoked. */
  readonly certificates: readonly (Period & { customer: string; state: string; kind: string })[];
}

export interface StateLaw {
  readonly isOriginBased: boolean;
  readonly roundsInvoices: boolean;
  readonly makesMarketplacesCollect: boolean;
  readonly localCap: number;
  readonly nexusAmount: number;
  readonly nexusSales: number;
}

export interface TaxSheet {
  /** By the key of the line. */
  readonly lines: ReadonlyMap<string, number>;
  readonly jurisdictions: ReadonlyMap<string, number>;
  readonly net: number;
  readonly tax: number;
}

interface Share {
  readonly jurisdiction: string;
  readonly state: string;
  /** In cents, times a hundred thousand. */
  readonly exact: number;
  readonly cents: number;
}

const WHOLE = 100_000;
const LEVELS: readonly Level[] = ['state', 'county', 'city', 'district'];

export function salesTaxByHand(sale: Sale, reference: Reference): TaxSheet {
  const taxed = sale.articles.map((article) => ({ article, ...taxedOf(article, sale, reference) }));
  const rows = taxed.map(({ article, ...row }) => ({ key: article.key, net: netOf(article), ...row }));
  if (sale.freight > 0) {
    const heavy = taxed.filter(({ base }) => base > 0).map(({ article }) => article);
    rows.push({ key: `${sale.key}/freight`, net: sale.freight, ...taxedFreight(sale, heavy, reference) });
  }
  const lines = new Map<string, number>();
  const all: Share[] = [];
  for (const row of rows) {
    const shares = sharesOf(row, sale, reference);
    lines.set(
      row.key,
      shares.reduce((sum, { cents }) => sum + cents, 0),
    );
    all.push(...shares);
  }
  const jurisdictions = remitted(all, reference);
  const tax = [...jurisdictions.values()].reduce((sum, cents) => sum + cents, 0);
  return { lines, jurisdictions, net: rows.reduce((sum, { net }) => sum + net, 0), tax };
}

interface Taxed {
  readonly place: string;
  readonly base: number;
  readonly isReduced: boolean;
  readonly quantity: number;
}

function taxedOf(article: Article, sale: Sale, reference: Reference): Taxed {
  const { category, quantity, price } = article;
  const place = article.category === 'digital' ? sale.billedTo : placeOfGoods(sale, reference);
  const state = stateOf(place, reference);
  const untaxed = { place, base: 0, isReduced: false, quantity };
  if (!mustCollect(sale, state, reference)) return untaxed;
  const net = netOf(article);
  let base = net;
  if (category === 'food' && (state === 'NF' || state === 'WR')) return untaxed;
  if (category === 'medicine' && state !== 'EM') return untaxed;
  if (category === 'digital' && state === 'SB') return untaxed;
  if (category === 'clothing' && state === 'NF' && net < 110_00 * quantity) return untaxed;
  if (category === 'clothing' && state === 'EM') base = Math.max(0, net - 175_00 * quantity);
  const isHoliday = reference.holidays.some(
    (day) =>
      day.state === state && day.category === category && isWithin(sale.date, day) && price <= day.limit,
  );
  if (isHoliday) return untaxed;
  const isReduced =
    (category === 'food' && (state === 'SB' || state === 'EM')) ||
    (category === 'medicine' && state === 'EM');
  return { ...untaxed, base: afterCertificate(base, category, { sale, state, reference }), isReduced };
}

function taxedFreight(sale: Sale, heavy: readonly Article[], reference: Reference): Taxed {
  const place = placeOfGoods(sale, reference);
  const state = stateOf(place, reference);
  const untaxed = { place, base: 0, isReduced: false, quantity: 1 };
  if (!mustCollect(sale, state, reference) || state === 'SB') return untaxed;
  const carried = grams(sale.articles);
  let base = sale.freight;
  if ((state === 'NF' || state === 'WR') && carried > 0) base = rounded(base * grams(heavy), carried);
  return { ...untaxed, base: afterCertificate(base, 'freight', { sale, state, reference }) };
}

/** What each jurisdiction of the place gets of a line. */
function sharesOf({ place, base, isReduced, quantity }: Taxed, sale: Sale, reference: Reference): Share[] {
  if (base === 0) return [];
  const state = stateOf(place, reference);
  const cap = (reference.states.get(state)?.localCap ?? 0) * quantity;
  const shares: Share[] = [];
  for (const level of LEVELS) {
    const jurisdiction = reference.places.get(place)?.[level];
    const inForce = reference.rates.filter(
      (rate) => rate.jurisdiction === jurisdiction && isWithin(sale.date, rate),
    );
    const general = inForce.find((rate) => rate.class === 'general');
    const found = (isReduced ? inForce.find((rate) => rate.class === 'reduced') : general) ?? general;
    if (jurisdiction === undefined || found === undefined) continue;
    const exact = (level === 'state' ? base : Math.min(base, cap)) * found.rate;
    shares.push({ jurisdiction, state, exact, cents: rounded(exact, WHOLE) });
  }
  return shares;
}

function remitted(shares: readonly Share[], reference: Reference): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const jurisdiction of new Set(shares.map((share) => share.jurisdiction))) {
    const own = shares.filter((share) => share.jurisdiction === jurisdiction);
    const roundsOnce = own.some(({ state }) => reference.states.get(state)?.roundsInvoices);
    const exact = own.reduce((sum, share) => sum + share.exact, 0);
    const cents = own.reduce((sum, share) => sum + share.cents, 0);
    totals.set(jurisdiction, roundsOnce ? rounded(exact, WHOLE) : cents);
  }
  return totals;
}

function placeOfGoods({ from, to, isPickup }: Sale, reference: Reference): string {
  const state = stateOf(from, reference);
  const isInside = state === stateOf(to, reference);
  return isPickup || (isInside && reference.states.get(state)?.isOriginBased === true) ? from : to;
}

function mustCollect({ seller, marketplace }: Sale, state: string, reference: Reference): boolean {
  const law = reference.states.get(state);
  if (law === undefined) return false;
  const who = law.makesMarketplacesCollect && marketplace !== null ? marketplace : seller;
  const isHere = (one: { seller: string; state: string }): boolean =>
    one.seller === who && one.state === state;
  return (
    reference.presences.some(isHere) ||
    reference.sales.some(
      (one) => isHere(one) && (one.amount >= law.nexusAmount || one.count >= law.nexusSales),
    )
  );
}

interface Purchase {
  readonly sale: Sale;
  readonly state: string;
  readonly reference: Reference;
}

function afterCertificate(base: number, category: string, { sale, state, reference }: Purchase): number {
  const kinds = reference.certificates
    .filter((one) => one.customer === sale.customer && one.state === state && isWithin(sale.date, one))
    .map(({ kind }) => kind);
  if (kinds.includes('government') || kinds.includes('resale')) return 0;
  if (kinds.includes('nonprofit') && category !== 'digital') return 0;
  if (kinds.includes('manufacturing') && category === 'machinery') return rounded(base, 2);
  return base;
}

function stateOf(place: string, { places }: Reference): string {
  return places.get(place)?.state ?? '';
}

function netOf({ price, quantity, discount }: Article): number {
  return price * quantity - discount;
}

function grams(articles: readonly Article[]): number {
  return articles.reduce((sum, { weight }) => sum + weight, 0);
}

function isWithin(date: number, { from, until }: Period): boolean {
  return from <= date && date < until;
}

/** Half a cent is a cent. Nothing here is negative. */
function rounded(numerator: number, denominator: number): number {
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}
