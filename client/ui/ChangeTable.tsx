import { For, type JSX } from 'solid-js';
import './changeTable.css';

export interface ChangedField {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** Fields with two values each: what was or is, and what became of it or should. */
export function ChangeTable(props: {
  fieldTitle: string;
  beforeTitle: string;
  afterTitle: string;
  fields: readonly ChangedField[];
  mono?: boolean;
}): JSX.Element {
  return (
    <table class="change-table" classList={{ mono: props.mono === true }}>
      <thead>
        <tr>
          <th>{props.fieldTitle}</th>
          <th>{props.beforeTitle}</th>
          <th>{props.afterTitle}</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.fields}>
          {({ field, before, after }) => (
            <tr>
              <th scope="row">{field}</th>
              <td>
                <del>{before}</del>
              </td>
              <td>
                <ins>{after}</ins>
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}
