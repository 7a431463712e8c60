/** The cases of `test/conformance/language`: what a case is called, and its sections. */
export interface Case {
  readonly name: string;
  readonly sections: ReadonlyMap<string, string>;
}

/** What a case can give, as a program. */
const GIVEN: Readonly<Record<string, (text: string) => string>> = {
  rules: (text) => text,
  value: (text) => `rule T { then A { v: ${text.trim()} } }`,
  condition: (text) => `rule T { when { ${text.trim()} } then A { } }`,
};

export function parseCases(text: string): readonly Case[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const [head = '', ...parts] = block.split(/^--- (\w+)\n/m);
      const sections = new Map<string, string>();
      for (let index = 0; index < parts.length; index += 2)
        sections.set(parts[index] ?? '', parts[index + 1] ?? '');
      return { name: head.trim(), sections };
    });
}

/** The program that a case gives, whole or as a template. */
export function rulesOf({ name, sections }: Case): string {
  for (const [section, program] of Object.entries(GIVEN)) {
    const text = sections.get(section);
    if (text !== undefined) return program(text);
  }
  throw new RangeError(`case \`${name}\` gives nothing`);
}
