/** The commands of the program, in the order in which `--help` lists them: the one table that everything about them is made from. */
import { audit } from './audit.ts';
import { bundleCommand } from './bundle.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { compileCommand } from './compile.ts';
import { completionCommand } from './completion.ts';
import { diff } from './diff.ts';
import { evaluate } from './eval.ts';
import { explain } from './explain.ts';
import { exportCommand } from './export.ts';
import { flagCommand } from './flag.ts';
import { explore } from './explore.ts';
import { fmtCommand, type Input } from './fmt.ts';
import { importCommand } from './import.ts';
import { overrideCommand } from './override.ts';
import { replay } from './replay.ts';
import { run } from './run.ts';
import { simulateCommand } from './simulate.ts';
import { strategyCommand } from './strategy.ts';
import { testCommand } from './test.ts';
import { whyCommand } from './why.ts';

/** `input` is what `--stdin` reads. */
export function commandsOf(input: Input): readonly Command[] {
  const commands = [
    check,
    explain,
    fmtCommand(input),
    compileCommand,
    bundleCommand,
    importCommand,
    exportCommand,
    explore,
    evaluate,
    strategyCommand,
    flagCommand,
    whyCommand,
    diff,
    replay,
    overrideCommand,
    testCommand,
    run,
    simulateCommand,
    audit,
  ];
  return [...commands, completionCommand(commands)];
}
