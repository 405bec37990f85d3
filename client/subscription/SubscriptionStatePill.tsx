import type { JSX } from 'solid-js';
import type { SubscriptionState } from '#shared/subscription/values.ts';
import { Pill } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';
import { subscriptionLooks } from './subscriptionLooks.ts';

export function SubscriptionStatePill(props: { state: SubscriptionState; title?: string | undefined }): JSX.Element {
  return (
    <Pill tone={subscriptionLooks[props.state].tone} glyph={subscriptionLooks[props.state].glyph} title={props.title}>
      {say(`subscription.state.${props.state}`)}
    </Pill>
  );
}
