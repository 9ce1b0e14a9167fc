/** A question before something that cannot be undone. It names the object and the outcome; no is the default. */
import {fit} from '../text/width.ts';
import {centred, Overlay} from './kit/overlay.tsx';
import {wrapAtMost} from './kit/wrap.ts';
import type {Size} from './layout.ts';

type Props = {
	readonly size: Size;
	readonly question: string;
	/** The keys that answer. */
	readonly hint?: string;
};

export function ConfirmOverlay({size, question, hint = 'y yes · n no (enter and esc too)'}: Props) {
	const small = size.rows < 12;
	const width = small ? size.columns : Math.min(64, size.columns - 4);
	const margin = small ? 0 : 1;
	const lines = wrapAtMost(question, width - 4 - 2 * margin, size.rows - 2 - 2 * margin);
	const rect = centred(size, width, lines.length + 2 + 2 * margin);
	const above = small ? [] : [''];
	const rows = [...above, ...lines.map(line => `${' '.repeat(1 + margin)}${line}`), ...above];
	return <Overlay rect={rect} title="Sure?" hint={hint} rows={rows.map(row => fit(row, rect.width - 2))} />;
}
