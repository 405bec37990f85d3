import './zodPolicy.ts';
import { render } from 'solid-js/web';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import { App } from './shell/App.tsx';
import { applyStoredLanguage } from './shell/language.ts';
import { applyStoredTheme } from './shell/theme.ts';

applyStoredTheme();
const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
await applyStoredLanguage();
render(() => <App />, root);
