import { createSignal, type JSX } from 'solid-js';
import type { TotpEnrolment } from '#shared/auth/secondFactor.ts';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { QrCode } from '../ui/QrCode.tsx';
import { say } from '../words/words.ts';
import { CodeField } from './CodeField.tsx';
import './secondFactor.css';

/** Scan, or type the key; then the first code proves that it worked. */
export function TotpSetup(props: {
  enrolment: TotpEnrolment;
  pending: boolean;
  trouble: string | undefined;
  onConfirm: (code: string) => void;
}): JSX.Element {
  const [code, setCode] = createSignal('');
  const modules = (): boolean[][] => props.enrolment.qr.map((row) => Array.from(row, (module) => module === '1'));
  return (
    <form
      class="factor-setup"
      onSubmit={(event) => {
        event.preventDefault();
        props.onConfirm(code());
      }}
    >
      <p>{say('totp.scan')}</p>
      <QrCode modules={modules()} label={say('totp.qr')} />
      <div class="field">
        <span class="field-label">{say('totp.key')}</span>
        <CopyField label={say('totp.key')} value={props.enrolment.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')} />
      </div>
      <CodeField label={say('totp.firstCode')} value={code()} onInput={setCode} trouble={props.trouble} />
      <Button type="submit" look="primary" pending={props.pending} disabled={!/^\d{6}$/.test(code())}>
        {say('totp.confirm')}
      </Button>
    </form>
  );
}
