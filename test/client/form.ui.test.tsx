import { cleanup, fireEvent, render } from '@solidjs/testing-library';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ComboboxField } from '#client/ui/form/ComboboxField.tsx';
import { createForm, type Form as FormModel } from '#client/ui/form/createForm.ts';
import { DateTimeField } from '#client/ui/form/DateTimeField.tsx';
import { forgetAllDrafts } from '#client/ui/form/draft.ts';
import { DurationField } from '#client/ui/form/DurationField.tsx';
import { Form } from '#client/ui/form/Form.tsx';
import { NumberField } from '#client/ui/form/NumberField.tsx';
import { PasswordField } from '#client/ui/form/PasswordField.tsx';
import { TagsField } from '#client/ui/form/TagsField.tsx';
import { TextField } from '#client/ui/form/TextField.tsx';

const Router = z.object({
  name: z.string().min(1).max(10),
  port: z.number().int().min(1).max(65_535),
  password: z.string().min(4),
  branch: z.string().min(1, 'Choose the branch it stands in.'),
  tags: z.array(z.string()),
  timeoutMs: z.number(),
  from: z.number(),
});
const initial = {
  name: '',
  port: undefined as number | undefined,
  password: '',
  branch: '',
  tags: [] as readonly string[],
  timeoutMs: 60_000 as number | undefined,
  from: Date.UTC(2026, 10, 21, 5) as number | undefined,
};
type Values = typeof initial;
const branches = [
  { value: 'w', label: 'Westlands' },
  { value: 'k', label: 'Kilimani', note: 'Nairobi' },
];

