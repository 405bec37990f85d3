import { For, type JSX } from 'solid-js';
import type { CustomerRecord } from '#shared/customer/registration.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Badge } from '../ui/Badge.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import { say } from '../words/words.ts';

/** Who it is, where, and how to reach them: a number or an address is one click from a call or a map. */
export function CustomerFacts(props: { customer: CustomerRecord }): JSX.Element {
  const session = useSession();
  const facts = (): Fact[] => {
    const { phones, email, address, latitude, longitude, branchName, labels, code, notes, createdAt } = props.customer;
    const place = latitude === null || longitude === null ? undefined : `${latitude}, ${longitude}`;
    const known: (Fact | false)[] = [
      ...phones.map((phone): Fact => ({
        label: say('customer.column.phone'),
        value: <a href={`tel:${phone}`}>{phone}</a>,
      })),
      email !== null && { label: say('customer.column.email'), value: <EmailLink email={email} /> },
      address !== '' && { label: say('customer.column.address'), value: address },
      place !== undefined && {
        label: say('customer.form.place'),
        value: <a href={`geo:${latitude},${longitude}`}>{place}</a>,
        mono: true,
      },
      { label: say('customer.column.branch'), value: branchName ?? say('customer.form.noBranch') },
      labels.length > 0 && {
        label: say('customer.column.labels'),
        value: (
          <span class="customer-labels">
            <For each={labels}>{(label) => <Badge>{label}</Badge>}</For>
          </span>
        ),
      },
      code !== null && { label: say('customer.column.code'), value: code, mono: true },
      notes !== '' && { label: say('customer.form.notes'), value: notes },
      { label: say('customer.column.created'), value: <Age at={createdAt} timeZone={session.timeZone} /> },
    ];
    return known.filter((fact) => fact !== false);
  };
  return <Facts facts={facts()} />;
}

/** Breaks before the @ when it has to, not inside a name. */
function EmailLink(props: { email: string }): JSX.Element {
  const at = (): number => props.email.lastIndexOf('@');
  return (
    <a href={`mailto:${props.email}`}>
      {props.email.slice(0, at())}
      <wbr />
      {props.email.slice(at())}
    </a>
  );
}
