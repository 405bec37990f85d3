import { A } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import type { SubscriptionDetail } from '#shared/subscription/view.ts';
import { Facts, type Fact } from '../ui/Facts.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { withUnit } from '../ui/units.ts';
import { say, sayNumber } from '../words/words.ts';
import { cycleWords, dataWords, dayWords, momentWords } from './subscriptionWords.ts';

/** What it is: whose, what of, until when. */
export function SubscriptionAbout(props: { line: SubscriptionDetail }): JSX.Element {
  const zone = (): string => props.line.terms.zone;
  const time = (label: string, at: number | undefined): readonly Fact[] =>
    at === undefined ? [] : [{ label, value: momentWords(at, zone()), title: absolute(at, zone()) }];
  return (
    <Facts
      facts={[
        {
          label: say('subscription.customer'),
          value: <A href={`/customers/${props.line.customerId}`}>{props.line.customerName}</A>,
          title: `C-${props.line.customerNumber}`,
        },
        { label: say('subscription.package'), value: <PackageName line={props.line} /> },
        ...time(say('subscription.column.end'), props.line.validUntil),
        { label: say('subscription.quota'), value: quotaWords(props.line) },
        { label: say('subscription.accessType'), value: say(`subscription.access.${props.line.accessType}`) },
        { label: say('subscription.branch'), value: props.line.branchName },
        { label: say('subscription.column.number'), value: `S-${props.line.number}` },
        ...time(say('subscription.begun'), props.line.activatedAt),
        ...time(say('subscription.firstUsed'), props.line.firstUsedAt),
        ...time(say('subscription.created'), props.line.createdAt),
      ]}
    />
  );
}

function PackageName(props: { line: SubscriptionDetail }): JSX.Element {
  return (
    <>
      {props.line.packageName} <span class="muted">{cycleWords(props.line.terms.cycle)}</span>
      <Show when={props.line.nextPackageName}>
        {(name) => (
          <>
            <br />
            <span class="muted">{say('subscription.nextPackage', { name: name() })}</span>
          </>
        )}
      </Show>
      <Show when={props.line.rateOverride}>
        {(rates) => (
          <>
            <br />
            <span class="muted">
              {say('subscription.overrideUntil', {
                down: withUnit(rates().downBps, 'bitrate'),
                up: withUnit(rates().upBps, 'bitrate'),
                until: momentWords(rates().until, props.line.terms.zone),
              })}
            </span>
          </>
        )}
      </Show>
    </>
  );
}

function quotaWords({ terms, quotaExtraBytes, quotaPeriodUntil }: SubscriptionDetail): string {
  if (terms.quotaBytes === undefined) return say('subscription.unlimited');
  const quota = dataWords(terms.quotaBytes);
  if (quotaPeriodUntil === undefined) return quota;
  const until = dayWords(quotaPeriodUntil, terms.zone);
  return quotaExtraBytes > 0
    ? say('subscription.quotaExtra', { quota, extra: dataWords(quotaExtraBytes), until })
    : say('subscription.quotaIs', { quota, until });
}

/** How it comes in: name, equipment, addresses. */
export function SubscriptionAccess(props: { line: SubscriptionDetail }): JSX.Element {
  const binding = (): string =>
    props.line.macBinding === 'firstUse' && props.line.macs.length === 0
      ? say('subscription.bindingWaits')
      : say(`subscription.binding.${props.line.macBinding}`);
  return (
    <>
      <Section title={say('subscription.credentials')}>
        <Facts
          facts={[
            {
              label: say('subscription.username'),
              value:
                props.line.username ??
                (props.line.accessType === 'static' ? undefined : say('subscription.noUsername')),
              mono: props.line.username !== undefined,
            },
            { label: say('subscription.password'), value: props.line.hasPassword ? '••••••••' : undefined },
          ]}
        />
      </Section>
      <Section title={say('subscription.equipment')}>
        <Facts
          facts={[
            { label: say('subscription.binding'), value: binding() },
            { label: say('subscription.macs'), value: props.line.macs.join(', '), mono: true },
            {
              label: say('subscription.sessions'),
              value:
                props.line.sessionsOverride === undefined
                  ? say('subscription.asPackage')
                  : sayNumber(props.line.sessionsOverride),
            },
          ]}
        />
      </Section>
      <Section title={say('subscription.addresses')}>
        <Facts
          facts={[
            {
              label: say('subscription.ipv4'),
              value: props.line.staticIpv4 ?? say('subscription.fromPool'),
              mono: props.line.staticIpv4 !== undefined,
            },
            {
              label: say('subscription.prefix'),
              value: props.line.delegatedPrefix ?? say('subscription.fromPool'),
              mono: props.line.delegatedPrefix !== undefined,
            },
            { label: say('subscription.routes'), value: props.line.framedRoutes.join(', '), mono: true },
          ]}
        />
      </Section>
    </>
  );
}
