/** A question before something that cannot be undone. It names the object and the consequence; no is the default. */
import {displayWidth, fit} from '../text/width.ts';
import {bindingsOf, keyOf} from './keys.ts';
import {centred, Overlay} from './kit/overlay.tsx';
import {wrapAtMost} from './kit/wrap.ts';
import type {Size} from './layout.ts';

type Props = {
	readonly size: Size;
	readonly question: string;
	/** The keys for the answers. */
	readonly hint?: string;
};

function answers(): string {
	const others = bindingsOf('confirm').find(({act}) => act === 'no')?.keys ?? [];
	const too = others.includes('enter') && others.includes('esc') ? ' (enter and esc too)' : '';
	return `${keyOf('yes', 'confirm')} yes · ${keyOf('no', 'confirm')} no${too}`;
}

const widest = 64;
/** Width of a lower border besides its words. */
const hintMargin = 6;

export function ConfirmOverlay({size, question, hint = answers()}: Props) {
	const small = size.rows < 12;
	// The hint with the keys is not cut if there is room for it.
	const wanted = Math.max(widest, displayWidth(hint) + hintMargin);
	const width = small ? size.columns : Math.min(wanted, size.columns - 4);
	const margin = small ? 0 : 1;
	const lines = wrapAtMost(question, width - 4 - 2 * margin, size.rows - 2 - 2 * margin);
	const rect = centred(size, width, lines.length + 2 + 2 * margin);
	const above = small ? [] : [''];
	const rows = [...above, ...lines.map(line => `${' '.repeat(1 + margin)}${line}`), ...above];
	return <Overlay rect={rect} title="Sure?" hint={hint} rows={rows.map(row => fit(row, rect.width - 2))} />;
}
