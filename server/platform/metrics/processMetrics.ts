import { readdir } from 'node:fs/promises';
import { Counter, Gauge, type Registry } from 'prom-client';

/**
 * The process metrics of the Prometheus conventions. Written out rather than taken from prom-client's defaults, which
 * start observers that nothing can stop and a second event-loop monitor.
 */
export function registerProcessMetrics(registry: Registry): void {
  registerCpu(registry);
  registerMemory(registry);
  gauge(registry, 'process_start_time_seconds', 'Start of the process since 1970.', () => startedAt() / 1_000);
  gauge(registry, 'process_open_fds', 'Open file descriptors; 0 where the system does not tell.', openDescriptors);
  gauge(
    registry,
    'nodejs_active_resources',
    'What keeps the event loop turning.',
    () => process.getActiveResourcesInfo().length,
  );
}

function startedAt(): number {
  return Math.round(performance.timeOrigin);
}

function registerCpu(registry: Registry): void {
  let counted = { user: 0, system: 0 };
  const cpu = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time used.',
    labelNames: ['mode'],
    registers: [registry],
    collect() {
      const now = process.cpuUsage();
      cpu.inc({ mode: 'user' }, (now.user - counted.user) / 1e6);
      cpu.inc({ mode: 'system' }, (now.system - counted.system) / 1e6);
      counted = now;
    },
  });
}

function registerMemory(registry: Registry): void {
  const memory = (): NodeJS.MemoryUsage => process.memoryUsage();
  gauge(registry, 'process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  gauge(registry, 'nodejs_heap_used_bytes', 'JavaScript heap in use.', () => memory().heapUsed);
  gauge(registry, 'nodejs_heap_total_bytes', 'JavaScript heap reserved.', () => memory().heapTotal);
  gauge(registry, 'nodejs_external_memory_bytes', 'Memory of buffers outside the heap.', () => memory().external);
}

function gauge(registry: Registry, name: string, help: string, read: () => number | Promise<number>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(await read());
    },
  });
}

async function openDescriptors(): Promise<number> {
  try {
    return (await readdir('/proc/self/fd')).length;
  } catch {
    return 0; // not Linux
  }
}
