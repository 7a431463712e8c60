// The project's own commands, from a fresh clone with nothing but Node: each installs what it needs, builds what is stale,
// and then does its work. Plain JavaScript without dependencies, because it runs before there are any.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const SOURCE_FOLDERS = ['lang', 'engine', 'streams', 'actors', 'connectors', 'sim', 'app', 'test'];
const BUILD_STAMP = join(root, 'dist', '.built');
const INSTALL_STAMP = join(root, 'node_modules', '.package-lock.json');

const COMMANDS = {
  start: { work: (args) => arbiter(['run', ...EXAMPLE, ...args]) },
  test: { needsServer: true, work: (args) => tap(args) },
  build: { work: () => 0 },
  check: { needsServer: true, work: check },
  chaos: { needsServer: true, work: (args) => script('test/chaos/main.js', args) },
  fuzz: { work: (args) => script('test/fuzz/main.js', args) },
  sim: { work: (args) => arbiter(['simulate', 'examples/earthquakes', '--seeds', '2000', ...args]) },
  bench: { work: (args) => script('test/bench/main.js', args) },
};
const EXAMPLE = [
  'examples/earthquakes/monitor.arb',
  '--facts',
  'examples/earthquakes/week.ndjson',
  '--data',
  '.arbiter/earthquakes',
  '--fresh',
];

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command === undefined) fail(`unknown command \`${name}\`; one of ${Object.keys(COMMANDS).join(', ')}`, 2);
process.chdir(root);
install();
if (command.needsServer) requireNatsServer();
build();
process.exitCode = command.work(args);

function install() {
  if (existsSync(INSTALL_STAMP) && modified(INSTALL_STAMP) >= modified(join(root, 'package-lock.json')))
    return;
  say('installing packages');
  if (run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']) === 0) return;
  // Some registries lack optional packages of other platforms, which `npm ci` refuses; `npm install` does not.
  if (run('npm', ['install', '--no-audit', '--no-fund', '--no-save', '--loglevel=error']) !== 0) {
    fail('the packages could not be installed; see the lines above');
  }
}

function build() {
  const built = existsSync(BUILD_STAMP) ? modified(BUILD_STAMP) : 0;
  if (built > newestSource()) return;
  say('building');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  if (run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.']) !== 0) fail('the build failed');
  writeFileSync(BUILD_STAMP, '');
}

function check(args) {
  const steps = [
    ['format', () => run('node_modules/.bin/biome', ['format'])],
    ['lint', () => run('node_modules/.bin/oxlint', ['--type-aware', ...SOURCE_FOLDERS])],
    ['tests', () => tap(args)],
  ];
  for (const [step, work] of steps) {
    say(step);
    const code = work();
    if (code !== 0) return code;
  }
  return 0;
}

function tap(args) {
  const plugins = join(root, '.tap', 'plugins');
  // Half of what this makes is in node_modules, and went with the packages that were there before.
  if (!existsSync(plugins) || modified(plugins) < modified(INSTALL_STAMP)) {
    rmSync(plugins, { recursive: true, force: true });
    run('node_modules/.bin/tap', ['build'], { stdio: 'ignore' });
  }
  return run('node_modules/.bin/tap', args);
}

function arbiter(args) {
  return script('app/main.js', args);
}

function script(file, args) {
  return run(process.execPath, ['--enable-source-maps', join('dist', file), ...args]);
}

/** Tests run against a real server: found on PATH, else installed, else a clear error; never skipped. */
function requireNatsServer() {
  if (hasNatsServer()) return;
  say('installing nats-server');
  const apt = (...rest) =>
    run('apt-get', rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    if (apt('update', '-qq') === 0) apt('install', '-y', '-qq', 'nats-server');
  }
  if (!hasNatsServer()) {
    fail(
      'nats-server is needed and could not be installed; install version 2.9 or later (Debian: `apt-get install nats-server`) and put it on PATH',
    );
  }
}

function hasNatsServer() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin'];
  return folders.some((folder) => existsSync(join(folder, 'nats-server')));
}

function newestSource() {
  const files = SOURCE_FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => join(root, folder, String(file))),
  );
  return Math.max(...[...files, join(root, 'tsconfig.json'), join(root, 'package.json')].map(modified));
}

function modified(file) {
  return statSync(file).mtimeMs;
}

/** Exit code of a child that shares this terminal. */
function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', ...options });
  if (error !== undefined) console.error(error.message);
  return status ?? 1;
}

function say(what) {
  if (process.stdout.isTTY) console.error(`· ${what}`);
}

function fail(reason, code = 1) {
  console.error(`arbiter: ${reason}`);
  process.exit(code);
}
