import type { SubscriptionTimelineEntry } from '#shared/subscription/view.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import type { TimelineFact } from '../ui/Timeline.tsx';
import { say, sayCount, type PlainKey } from '../words/words.ts';
import { actWord } from './actWord.ts';
import { dataWords, momentWords } from './subscriptionWords.ts';

type Data = SubscriptionTimelineEntry['data'];

/** An event of a line as the timeline shows it. */
export function timelineFact(entry: SubscriptionTimelineEntry, zone: string): TimelineFact {
  const { position, at, type, data, userName, cause } = entry;
  return {
    id: String(position),
    at,
    glyph: glyphs[type] ?? 'info',
    text: words(type, data, zone),
    by: userName,
    cause: cause && {
      label:
        cause.kind === 'deadline'
          ? say('subscription.cause.deadline')
          : say('subscription.cause.event', { name: cause.name }),
    },
  };
}

const glyphs: Readonly<Record<string, GlyphName>> = {
  'subscription.created': 'plus',
  'subscription.activated': 'play',
  'subscription.renewed': 'acknowledged',
  'subscription.extended': 'calendar',
  'subscription.suspended': 'pause',
  'subscription.resumed': 'play',
  'subscription.credentialsChanged': 'key',
  'subscription.passwordRevealed': 'eye',
  'subscription.macsChanged': 'link',
  'subscription.firstUsed': 'live',
  'subscription.zoneChanged': 'calendar',
  'subscription.quotaCrossed': 'overload',
  'subscription.quotaAdded': 'plus',
  'subscription.graceBegan': 'warning',
  'subscription.expired': 'calendar',
  'subscription.cutHeld': 'pause',
  'subscription.cutReleased': 'play',
  'subscription.cutDropped': 'acknowledged',
  'subscription.protectionChanged': 'lock',
  'subscription.left': 'leave',
  'subscription.returned': 'restart',
  'subscription.undone': 'undo',
};

function words(type: string, data: Data, zone: string): string {
  const until = (name: string): string => (typeof data[name] === 'number' ? momentWords(data[name], zone) : '–');
  const text = (name: string): string => (typeof data[name] === 'string' ? data[name] : '');
  const bytes = (name: string): string => dataWords(typeof data[name] === 'number' ? data[name] : 0);
  switch (type) {
    case 'subscription.activated':
      return data['byFirstUse'] === true
        ? say('subscription.event.activatedByUse', { until: until('validUntil') })
        : say('subscription.event.activated', { until: until('validUntil') });
    case 'subscription.renewed':
      return say('subscription.event.renewed', { until: until('validUntil') });
    case 'subscription.extended':
      return say('subscription.event.extended', { until: until('validUntil') });
    case 'subscription.suspended':
      return say('subscription.event.suspended', { reason: text('reason') });
    case 'subscription.left':
      return say('subscription.event.left', { reason: text('reason') });
    case 'subscription.ratesOverridden':
      return say('subscription.event.ratesOverridden', { until: until('until') });
    case 'subscription.graceBegan':
      return say('subscription.event.graceBegan', { until: until('until') });
    case 'subscription.quotaAdded':
      return say('subscription.event.quotaAdded', { data: bytes('bytes') });
    case 'subscription.quotaCrossed':
      return say('subscription.event.quotaCrossed', { data: bytes('usedBytes') });
    case 'subscription.credentialsChanged':
      if (data['username'] === true && data['password'] === true) return say('subscription.event.credentialsChanged');
      return say(
        data['username'] === true ? 'subscription.event.usernameChanged' : 'subscription.event.passwordChanged',
      );
    case 'subscription.firstUsed':
      return say(data['macBound'] === true ? 'subscription.event.macBound' : 'subscription.event.firstUsed');
    case 'subscription.protectionChanged':
      return text('reason') === ''
        ? say('subscription.event.unprotected')
        : say('subscription.event.protected', { reason: text('reason') });
    case 'subscription.placed':
      return say('staticLine.event.placed', { router: text('router') });
    case 'subscription.drifted': {
      const count = Array.isArray(data['paths']) ? data['paths'].length : 0;
      return count === 0 ? say('staticLine.event.driftOver') : sayCount('staticLine.event.drifted', count);
    }
    case 'subscription.zoneChanged':
      return say('subscription.event.zoneChanged', { zone: text('zone') });
    case 'subscription.undone':
      return say('subscription.event.undone', { act: actWord(text('act')) });
    default: {
      const key = plain[type];
      return key === undefined ? type : say(key);
    }
  }
}

const plain: Readonly<Record<string, PlainKey>> = {
  'subscription.created': 'subscription.event.created',
  'subscription.resumed': 'subscription.event.resumed',
  'subscription.packageChanged': 'subscription.event.packageChanged',
  'subscription.packageChangePlanned': 'subscription.event.packageChangePlanned',
  'subscription.packageKept': 'subscription.event.packageKept',
  'subscription.passwordRevealed': 'subscription.event.passwordRevealed',
  'subscription.macsChanged': 'subscription.event.macsChanged',
  'subscription.addressesChanged': 'subscription.event.addressesChanged',
  'subscription.sessionsChanged': 'subscription.event.sessionsChanged',
  'subscription.overrideEnded': 'subscription.event.overrideEnded',
  'subscription.quotaPeriodBegan': 'subscription.event.quotaPeriodBegan',
  'subscription.expired': 'subscription.event.expired',
  'subscription.cutHeld': 'subscription.event.cutHeld',
  'subscription.cutReleased': 'subscription.event.cutReleased',
  'subscription.cutDropped': 'subscription.event.cutDropped',
  'subscription.profileChanged': 'subscription.event.profileChanged',
  'subscription.termsChanged': 'subscription.event.termsChanged',
  'subscription.rekeyed': 'subscription.event.rekeyed',
  'subscription.branchChanged': 'subscription.event.branchChanged',
  'subscription.returned': 'subscription.event.returned',
  'subscription.unplaced': 'staticLine.event.unplaced',
  'subscription.driftKept': 'staticLine.event.driftKept',
  'subscription.driftReapplied': 'staticLine.event.driftReapplied',
};
