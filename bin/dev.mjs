// npm run dev: the server starts again after a change of a source, the browser gets changes of the client at once from
// Vite. Runs on the product's Node.
import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'vite';
import { root } from './runtime.mjs';

const watched = ['server', 'actors', 'shared', 'lab', 'migrations'];
const settleMs = 200;
const httpPort = process.env.LASTMILE_HTTP_PORT || '3000';

let server;
let stopping = false;
let timer;

function startServer() {
  const args = ['server/main.ts', '--without-client', ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  server = child;
  child.once('exit', (code) => {
    server = undefined;
    if (stopping) process.exit(code ?? 1);
    if (code !== 0) process.stderr.write('Lastmile: the server ended; it starts again after the next change.\n');
  });
}

async function restartServer() {
  const running = server;
  if (running !== undefined) {
    const ended = new Promise((done) => running.once('exit', done));
    running.kill('SIGTERM');
    await ended;
  }
  if (!stopping && server === undefined) startServer();
}

function stop(signal) {
  if (stopping) {
    server?.kill(signal);
    return;
  }
  stopping = true;
  if (server === undefined) process.exit(0);
  server.kill(signal);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
process.on('disconnect', () => stop('SIGTERM'));
for (const folder of watched) {
  if (!existsSync(join(root, folder))) continue;
  watch(join(root, folder), { recursive: true }, (_, file) => {
    if (!/\.(ts|sql)$/.test(file ?? '')) return;
    clearTimeout(timer);
    timer = setTimeout(() => void restartServer(), settleMs);
  });
}
startServer();
const target = `http://127.0.0.1:${httpPort}`;
const vite = await createServer({
  configFile: join(root, 'client/vite.config.ts'),
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/healthz', '/readyz', '/metrics', '/socket.io'].map((path) => [path, { target, ws: true }]),
    ),
  },
});
await vite.listen();
process.stdout.write('\n  Lastmile in development: sources of the client reload in the browser at\n');
vite.printUrls();
