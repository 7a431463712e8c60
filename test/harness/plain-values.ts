/** Values of the language in plain JavaScript, for oracles: equality by kind, order within a kind, arithmetic with null. */

export function isEqual(left: unknown, right: unknown): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  return left.length === right.length && left.every((element, index) => isEqual(element, right[index]));
}

/** `NaN` where there is no order. */
export function order(left: unknown, right: unknown): number {
  const isNumbers = typeof left === 'number' && typeof right === 'number';
  const isTexts = typeof left === 'string' && typeof right === 'string';
  if (isNumbers) return Math.sign(left - right);
  return isTexts ? (left < right ? -1 : left > right ? 1 : 0) : Number.NaN;
}

export function isSubset(part: unknown, whole: unknown): boolean {
  if (!Array.isArray(part) || !Array.isArray(whole)) return false;
  return part.every((element) => whole.some((other) => isEqual(element, other)));
}

/** By the name that the JSON form has for the kind of range. */
export function isBetween(value: unknown, [low, high]: readonly unknown[], range: string): boolean {
  const isLowOpen = range === 'BETWEEN_ALL_OPEN' || range === 'BETWEEN_LEFT_OPEN_RIGHT_CLOSE';
  const isHighOpen = range === 'BETWEEN_ALL_OPEN' || range === 'BETWEEN_LEFT_CLOSE_RIGHT_OPEN';
  const [above, below] = [order(value, low), order(value, high)];
  return (above === 1 || (above === 0 && !isLowOpen)) && (below === -1 || (below === 0 && !isHighOpen));
}

export function arithmetic(operator: string, left: unknown, right: unknown): unknown {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string'))
    return `${shown(left)}${shown(right)}`;
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
    default:
      return right === 0 ? null : left % right;
  }
}

function shown(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
