import type { JSX } from 'solid-js';
import mark from '../ui/mark.svg';
import './door.css';

/** The plain page outside the console: one card in the middle. */
export function DoorPage(props: { title: string; children: JSX.Element }): JSX.Element {
  return (
    <main class="door">
      <div class="door-card">
        <header class="door-head">
          <img src={mark} alt="" width="28" height="28" />
          <span>Lastmile</span>
        </header>
        <h1>{props.title}</h1>
        {props.children}
      </div>
    </main>
  );
}
