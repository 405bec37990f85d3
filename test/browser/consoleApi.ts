import type { ConsoleWindow } from './consoleBrowser.ts';

/** What a screen of the logged-in person would send. */
export async function consoleApi(
  window: ConsoleWindow,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  return await window.page.evaluate(
    async (verb, address, text) => {
      const session = (await (await fetch('/api/session')).json()) as { csrfToken: string };
      const headers = { 'content-type': 'application/json', 'x-csrf-token': session.csrfToken };
      const answer = await fetch(address, { method: verb, headers, ...(text === null ? {} : { body: text }) });
      if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
      return answer.status === 204 ? undefined : ((await answer.json()) as unknown);
    },
    method,
    path,
    body === undefined ? null : JSON.stringify(body),
  );
}
