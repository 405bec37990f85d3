import type { Evidence } from '#actors/system/envelope.ts';
import type { EvidenceView } from '#shared/audit/audit.ts';

/** As text when it is some that can be shown, else as base64. At most 16 KiB, which is all that is ever kept. */
export function evidenceView({ id, kind, bytes, receivedAt }: Evidence): EvidenceView {
  const text = textOf(bytes);
  const content = text === undefined ? { base64: Buffer.from(bytes).toString('base64') } : { text };
  return { id, kind, receivedAt, bytes: bytes.length, ...content };
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[^\P{Cc}\n\r\t]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
