/** A question before something that cannot be undone. It names the object and the outcome; no is the default. */
import {fit} from '../text/width.ts';
import {centred, Overlay} from './kit/overlay.tsx';
import {wrap} from './kit/wrap.ts';
import type {Size} from './layout.ts';

type Props = {
	readonly size: Size;
	readonly question: string;
	/** The keys that answer. */
	readonly hint?: string;
};

export function ConfirmOverlay({size, question, hint = 'y yes · n no (enter and esc too)'}: Props) {
	const width = Math.min(64, size.columns - 4);
	const lines = wrap(question, width - 6);
	const rect = centred(size, width, lines.length + 4);
	const rows = ['', ...lines.map(line => `  ${line}`), ''].map(line => fit(line, rect.width - 2));
	return <Overlay rect={rect} title="Sure?" hint={hint} rows={rows} />;
}
