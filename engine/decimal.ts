/**
 * Exact decimals with an optional unit, for amounts of money. A value is immutable and normalised (`1000.250` is
 * `1000.25`), so equal amounts have equal texts. Sums, differences and products are exact; a quotient has 28 significant
 * digits, rounded half to even (language 12). What would have more digits than `DIGITS_MAX` is no value.
 */
import { Decimal as Digits } from 'decimal.js';

/** Bounds what a product of products may grow to. */
export const DIGITS_MAX = 1_000;
const EXACT = Digits.clone({ precision: 10 * DIGITS_MAX, toExpPos: 9e15, toExpNeg: -9e15 });
const QUOTIENT = Digits.clone({ precision: 28, rounding: Digits.ROUND_HALF_EVEN });
const TEXT = /^([+-]?)(\d*)(?:\.(\d+))?(?: ([A-Za-z]\w*))?$/;

export class Decimal {
  readonly unit: string;
  readonly #digits: Digits;

  private constructor(digits: Digits, unit: string) {
    this.#digits = digits;
    this.unit = unit;
  }

  /** `"100.25 USD"`, `"-0.5"`; `undefined` for any other text. */
  static parse(text: string): Decimal | undefined {
    if (text.length > DIGITS_MAX) return undefined;
    const [, sign = '', whole = '', fraction = '', unit = ''] = TEXT.exec(text) ?? [];
    return whole + fraction === '' ? undefined : Decimal.of(`${sign}${whole}.${fraction}0`, unit);
  }

  /** Digits in plain decimal notation; the unit is empty for none. */
  static of(digits: string, unit: string): Decimal {
    return new Decimal(new EXACT(digits), unit);
  }

  /** A finite number by its shortest decimal text. */
  static fromNumber(value: number, unit: string): Decimal {
    return new Decimal(new EXACT(value), unit);
  }

  add(other: Decimal): Decimal | null {
    return this.#with(this.#digits.plus(other.#digits), this.unit);
  }

  subtract(other: Decimal): Decimal | null {
    return this.#with(this.#digits.minus(other.#digits), this.unit);
  }

  scale(factor: number): Decimal | null {
    return this.#with(this.#digits.times(factor), this.unit);
  }

  /** The divisor is not zero. */
  divideByNumber(divisor: number): Decimal | null {
    return this.#with(QUOTIENT.div(this.#digits, divisor), this.unit);
  }

  /** A plain decimal; the divisor has the same unit and is not zero. */
  divideBy(divisor: Decimal): Decimal | null {
    return this.#with(QUOTIENT.div(this.#digits, divisor.#digits), '');
  }

  /** What remains, with the sign of this amount; the divisor is not zero. */
  remainder(divisor: number): Decimal | null {
    return this.#with(this.#digits.modulo(divisor), this.unit);
  }

  negate(): Decimal {
    return new Decimal(this.#digits.negated(), this.unit);
  }

  absolute(): Decimal {
    return new Decimal(this.#digits.abs(), this.unit);
  }

  /** Half away from zero. */
  round(): Decimal {
    return new Decimal(this.#digits.toDecimalPlaces(0, Digits.ROUND_HALF_UP), this.unit);
  }

  floor(): Decimal {
    return new Decimal(this.#digits.floor(), this.unit);
  }

  ceiling(): Decimal {
    return new Decimal(this.#digits.ceil(), this.unit);
  }

  get isZero(): boolean {
    return this.#digits.isZero();
  }

  /** Negative, zero or positive; units are not looked at. */
  compare(other: Decimal): number {
    return this.#digits.comparedTo(other.#digits);
  }

  equals(other: Decimal): boolean {
    return this.unit === other.unit && this.#digits.equals(other.#digits);
  }

  /** `1000.25 USD`, `0 USD`, `-0.5`. */
  toString(): string {
    const digits = this.#digits.isZero() ? '0' : this.#digits.toFixed();
    return this.unit === '' ? digits : `${digits} ${this.unit}`;
  }

  /** As JSON shows it to others. */
  toJSON(): string {
    return this.toString();
  }

  #with(digits: Digits, unit: string): Decimal | null {
    const isBounded =
      digits.isFinite() && digits.precision(true) <= DIGITS_MAX && digits.decimalPlaces() <= DIGITS_MAX;
    return isBounded ? new Decimal(new EXACT(digits), unit) : null;
  }
}
