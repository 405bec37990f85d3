import { createSignal, Show, type JSX } from 'solid-js';
import { Avatar } from '../ui/Avatar.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { Menu } from '../ui/Menu.tsx';
import { MenuItem } from '../ui/MenuItem.tsx';
import { Popover } from '../ui/Popover.tsx';
import { QrCode } from '../ui/QrCode.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { Switch } from '../ui/Switch.tsx';
import { TabPanel, Tabs } from '../ui/Tabs.tsx';
import { showToast } from '../ui/toasts.ts';
import { Tooltip } from '../ui/Tooltip.tsx';
import { modules } from './galleryData.ts';
import { Sample } from './Sample.tsx';

export function ActsGallery(): JSX.Element {
  const [open, setOpen] = createSignal<'dialog' | 'confirm' | 'typed'>();
  const [span, setSpan] = createSignal('24h');
  const [on, setOn] = createSignal(true);
  const [tab, setTab] = createSignal<'one' | 'two'>('one');
  const close = (): void => {
    setOpen(undefined);
  };
  return (
    <>
      <Sample name="Button">
        <Button look="primary">Add router</Button>
        <Button hint="a">Acknowledge</Button>
        <Button look="quiet">Clear filters</Button>
        <Button look="danger">Reboot</Button>
        <Button look="primary" pending>
          Saving
        </Button>
        <Button disabled>Not now</Button>
      </Sample>
      <Sample name="IconButton">
        <IconButton glyph="edit" label="Edit" />
        <IconButton glyph="filter" label="Filter" pressed />
        <IconButton glyph="trash" label="Remove" disabled />
      </Sample>
      <Sample name="Dialog">
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('confirm')}>Confirm</Button>
        <Button onClick={() => setOpen('typed')}>Type to confirm</Button>
      </Sample>
      <Sample name="Menu, Popover">
        <Menu label={<>Actions</>} title="Actions">
          <MenuItem onChoose={() => {}}>Back up now</MenuItem>
          <MenuItem checked onChoose={() => {}}>
            Watched
          </MenuItem>
        </Menu>
        <Popover label={<>Details</>} title="Details">
          <p>Anything can stand here.</p>
          <Button>An act</Button>
        </Popover>
      </Sample>
      <Sample name="Tooltip">
        <Tooltip text="Measured by the router itself, 4 s ago">
          <Button>Hover or focus</Button>
        </Tooltip>
        <Tooltip focusable text="Asked by API, not SNMP">
          <Glyph name="info" />
        </Tooltip>
      </Sample>
      <Sample name="Toast">
        <Button
          onClick={() =>
            showToast({ tone: 'done', text: 'Claimed router-7', action: { label: 'Undo', run: () => {} } })
          }
        >
          Done, with undo
        </Button>
        <Button onClick={() => showToast({ tone: 'trouble', text: 'The router did not answer.' })}>Trouble</Button>
      </Sample>
      <Sample name="SegmentedControl">
        <SegmentedControl
          label="Window"
          options={['1h', '24h', '7d'].map((value) => ({ value, label: value }))}
          chosen={span()}
          onChoose={setSpan}
        />
      </Sample>
      <Sample name="Switch">
        <Switch label="Sound" checked={on()} onSwitch={setOn} />
        <Switch label="Off" checked={false} onSwitch={() => {}} />
        <Switch label="Disabled" checked disabled onSwitch={() => {}} />
      </Sample>
      <Sample name="Chip">
        <Chip pressed glyph="critical" tone="critical" onToggle={() => {}}>
          Critical
        </Chip>
        <Chip pressed={false} onToggle={() => {}} count={12}>
          Mine
        </Chip>
      </Sample>
      <Sample name="Badge, Avatar, KeyHint">
        <Badge>v7.16</Badge>
        <Badge tone="warning">3</Badge>
        <Avatar name="Wanjiru Kamau" />
        <Avatar name="রহিম উদ্দিন" />
        <KeyHint keys="Shift X" />
      </Sample>
      <Sample name="CopyField">
        <CopyField label="Serial" value="HEX08A1B2C3" />
        <CopyField label="API token" value="lm_4f9c2a7d81e0" secret />
      </Sample>
      <Sample name="Tabs" wide>
        <Tabs
          label="Router"
          tabs={[
            { id: 'one', label: 'Interfaces', count: 12 },
            { id: 'two', label: 'Log' },
          ]}
          chosen={tab()}
          onChoose={setTab}
        />
        <TabPanel id={tab()}>{tab() === 'one' ? 'Twelve interfaces' : 'The log'}</TabPanel>
      </Sample>
      <Sample name="QrCode">
        <QrCode modules={modules} />
      </Sample>
      <Show when={open() === 'dialog'}>
        <Dialog title="Shelve router-7" onClose={close}>
          <p>A modal question.</p>
          <div class="dialog-actions">
            <Button onClick={close}>Cancel</Button>
            <Button look="primary" onClick={close}>
              Shelve
            </Button>
          </div>
        </Dialog>
      </Show>
      <Show when={open() === 'confirm' || open() === 'typed'}>
        <ConfirmDialog
          title="Reboot 2 routers"
          act="Reboot 2 routers"
          danger
          targets={['router-7', 'router-11']}
          typed={open() === 'typed' ? 'router-7' : undefined}
          onClose={close}
          onConfirm={() => Promise.reject(new Error('router-11 is held by another reboot. Nothing was sent.'))}
        >
          <p>About 1,840 subscribers are offline for 2 to 4 minutes. It can’t be stopped once it is sent.</p>
        </ConfirmDialog>
      </Show>
    </>
  );
}
