import type { Product } from '../support/product.ts';

export interface LabAlarm {
  readonly hostname: string;
  readonly resource: string;
  readonly severity?: 'critical' | 'major' | 'minor' | 'warning';
  readonly text?: string;
}

/** Tells the lab of a running product what its network shall do. */
export interface LabControl {
  /** No trouble happens by itself any more, and what stands is cleared. */
  calm(): Promise<void>;
  raise(alarm: LabAlarm): Promise<void>;
  storm(alarms: number, seconds: number): Promise<void>;
}

export function labControl({ labPort }: Pick<Product, 'labPort'>): LabControl {
  const post = async (path: string, body: object): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${labPort}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the lab answered ${path} with ${answer.status}: ${await answer.text()}`);
  };
  return {
    calm: async () => {
      await untilItAnswers(`http://127.0.0.1:${labPort}/devices`);
      await post('/rate', { alarmsPerMinute: 0 });
      await post('/calm', {});
    },
    raise: (alarm) => post('/raise', alarm),
    storm: (alarms, seconds) => post('/storm', { alarms, reports: alarms, seconds, tenantSlug: 'savanna-fibre' }),
  };
}

/** The lab is a process of its own and may be ready a moment after the server. */
async function untilItAnswers(url: string): Promise<void> {
  const giveUpAt = performance.now() + 15_000;
  while (performance.now() < giveUpAt) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the lab does not answer');
}
