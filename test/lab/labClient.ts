import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { DeviceTruth } from '#lab/alarmSource/alarmNetwork.ts';
import type { TenantId } from '#shared/values/ids.ts';

export interface LabProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly controlPort: number;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  /** Resolves with the status. */
  post(path: string, body: unknown): Promise<number>;
}

const root = new URL('../../', import.meta.url).pathname;

/** The lab as a process of its own, against a collector. */
export async function startLab(
  syslogPort: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<LabProcess> {
  const given = {
    'control-port': '0',
    'syslog-port': String(syslogPort),
    'alarms-per-minute': '0',
    'nas-api-port': '0',
    'nas-api-tls-port': '0',
    ...settings,
  };
  const args = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(process.execPath, ['lab/main.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const first = await new Promise<string>((resolve, reject) => {
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the lab ended with ${code}`)));
  });
  const { controlPort } = z.object({ controlPort: z.int() }).parse(JSON.parse(first));
  const base = `http://127.0.0.1:${controlPort}`;
  return {
    child,
    controlPort,
    get: async (path, schema) => schema.parse(await (await fetch(base + path)).json()),
    post: async (path, body) => {
      const response = await fetch(base + path, { method: 'POST', body: JSON.stringify(body) });
      await response.arrayBuffer();
      return response.status;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

export const DeviceTruthSchema = z.array(
  z.object({
    tenantSlug: z.string(),
    hostname: z.string(),
    standing: z.array(z.object({ resource: z.string(), probableCause: z.string(), severity: z.string() })),
  }),
);

/** The network's truth in the model's words: one sorted text per standing alarm. */
export function asModelTruth(truth: readonly DeviceTruth[], tenants: ReadonlyMap<string, TenantId>): readonly string[] {
  return truth
    .flatMap(({ tenantSlug, hostname, standing }) =>
      standing.map(({ resource, probableCause, severity }) => {
        const source =
          resource === hostname || resource.startsWith(`${hostname}/`) ? resource : `${hostname}/${resource}`;
        return `${tenants.get(tenantSlug)} ${source} ${probableCause} ${severity}`;
      }),
    )
    .toSorted();
}

export async function truthOf(lab: LabProcess, tenants: ReadonlyMap<string, TenantId>): Promise<readonly string[]> {
  return asModelTruth((await lab.get('/truth', DeviceTruthSchema)) as readonly DeviceTruth[], tenants);
}
