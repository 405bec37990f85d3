import type { NoticeRow } from '#shared/notice/view.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import type { Tone } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';

interface Look {
  readonly tone: Tone;
  readonly glyph: GlyphName;
  readonly word: string;
}

/** What became of a notice, in colour, shape and word. */
export function noticeLook(notice: NoticeRow): Look {
  switch (notice.state) {
    case 'sending':
      return { tone: 'calm', glyph: 'catchingUp', word: say('notice.sending') };
    case 'queued':
      return { tone: 'warning', glyph: 'restart', word: say('notice.queued') };
    case 'delivered':
      return notice.shownAt === undefined
        ? { tone: 'calm', glyph: 'acknowledged', word: say('notice.delivered') }
        : { tone: 'calm', glyph: 'eye', word: say('notice.shown') };
    case 'seen':
      return { tone: 'ok', glyph: 'eye', word: say('notice.seen') };
    case 'failed':
      return { tone: 'critical', glyph: 'warning', word: say('notice.failed') };
    case 'cancelled':
      return { tone: 'unknown', glyph: 'close', word: say('notice.cancelled') };
  }
}

export function wayOf({ channel, webhookName }: NoticeRow): string {
  return channel === 'webhook' ? (webhookName ?? say('way.webhook')) : say(`way.${channel}`);
}
