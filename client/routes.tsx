import { Navigate, Route, Router } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { AlarmHistoryScreen } from './alarm/AlarmHistoryScreen.tsx';
import { AlarmListScreen } from './alarm/AlarmListScreen.tsx';
import { ActorScreen } from './inspector/ActorScreen.tsx';
import { SetAsideScreen } from './inspector/SetAsideScreen.tsx';
import { SupervisionScreen } from './inspector/SupervisionScreen.tsx';
import { Frame } from './shell/Frame.tsx';
import { MissingScreen } from './shell/MissingScreen.tsx';

/** The list of screens. */
export function ConsoleRoutes(): JSX.Element {
  return (
    <Router root={Frame}>
      <Route path="/" component={() => <Navigate href="/alarms" />} />
      <Route path="/alarms" component={AlarmListScreen} />
      <Route path="/alarms/history" component={AlarmHistoryScreen} />
      <Route path="/inspector" component={SupervisionScreen} />
      <Route path="/inspector/set-aside" component={SetAsideScreen} />
      <Route path="/inspector/actor/:tenant/:kind/:id" component={ActorScreen} />
      <Route path="*" component={MissingScreen} />
    </Router>
  );
}
