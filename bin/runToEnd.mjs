import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname } from 'node:path';

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program with this terminal, passes signals on, and resolves to its exit code (128 + n after signal n). This
 * process stays until the program has ended, however long its orderly stop takes.
 * `tellEnd`: the program gets a channel that the system closes when this process ends in any way, kill -9 included.
 */
export async function runToEnd(file, args, { tellEnd = false, env = process.env, ...options } = {}) {
  const child = spawn(file, args, {
    ...options,
    // What the program starts by the name "node" is the same Node.
    env: { ...env, PATH: `${dirname(file)}${delimiter}${env.PATH ?? ''}` },
    stdio: tellEnd ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of passedOn) process.on(signal, forward);
  const watching = tellEnd ? watchNpm(() => forward('SIGTERM')) : undefined;
  try {
    return await new Promise((ended, failed) => {
      child.once('error', failed);
      child.once('exit', (code, signal) => ended(code ?? 128 + (constants.signals[signal] ?? 0)));
    });
  } finally {
    for (const signal of passedOn) process.off(signal, forward);
    clearInterval(watching);
    if (child.connected) child.disconnect();
  }
}

/** A signal to npm alone ends npm and its shell without a word to this process; then its parent is another one. */
function watchNpm(onEnd) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    onEnd();
  }, 500);
  return watching;
}
