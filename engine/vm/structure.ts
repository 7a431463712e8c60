/** Loads, stores, lists, logic and the end of a unit. */
import { bareRecord } from '../bare.ts';
import type { Value } from '../value.ts';
import type { Machine } from './machine.ts';

function loadSecret(machine: Machine, index: number): void {
  const secret = machine.view.secret?.(machine.program.strings[index] ?? '') ?? null;
  if (secret === null) machine.missingSecrets += 1;
  machine.push(secret);
}

/** The whole loop is passed over where it is known what it comes to. */
function loadFacts(machine: Machine, index: number): void {
  const { view, pc } = machine;
  const folded = view.fold?.(pc);
  machine.push(folded === undefined ? view.facts(machine.program.strings[index] ?? '', pc) : folded.value);
  if (folded !== undefined) machine.pc = folded.end - 1;
  else machine.skip = view.skip ?? null;
}

function makeList(machine: Machine, count: number): void {
  const from = machine.top - count;
  const elements = machine.stack.slice(from, machine.top);
  machine.top = from;
  machine.push(elements);
}

/** Names and values in turn; a name that is none is left out. */
function makeRecord(machine: Machine, count: number): void {
  const from = machine.top - count;
  const record = bareRecord<Value>();
  for (let at = from; at + 1 < machine.top; at += 2) {
    const name = machine.stack[at];
    if (typeof name === 'string') record[name] = machine.stack[at + 1] ?? null;
  }
  machine.top = from;
  machine.push(record);
}

/** Short circuit: leaves `decided` and jumps when the operand decides, else drops it and goes on. */
function branchOn(machine: Machine, distance: number, decided: boolean): void {
  if ((machine.pop() === true) !== decided) return;
  machine.push(decided);
  machine.pc += distance - 1;
}

export const STRUCTURE = {
  LoadString: (machine: Machine, index: number) => machine.push(machine.program.strings[index] ?? null),
  LoadNumber: (machine: Machine, index: number) => machine.push(machine.program.numbers[index] ?? null),
  LoadBoolean: (machine: Machine, bit: number) => machine.push(bit === 1),
  LoadNull: (machine: Machine) => machine.push(null),
  LoadPath: (machine: Machine, index: number) => machine.push(machine.slot(index)),
  LoadFacts: loadFacts,
  LoadNow: (machine: Machine) => machine.push(machine.view.nowSeconds),
  LoadRound: (machine: Machine) => machine.push(machine.view.round),
  LoadLocal: (machine: Machine, slot: number) => machine.push(machine.locals[slot] ?? null),
  StoreLocal: (machine: Machine, slot: number) => {
    machine.locals[slot] = machine.pop();
  },
  LoadField: (machine: Machine, index: number) =>
    machine.push(machine.readField(machine.pop(), machine.program.strings[index] ?? '')),
  MakeList: makeList,
  Pop: (machine: Machine) => {
    machine.pop();
  },
  Truth: (machine: Machine) => machine.push(machine.pop() === true),
  Not: (machine: Machine) => machine.push(machine.pop() !== true),
  AndThen: (machine: Machine, distance: number) => branchOn(machine, distance, false),
  OrElse: (machine: Machine, distance: number) => branchOn(machine, distance, true),
  LoadConstant: (machine: Machine, index: number) => machine.push(machine.constants[index] ?? null),
  LoadTable: (machine: Machine, index: number) => machine.push(machine.views[index] ?? []),
  LoadSecret: loadSecret,
  MakeRecord: makeRecord,
  Coalesce: (machine: Machine, distance: number) => {
    const value = machine.pop();
    if (value === null) return;
    machine.push(value);
    machine.pc += distance - 1;
  },
  Wide: () => undefined,
  /** Units end before it. */
  Return: () => undefined,
};
