/** The last row: what works here, now. */
import {displayWidth, fit} from '../../text/width.ts';
import type {Theme} from '../theme.ts';

export type BarHint = {
	readonly show: string;
	readonly label: string;
	/** Not possible now: shown dimmed. */
	readonly disabled?: boolean;
};

const gap = '  ';

/** The hints in exactly `width` cells. Whole hints go from the right where there is no room; `last` always stays. */
export function keyBar(
	hints: readonly BarHint[],
	at: {readonly width: number; readonly theme: Theme; readonly last?: BarHint},
): string {
	const {width, theme, last} = at;
	const plain = (hint: BarHint): string => `${hint.show} ${hint.label}`;
	const room = width - 2 - (last === undefined ? 0 : displayWidth(plain(last)));
	const kept: BarHint[] = [];
	let used = 0;
	for (const hint of hints) {
		used += displayWidth(plain(hint)) + gap.length;
		if (used > room) break;
		kept.push(hint);
	}
	if (last !== undefined) kept.push(last);
	const text = kept.map(plain).join(gap);
	const painted = kept.map(hint =>
		hint.disabled ? theme.paint('dim', plain(hint)) : `${theme.paint('accent', hint.show)} ${hint.label}`,
	);
	const rest = width - 1 - displayWidth(text);
	return rest < 0 ? fit(` ${text}`, width) : ` ${painted.join(gap)}${' '.repeat(rest)}`;
}
