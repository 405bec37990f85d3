import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/**
 * `npm run soak -- chroot [--test [words]]`: a bare Debian with nothing but the machine's own Node and npm. There a fresh clone
 * is started twice as root and twice as an ordinary user, and with `--test` goes through the test run (of these words).
 */
const root = resolve(import.meta.dirname, '../..');
const words = process.argv.includes('--test') ? process.argv.slice(process.argv.indexOf('--test') + 1) : undefined;
const firstWithinS = 120;
const laterWithinS = 8;

function requireTools(): void {
  if (process.getuid?.() !== 0) stop('needs root');
  if (spawnSync('debootstrap', ['--version']).error !== undefined)
    stop('needs debootstrap (apt-get install debootstrap)');
}

function stop(why: string): never {
  process.stderr.write(`chroot: ${why}\n`);
  process.exit(2);
}

/** The Node and npm that a person would use here, not the ones of node_modules. */
function systemNode(): { readonly node: string; readonly npm: string } {
  const node = (process.env['PATH'] ?? '')
    .split(':')
    .filter((folder) => !folder.startsWith(root))
    .map((folder) => join(folder, 'node'))
    .find((file) => existsSync(file));
  if (node === undefined) stop('needs a Node on the PATH');
  const npm = resolve(dirname(realpathSync(join(dirname(node), 'npm'))), '..');
  return { node: realpathSync(node), npm };
}

function makeSystem(system: string): void {
  process.stderr.write('chroot: making a bare Debian…\n');
  execFileSync('debootstrap', ['--variant=minbase', '--include=ca-certificates', 'bookworm', system], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { node, npm } = systemNode();
  cpSync(node, join(system, 'usr/bin/node'));
  cpSync(npm, join(system, 'usr/lib/node_modules/npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(system, 'usr/bin/npm'));
  for (const file of ['/etc/resolv.conf', '/etc/hosts', '/etc/ssl/certs/ca-certificates.crt']) {
    if (existsSync(file)) cpSync(file, join(system, file), { dereference: true, force: true });
  }
  // How npm reaches its registry is a matter of this machine.
  const settings = join(homedir(), '.npmrc');
  if (existsSync(settings)) cpSync(settings, join(system, 'root/.npmrc'));
  execFileSync('chroot', [system, 'useradd', '--create-home', 'isp']);
  if (existsSync(settings)) {
    cpSync(settings, join(system, 'home/isp/.npmrc'));
    execFileSync('chroot', [system, 'chown', 'isp:', '/home/isp/.npmrc']);
  }
  writeFileSync(join(system, 'usr/local/bin/start-twice'), startTwice);
  chmodSync(join(system, 'usr/local/bin/start-twice'), 0o755);
}

/** Starts, waits until ready, ends it and waits for the end; prints the seconds of each of two starts. */
const startTwice = `#!/bin/bash
set -u
cd "$1"
export LASTMILE_HTTP_PORT=3711 LASTMILE_HTTPS_PORT=off LASTMILE_SYSLOG_PORT=3712 LASTMILE_LAB_PORT=3713
for round in 1 2; do
  began=$(date +%s%N)
  npm start >start.log 2>&1 &
  npm=$!
  until node -e 'fetch("http://127.0.0.1:3711/readyz").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))'; do
    kill -0 $npm 2>/dev/null || { cat start.log; exit 1; }
    sleep 0.1
  done
  echo "ready $(( ($(date +%s%N) - began) / 1000000 ))"
  kill -TERM $npm
  wait $npm
  for wait in $(seq 200); do grep -q '"msg":"stopped"' start.log && break; sleep 0.1; done
  grep -q '"msg":"stopped"' start.log || { tail -20 start.log; echo 'did not stop in order'; exit 1; }
done
`;

/** Runs a program inside, with processes and mounts of its own that end with it. */
async function inside(
  system: string,
  user: string,
  command: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const prepare = [
    'mount -t proc proc "$0/proc"',
    'mount -t tmpfs -o mode=755 dev "$0/dev"',
    'for d in null:3 zero:5 full:7 random:8 urandom:9; do mknod -m 666 "$0/dev/${d%:*}" c 1 "${d#*:}"; done',
    'mkdir -m 1777 "$0/dev/shm"',
    'ln -s /proc/self/fd "$0/dev/fd"',
    'user=$1; shift',
    'exec chroot --userspec="$user" "$0" "$@"',
  ].join(' && ');
  const home = user === 'root' ? '/root' : `/home/${user}`;
  const { PATH: _path, ...rest } = process.env;
  const env = Object.fromEntries(
    Object.entries(rest).filter(([name]) => !/^(npm_|LASTMILE_|DATABASE_URL|NODE_PATH|INIT_CWD)/.test(name)),
  );
  const child = spawn(
    'unshare',
    [
      '--mount',
      '--propagation',
      'private',
      '--pid',
      '--fork',
      '--kill-child',
      'sh',
      '-c',
      prepare,
      system,
      user,
      ...command,
    ],
    {
      env: { ...env, HOME: home, PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stderr.write(text);
  });
  const code = await new Promise<number | null>((done, failed) => child.once('error', failed).once('close', done));
  return { code, output };
}

function clone(system: string, user: string): string {
  const path = user === 'root' ? '/root/lastmile' : `/home/${user}/lastmile`;
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, join(system, path)]);
  execFileSync('chroot', [system, 'chown', '-R', `${user}:`, path]);
  return path;
}

requireTools();
const system = mkdtempSync('/var/tmp/lastmile-chroot-');
chmodSync(system, 0o755);
let failures = 0;
try {
  makeSystem(system);
  mkdirSync(join(system, 'proc'), { recursive: true });
  for (const user of ['root', 'isp']) {
    const path = clone(system, user);
    const { code, output } = await inside(system, user, ['start-twice', path]);
    const [first = Infinity, later = Infinity] = [...output.matchAll(/^ready (\d+)$/gm)].map(
      ([, ms]) => Number(ms) / 1000,
    );
    const good = code === 0 && first <= firstWithinS && later <= laterWithinS;
    if (!good) failures += 1;
    process.stdout.write(
      `${user}: fresh clone ready after ${first} s (at most ${firstWithinS}), again after ${later} s (at most ${laterWithinS}): ${good ? 'ok' : 'FAILED'}\n`,
    );
    if (words === undefined) continue;
    const tests = await inside(system, user, ['sh', '-c', 'cd "$0" && npm test -- "$@"', path, ...words]);
    if (tests.code !== 0) failures += 1;
    process.stdout.write(
      `${user}: npm test ${tests.code === 0 ? 'ok' : 'FAILED'}: ${tests.output.trim().split('\n').at(-1)}\n`,
    );
  }
} finally {
  rmSync(system, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