beforeEach(() => {
  sessionStorage.clear();
  // jsdom lays nothing out and has neither of these.
  Element.prototype.scrollIntoView = vi.fn<() => void>();
  vi.stubGlobal('CSS', { escape: (text: string) => text.replaceAll(':', '\\:') });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(submit: (value: z.infer<typeof Router>) => Promise<void> = () => Promise.resolve(), draft?: string) {
  let form!: FormModel<Values>;
  const { container } = render(() => {
    form = createForm({ schema: Router, initial, submit, ...(draft === undefined ? {} : { draft }) });
    return (
      <Form form={form} submitLabel="Add router">
        <TextField form={form} name="name" label="Name" hint="As the team calls it" />
        <NumberField form={form} name="port" label="Port" whole />
        <PasswordField form={form} name="password" label="Password" />
        <ComboboxField form={form} name="branch" label="Branch" options={branches} />
        <TagsField form={form} name="tags" label="Tags" />
        <DurationField form={form} name="timeoutMs" label="Timeout" />
        <DateTimeField form={form} name="from" label="From" timeZone="Africa/Nairobi" />
      </Form>
    );
  });
  const input = (name: string): HTMLInputElement => container.querySelector<HTMLInputElement>(`#${form.id}-${name}`)!;
  const write = (name: string, value: string): void => {
    fireEvent.input(input(name), { target: { value } });
    fireEvent.blur(input(name));
  };
  const fill = (): void => {
    write('name', 'router-7');
    write('port', '8729');
    write('password', 'secret');
    form.set('branch', 'w');
  };
  return {
    form,
    container,
    input,
    write,
    fill,
    text: () => container.textContent ?? '',
    send: () => fireEvent.keyDown(input('name'), { key: 'Enter', ctrlKey: true }),
    errors: () => [...container.querySelectorAll('.field .field-error')].map((error) => error.textContent),
  };
}

test('a field is judged once it was left, in words of a person', () => {
  const screen = open();
  expect(screen.errors()).toEqual([]);
  fireEvent.input(screen.input('name'), { target: { value: 'much too long a name' } });
  expect(screen.errors()).toEqual([]);
  fireEvent.blur(screen.input('name'));
  expect(screen.errors()).toEqual(['At most 10 characters.']);
  screen.write('port', 'many');
  expect(screen.errors()).toEqual(['At most 10 characters.', 'Write a number.']);
  expect(screen.input('name').getAttribute('aria-invalid')).toBe('true');
  expect(screen.input('name').getAttribute('aria-describedby')).toBe(`${screen.form.id}-name-note`);
});

test('sending shows what is wrong everywhere, and sends nothing', () => {
  const submit = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const screen = open(submit);
  screen.send();
  expect(submit).not.toHaveBeenCalled();
  expect(screen.errors()).toContain('Choose the branch it stands in.');
  expect(screen.text()).toContain('4 fields need another look.');
});

test('what is right is sent as the schema makes it, once', async () => {
  const sent: unknown[] = [];
  const screen = open((value) => {
    sent.push(value);
    return Promise.resolve();
  });
  screen.fill();
  screen.send();
  screen.send();
  await vi.waitFor(() => expect(screen.form.pending()).toBe(false));
  expect(sent).toEqual([{ ...initial, name: 'router-7', port: 8729, password: 'secret', branch: 'w' }]);
  expect(screen.form.dirty()).toBe(false);
});

test('what the server refuses stands at its field until that is changed, the rest above the buttons', async () => {
  const screen = open(() =>
    Promise.reject(
      Object.assign(new Error('The router was not added.'), {
        requestId: '01J9',
        errors: [{ path: '/name', message: 'Another router has this name.' }],
      }),
    ),
  );
  screen.fill();
  screen.send();
  await vi.waitFor(() => expect(screen.errors()).toEqual(['Another router has this name.']));
  expect(screen.text()).toContain('The router was not added.');
  expect(screen.text()).toContain('01J9');
  screen.write('name', 'router-8');
  expect(screen.errors()).toEqual([]);
});

test('a draft comes back without the password, and can be thrown away', () => {
  const first = open(undefined, 'router.new');
  first.write('name', 'router-7');
  first.write('password', 'secret');
  cleanup();
  expect(sessionStorage.getItem('lastmile.draft.router.new')).toContain('router-7');
  expect(sessionStorage.getItem('lastmile.draft.router.new')).not.toContain('secret');
  const again = open(undefined, 'router.new');
  expect(again.input('name').value).toBe('router-7');
  expect(again.text()).toContain('Your draft from before is shown.');
  again.form.reset();
  expect(again.input('name').value).toBe('');
  expect(again.text()).not.toContain('Your draft');
});

test('logging out forgets every draft and nothing else', () => {
  sessionStorage.setItem('other', '1');
  open(undefined, 'router.new').write('name', 'x');
  forgetAllDrafts();
  expect(Object.keys(sessionStorage)).toEqual(['other']);
});

test('a combobox finds by any word and is worked by keys alone', () => {
  const screen = open();
  const field = screen.input('branch');
  fireEvent.input(field, { target: { value: 'nairo' } });
  expect([...document.querySelectorAll('[role=option]')].map((option) => option.textContent)).toEqual([
    'KilimaniNairobi',
  ]);
  expect(field.getAttribute('aria-expanded')).toBe('true');
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(screen.form.values().branch).toBe('k');
  expect(field.value).toBe('Kilimani');
  fireEvent.input(field, { target: { value: 'zzz' } });
  expect(document.body.textContent).toContain('Nothing matches');
  fireEvent.keyDown(field, { key: 'Escape' });
  expect(field.value).toBe('Kilimani');
});

test('tags are added by Enter and taken off by Backspace, each once', () => {
  const screen = open();
  const field = screen.input('tags');
  fireEvent.input(field, { target: { value: 'core, edge,core' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(screen.form.values().tags).toEqual(['core', 'edge']);
  fireEvent.keyDown(field, { key: 'Backspace' });
  expect(screen.form.values().tags).toEqual(['core']);
});

test('durations are written in the greatest unit that fits, instants by the clock of their zone', () => {
  const screen = open();
  expect(screen.input('timeoutMs').value).toBe('1');
  screen.write('timeoutMs', '2,5');
  expect(screen.form.values().timeoutMs).toBe(150_000);
  expect(screen.input('from').value).toBe('2026-11-21T08:00');
  screen.write('from', '2026-11-21T09:30');
  expect(screen.form.values().from).toBe(Date.UTC(2026, 10, 21, 6, 30));
});
