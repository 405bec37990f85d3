import type { JSX } from 'solid-js';
import type { IssuedLink } from '#shared/tenant/users.ts';
import { useSession } from '../shell/session.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';

/** A link that could not be mailed: shown once, to be handed over by whoever asked for it. */
export function HandedLink(props: { link: IssuedLink; onClose: () => void }): JSX.Element {
  const session = useSession();
  return (
    <div class="form">
      <Banner tone="notice" glyph="link">
        {say('user.linkShown')}
      </Banner>
      <CopyField label={say('invitation.expires')} value={props.link.link ?? ''} />
      <p class="muted">
        {say('invitation.expires')} {absolute(props.link.expiresAt, session.timeZone)}
      </p>
      <div class="form-actions">
        <Button look="primary" onClick={() => props.onClose()}>
          {say('token.done')}
        </Button>
      </div>
    </div>
  );
}
